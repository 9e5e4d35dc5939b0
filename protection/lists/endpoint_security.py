"""Which lists stand under Endpoint security, and what do they show?"""

from operator import attrgetter

from django.urls import reverse

from intune_sim.lists.columns import Column, Style, Toned
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.filters import Search, contains, words_pill
from intune_sim.vocabulary import Tone
from protection.engine.conditional_access import PolicyState
from protection.models import CompliancePolicyType, ConditionalAccessPolicy, DeviceCompliancePolicy

COMPLIANCE_POLICIES = ListView[DeviceCompliancePolicy](
    name="compliance-policies",
    title="Device compliance policies",
    sort="name",
    search=Search("Search by policy name", contains("display_name")),
    pills=(words_pill(CompliancePolicyType, name="platform", title="Platform", field="type", is_always_shown=True),),
    columns=(
        Column(
            name="name",
            title="Policy name",
            value=attrgetter("display_name"),
            order="display_name",
            link=lambda row: reverse("compliance-policy", args=[row.graph_id]),
        ),
        Column(name="platform", title="Platform", value=attrgetter("type"), order="type"),
        Column(name="profile", title="Policy type", value=attrgetter("type.profile_type")),
        Column(
            name="assigned",
            title="Assigned",
            value=lambda row: (
                Toned("Yes", Tone.GOOD)
                if row.is_assigned  # type: ignore[attr-defined]
                else Toned("No", Tone.NEUTRAL)
            ),
        ),
        Column(
            name="modified",
            title="Last modified",
            value=attrgetter("last_modified_date_time"),
            order="last_modified_date_time",
        ),
        Column(
            name="description", title="Description", value=attrgetter("description"), style=Style.CUT, is_default=False
        ),
    ),
    empty=Empty(
        title="No device compliance policies",
        text="They are written over Microsoft Graph (deviceManagement/deviceCompliancePolicies) and shown here.",
    ),
)

CONDITIONAL_ACCESS_POLICIES = ListView[ConditionalAccessPolicy](
    name="conditional-access-policies",
    title="Conditional Access policies",
    sort="name",
    search=Search("Search by policy name", contains("display_name")),
    pills=(words_pill(PolicyState, name="state", title="State", is_always_shown=True),),
    columns=(
        Column(
            name="name",
            title="Policy name",
            value=attrgetter("display_name"),
            order="display_name",
            link=lambda row: reverse("conditional-access-policy", args=[row.graph_id]),
        ),
        Column(name="state", title="State", value=attrgetter("state")),
        Column(name="created", title="Creation date", value=attrgetter("created_date_time"), order="created_date_time"),
        Column(name="modified", title="Modified date", value=attrgetter("modified_date_time")),
    ),
    empty=Empty(
        title="No Conditional Access policies",
        text="They are written over Microsoft Graph (identity/conditionalAccess/policies) and shown here.",
    ),
)
