"""Connectors: Windows Security Center, provisioned, heard from this morning and feeding app protection."""

from datetime import timedelta
from typing import Any

import factory

from connectors.lifecycle import StateCause, unresponsive_at
from connectors.models import MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from tests.factories.tenants import TenantFactory
from tests.instants import MONDAY


class ConnectorFactory(factory.django.DjangoModelFactory[MobileThreatDefenseConnector]):
    """A connector whose state follows from its other columns, as of its tenant's clock."""

    class Meta:
        model = MobileThreatDefenseConnector

    class Params:
        #: Added, and waiting for the first policy or enrolment.
        awaiting_activity = factory.Trait(provisioned_at=None, last_heartbeat_date_time=None, unresponsive_at=None)
        #: The partner has been silent for longer than the seven days.
        unresponsive = factory.Trait(
            last_heartbeat_date_time=factory.LazyAttribute(lambda one: one.tenant.now() - timedelta(days=8))
        )
        toggle_off = factory.Trait(windows_mobile_application_management_enabled=False)
        in_error = factory.Trait(error_code=17)
        defender = factory.Trait(graph_id=DEFENDER_FOR_ENDPOINT.id)

    tenant = factory.SubFactory(TenantFactory)
    graph_id = WINDOWS_SECURITY_CENTER.id
    windows_mobile_application_management_enabled = True
    created_at = MONDAY
    provisioned_at = MONDAY
    last_heartbeat_date_time = factory.LazyAttribute(lambda one: one.tenant.now())
    partner_unresponsiveness_threshold_in_days = 7
    unresponsive_at = factory.LazyAttribute(
        lambda one: unresponsive_at(one.last_heartbeat_date_time, one.partner_unresponsiveness_threshold_in_days)
    )
    partner_state_at = factory.SelfAttribute("created_at")
    partner_state_cause = StateCause.CREATED

    @classmethod
    def _create(
        cls, model_class: type[MobileThreatDefenseConnector], *_: Any, **columns: Any
    ) -> MobileThreatDefenseConnector:
        connector = model_class(**columns)
        connector.partner_state = columns.get("partner_state") or connector.state(connector.tenant.now())
        connector.save(force_insert=True)
        return connector
