"""How does Graph see Conditional Access? `conditionalAccessPolicy`, on v1.0 and beta."""

from intune_sim.graph.resources import V1, Call, Family, Kind, Resource, Write, key, read_only, writable
from intune_sim.tenants.roles import AppRole
from protection.graph.conditional_access_properties import CONDITIONS, GRANT_CONTROLS, SESSION_CONTROLS
from protection.models import ConditionalAccessPolicy
from protection.services import conditional_access as services


def create_policy(call: Call, write: Write) -> ConditionalAccessPolicy:
    """Write a policy."""
    return services.create_policy(tenant=call.tenant, values=write.values, by=call.by, now=call.now)


def edit_policy(call: Call, policy: ConditionalAccessPolicy, write: Write) -> None:
    """Change what the body brings."""
    services.edit_policy(policy=policy, values=write.values, by=call.by, now=call.now)


def delete_policy(call: Call, policy: ConditionalAccessPolicy) -> None:
    """Delete the policy."""
    services.delete_policy(policy=policy, by=call.by, now=call.now)


READ = (AppRole.POLICY_READ.value,)
WRITE = (AppRole.POLICY_READ_WRITE_CONDITIONAL_ACCESS.value,)
#: A write needs to read as well.
ALSO = READ

POLICIES = Resource(
    type="conditionalAccessPolicy",
    path="identity/conditionalAccess/policies",
    family=Family.IDENTITY,
    model=ConditionalAccessPolicy,
    rows=ConditionalAccessPolicy.objects.for_tenant,
    properties=(
        key("id"),
        read_only("templateId", only=V1, nullable=True, shape_only=True, value=lambda policy: None),
        writable("displayName", required=True),
        writable("description", nullable=True, blank_is_null=True),
        read_only("createdDateTime"),
        read_only("modifiedDateTime", nullable=True),
        writable("state", type="conditionalAccessPolicyState", required=True),
        read_only("deletedDateTime", kind=Kind.INSTANT, nullable=True, shape_only=True, value=lambda policy: None),
        writable("conditions", shape=CONDITIONS, required=True),
        writable("grantControls", shape=GRANT_CONTROLS, nullable=True),
        writable("sessionControls", shape=SESSION_CONTROLS, nullable=True),
    ),
    read=READ,
    write=WRITE,
    also=ALSO,
    create=create_policy,
    update=edit_policy,
    updates_silently=True,
    delete=delete_policy,
)

RESOURCES = (POLICIES,)
