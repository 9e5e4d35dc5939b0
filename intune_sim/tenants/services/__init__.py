"""How does the directory change? One module for each use case; the directory's own services are here at hand."""

from intune_sim.tenants.services.directory import (
    VALIDITY_DAYS,
    DomainTaken,
    NewApplication,
    change_settings,
    create_application,
    create_tenant,
    move_clock,
    set_clock,
)
from intune_sim.tenants.services.groups import (
    add_members,
    add_owners,
    create_group,
    delete_group,
    remove_members,
    remove_owners,
    update_group,
)
from intune_sim.tenants.services.users import (
    EDITABLE_USER_FIELDS,
    UserExists,
    assign_license,
    assign_role,
    create_admin,
    create_user,
    delete_user,
    unassign_role,
    update_user,
)

__all__ = [
    "EDITABLE_USER_FIELDS",
    "VALIDITY_DAYS",
    "DomainTaken",
    "NewApplication",
    "UserExists",
    "add_members",
    "add_owners",
    "assign_license",
    "assign_role",
    "change_settings",
    "create_admin",
    "create_application",
    "create_group",
    "create_tenant",
    "create_user",
    "delete_group",
    "delete_user",
    "move_clock",
    "remove_members",
    "remove_owners",
    "set_clock",
    "unassign_role",
    "update_group",
    "update_user",
]
