from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "ridgeway.governance.consultations"
    label = "consultations"
