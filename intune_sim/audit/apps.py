from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "intune_sim.audit"
    label = "audit"
    verbose_name = "Audit"
