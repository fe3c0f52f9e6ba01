from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "ridgeway.governance.testing"
    label = "testing"
