"""How does Graph see all app policies together? `managedAppPolicies`, each with the type that it has."""

from intune_sim.graph.resources import BETA, Resource
from intune_sim.tenants.roles import AppRole
from protection.graph.windows import ACTIONS, NAVIGATIONS, PROPERTIES, SIBLINGS, delete, edit, policies
from protection.models import WindowsManagedAppProtection

APP_POLICIES = Resource(
    type="managedAppPolicy",
    item_type="windowsManagedAppProtection",
    path="deviceAppManagement/managedAppPolicies",
    rows_only=BETA,
    model=WindowsManagedAppProtection,
    rows=policies,
    properties=PROPERTIES,
    read=(AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value),
    write=(AppRole.APPS_READ_WRITE.value,),
    update=edit,
    updates_silently=True,
    delete=delete,
    navigations=NAVIGATIONS,
    actions=ACTIONS,
    tolerated=SIBLINGS,
)

RESOURCES = (APP_POLICIES,)
