from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "ridgeway.governance.committees"
    label = "committees"
