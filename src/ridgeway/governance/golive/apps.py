from importlib import import_module

from django.apps import AppConfig


class GoliveConfig(AppConfig):
    name = "ridgeway.governance.golive"
    label = "golive"

    def ready(self) -> None:
        import_module("ridgeway.governance.golive.criteria_part")
