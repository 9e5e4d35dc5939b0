"""How does Graph see all app policies together? `managedAppPolicies`, each with the type that it has."""

from intune_sim.graph.resources import Resource
from protection.graph.mobile import ANDROID_POLICIES, IOS_POLICIES, READ, WRITE
from protection.graph.windows import COMMON, WINDOWS_POLICIES

APP_POLICIES = Resource(
    type="managedAppPolicy",
    path="deviceAppManagement/managedAppPolicies",
    rows=lambda tenant: (),
    derived=(IOS_POLICIES, ANDROID_POLICIES, WINDOWS_POLICIES),
    properties=COMMON,
    read=READ,
    write=WRITE,
    updates_silently=True,
)
