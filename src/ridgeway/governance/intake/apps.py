from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ridgeway.governance.intake"
    label = "intake"
