from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "ridgeway.governance.releases"
    label = "releases"

    def ready(self) -> None:
        from ridgeway.governance.releases.proving import bind

        bind()
