from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ridgeway.web"
    label = "web"
