from django.apps import AppConfig


class ModificationsConfig(AppConfig):
    name = "ridgeway.governance.modifications"
    label = "modifications"

    def ready(self) -> None:
        from ridgeway.governance.modifications.binding import bind

        bind()
