"""What may an operator look at among the connectors? All of it; changes are made on the connector's own page."""

from django.contrib import admin

from connectors.models import ConnectorStateChange, MobileThreatDefenseConnector
from intune_sim.audit.admin import ViewOnlyAdmin, ViewOnlyInline


class ConnectorStateChangeInline(ViewOnlyInline):
    """When and why a connector's state changed."""

    model = ConnectorStateChange


@admin.register(MobileThreatDefenseConnector)
class MobileThreatDefenseConnectorAdmin(ViewOnlyAdmin):
    """The connectors of every tenant with their states."""

    list_display = ["__str__", "tenant", "partner_state", "partner_state_at", "last_heartbeat_date_time"]
    list_filter = ["partner_state", "tenant"]
    list_select_related = ["tenant"]
    inlines = [ConnectorStateChangeInline]
