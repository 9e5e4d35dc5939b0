"""How does Graph see all app policies together? `managedAppPolicies`, each with the type that it has."""

from intune_sim.graph.resources import Resource
from protection.graph.assignments import has_payload_links
from protection.graph.mobile import ANDROID_POLICIES, IOS_POLICIES, READ, WRITE
from protection.graph.windows import COMMON, WINDOWS_POLICIES
from protection.models import MobilePolicyAssignment, PolicyAssignment

APP_POLICIES = Resource(
    type="managedAppPolicy",
    path="deviceAppManagement/managedAppPolicies",
    rows=lambda tenant: (),
    derived=(IOS_POLICIES, ANDROID_POLICIES, WINDOWS_POLICIES),
    properties=COMMON,
    read=READ,
    write=WRITE,
    updates_silently=True,
    set_actions=(has_payload_links(MobilePolicyAssignment, PolicyAssignment),),
)
