from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ridgeway.governance.search"
    label = "search"

    def ready(self) -> None:
        from ridgeway.governance.releases.register_text import FINDERS
        from ridgeway.governance.search.titles import modifications_holding

        if modifications_holding not in FINDERS:
            FINDERS.append(modifications_holding)
