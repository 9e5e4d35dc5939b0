from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "intune_sim.portal"
    label = "portal"
    verbose_name = "Admin center"
