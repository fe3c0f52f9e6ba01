from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Ties the ports of the acts to the apps above them, once all are loaded."""

    name = "ridgeway.config"
    label = "config"

    def ready(self) -> None:
        from ridgeway.config.wiring import connect

        connect()
