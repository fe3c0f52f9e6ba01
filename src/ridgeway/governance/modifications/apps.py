from django.apps import AppConfig


class ModificationsConfig(AppConfig):
    name = "ridgeway.governance.modifications"
    label = "modifications"
