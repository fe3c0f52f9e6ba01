from django.apps import AppConfig


class CostsConfig(AppConfig):
    name = "ridgeway.governance.costs"
    label = "costs"

    def ready(self) -> None:
        from ridgeway.governance import acts
        from ridgeway.governance.costs.binding import costs_follow

        if costs_follow not in acts.HOOKS:
            acts.HOOKS.append(costs_follow)
