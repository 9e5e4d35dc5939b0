from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "intune_sim.portal"
    label = "portal"
    verbose_name = "Admin center"

    def ready(self) -> None:
        import intune_sim.checks  # noqa: F401 - importing it registers the checks
