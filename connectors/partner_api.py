"""What does a threat partner say about its connector? Signs of life, errors and withdrawal, service to service."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from connectors import services
from connectors.lifecycle import PartnerState
from connectors.models import MobileThreatDefenseConnector
from connectors.queries import connector_to
from intune_sim.errors import Forbidden
from intune_sim.service_api.decoding import Answer, Body, NoBody
from intune_sim.service_api.schema import contract
from intune_sim.service_api.views import ServiceView
from intune_sim.tenants.roles import AppRole

#: What the wire shows for a partner that was never heard of.
NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Heartbeat(Body):
    """A sign of life; any code but 0 reports an error."""

    error_code: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 0


class ConnectorStatus(Answer):
    """What a partner may know about its connector."""

    id: str
    partner_state: PartnerState
    last_heartbeat_date_time: datetime
    partner_unresponsiveness_threshold_in_days: int
    dropped_report_count: int


class PartnerView(ServiceView):
    """A call of the partner surface; the application may only speak for its own partner."""

    roles = (AppRole.PARTNER_REPORT.value,)

    def connector(self, request: Request, partner: str) -> MobileThreatDefenseConnector:
        """The caller's own connector. Raises `Forbidden` for another partner's and `NotFound`."""
        own = self.caller.application.partner_id
        if partner.lower() != str(own):
            raise Forbidden("The application may not speak for this partner.")
        return connector_to(tenant=self.caller.tenant, partner_id=own)


class ConnectorView(PartnerView):
    """The partner's connector."""

    @contract(answers={200: ConnectorStatus}, refusals=(404,))
    def get(self, request: Request, partner: str) -> Response:
        """Answer the connector's state as of now."""
        connector = self.connector(request, partner)
        status = ConnectorStatus(
            id=str(connector.graph_id),
            partner_state=connector.state(self.caller.tenant.now()),
            last_heartbeat_date_time=connector.last_heartbeat_date_time or NEVER,
            partner_unresponsiveness_threshold_in_days=connector.partner_unresponsiveness_threshold_in_days,
            dropped_report_count=connector.dropped_report_count,
        )
        return Response(status)


class HeartbeatView(PartnerView):
    """The partner's signs of life."""

    @contract(body=Heartbeat, answers={204: None}, refusals=(404,))
    def post(self, request: Request, partner: str) -> Response:
        """Take a sign of life or an error."""
        connector = self.connector(request, partner)
        heartbeat = self.body(Heartbeat)
        services.record_heartbeat(
            connector=connector,
            error_code=heartbeat.error_code,
            by=self.caller.actor,
            now=self.caller.tenant.now(),
        )
        return Response(status=204)


class DeprovisionView(PartnerView):
    """The partner's withdrawal."""

    @contract(body=NoBody, answers={204: None}, refusals=(404,))
    def post(self, request: Request, partner: str) -> Response:
        """Make the connector unavailable until it is provisioned again."""
        connector = self.connector(request, partner)
        self.body(NoBody)
        services.deprovision(connector=connector, by=self.caller.actor, now=self.caller.tenant.now())
        return Response(status=204)


urlpatterns = [
    path("mobileThreatDefenseConnectors/<str:partner>", ConnectorView.as_view()),
    path("mobileThreatDefenseConnectors/<str:partner>/heartbeat", HeartbeatView.as_view()),
    path("mobileThreatDefenseConnectors/<str:partner>/deprovision", DeprovisionView.as_view()),
]
