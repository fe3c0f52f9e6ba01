from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ridgeway.governance.search"
    label = "search"
