from django.apps import AppConfig


class GoliveConfig(AppConfig):
    name = "ridgeway.governance.golive"
    label = "golive"
