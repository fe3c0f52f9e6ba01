from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "ridgeway.governance.releases"
    label = "releases"
