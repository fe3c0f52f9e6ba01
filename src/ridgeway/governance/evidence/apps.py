from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ridgeway.governance.evidence"
    label = "evidence"
