from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "intune_sim.tenants"
    label = "tenants"
    verbose_name = "Directory"
