from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "ridgeway.governance.codes"
    label = "codes"
