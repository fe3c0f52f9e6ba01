from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "ridgeway.governance.record"
    label = "record"
