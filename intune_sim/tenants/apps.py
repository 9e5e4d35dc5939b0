from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenantsConfig(AppConfig):
    name = "intune_sim.tenants"
    label = "tenants"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Every database has the built-in roles, however it came to be."""
        from intune_sim.tenants.services.roles import keep_built_in_rows

        post_migrate.connect(keep_built_in_rows, sender=self)
