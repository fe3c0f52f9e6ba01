from importlib import import_module

from django.apps import AppConfig


class GoliveConfig(AppConfig):
    name = "ridgeway.governance.golive"
    label = "golive"

    def ready(self) -> None:
        from ridgeway.governance import acts
        from ridgeway.governance.golive.services_progress import readiness_follows

        import_module("ridgeway.governance.golive.criteria_part")
        if readiness_follows not in acts.HOOKS:
            acts.HOOKS.append(readiness_follows)
