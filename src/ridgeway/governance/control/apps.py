from django.apps import AppConfig


class ControlConfig(AppConfig):
    name = "ridgeway.governance.control"
    label = "control"
