from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "ridgeway.api"
    label = "api"
