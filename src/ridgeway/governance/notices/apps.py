from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ridgeway.governance.notices"
    label = "notices"
