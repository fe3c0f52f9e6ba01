from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "ridgeway.governance.releases"
    label = "releases"

    def ready(self) -> None:
        from ridgeway.governance import acts
        from ridgeway.governance.releases.advised import advice_follows
        from ridgeway.governance.releases.proving import bind

        bind()
        if advice_follows not in acts.HOOKS:
            acts.HOOKS.append(advice_follows)
