from django.apps import AppConfig


class DirectionsConfig(AppConfig):
    name = "ridgeway.governance.directions"
    label = "directions"
