from django.apps import AppConfig


class BaselinesConfig(AppConfig):
    name = "ridgeway.governance.baselines"
    label = "baselines"

    def ready(self) -> None:
        from ridgeway.governance import acts
        from ridgeway.governance.baselines import reading
        from ridgeway.governance.baselines.binding import approval_falls
        from ridgeway.governance.baselines.yearly import planned_beside
        from ridgeway.governance.releases.scoping import TOUCHING

        assert reading.TABLES  # noqa: S101  loading it declares who fills which part

        if approval_falls not in acts.HOOKS:
            acts.HOOKS.append(approval_falls)
        if planned_beside not in TOUCHING:
            TOUCHING.append(planned_beside)
