"""What does the list of managed devices show?"""

from operator import attrgetter

from django.urls import reverse

from devices.models import ManagedDevice
from devices.models.managed_devices import ComplianceState, OwnerType
from intune_sim.lists.columns import Column, Style
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import DatePill, TextPill, begins, search_beginning, words_pill
from intune_sim.prefix import Folded
from protection.engine.facts import HealthState

MANAGED_DEVICES = ListView[ManagedDevice](
    name="managed-devices",
    title="Managed devices",
    sort="name",
    search=search_beginning(
        "Beginning of a device, user or serial number",
        "device_name",
        "user_principal_name",
        "serial_number",
    ),
    pills=(
        words_pill(
            ComplianceState, name="compliance", title="Compliance", field="compliance_state", is_always_shown=True
        ),
        words_pill(OwnerType, name="ownership", title="Ownership", field="managed_device_owner_type"),
        words_pill(HealthState, name="threat", title="Threat level", field="partner_reported_threat_state"),
        TextPill(name="os", title="OS", narrow=begins("operating_system")),
        DatePill(name="sync", title="Last check-in", field="last_sync_date_time"),
    ),
    columns=(
        Column(
            name="name",
            title="Device name",
            value=attrgetter("device_name"),
            order=Folded("device_name"),
            link=lambda device: reverse("managed-device", args=[device.graph_id]),
        ),
        Column(name="agent", title="Managed by", value=attrgetter("management_agent")),
        Column(name="ownership", title="Ownership", value=attrgetter("managed_device_owner_type"), is_default=False),
        Column(name="compliance", title="Compliance", value=attrgetter("compliance_state")),
        Column(name="threat", title="Threat level", value=attrgetter("partner_reported_threat_state")),
        Column(name="os", title="OS", value=attrgetter("operating_system")),
        Column(name="os-version", title="OS version", value=attrgetter("os_version")),
        Column(name="user", title="Primary user UPN", value=attrgetter("user_principal_name"), style=Style.CUT),
        Column(
            name="sync", title="Last check-in", value=attrgetter("last_sync_date_time"), order="last_sync_date_time"
        ),
        Column(name="manufacturer", title="Manufacturer", value=attrgetter("manufacturer"), is_default=False),
        Column(name="model", title="Model", value=attrgetter("model"), is_default=False),
        Column(
            name="serial", title="Serial number", value=attrgetter("serial_number"), style=Style.MONO, is_default=False
        ),
        Column(name="enrolled", title="Enrolled date", value=attrgetter("enrolled_date_time"), is_default=False),
        Column(
            name="id",
            title="Device ID",
            value=lambda device: str(device.graph_id),
            style=Style.MONO,
            is_default=False,
        ),
    ),
    empty=Empty(
        title="No managed devices",
        text="The simulator surface and the demo enrol them; what is judged here is apps on devices nobody manages.",
    ),
)
