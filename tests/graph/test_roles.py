"""Do roles live on Graph as in Intune: built-in ones to read, custom ones to keep, groups that hold them, scope tags?"""

from collections.abc import Callable
from typing import Any

from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.queries import permissions_of_user
from intune_sim.tenants.roles import BUILT_IN_ROLES, AppRole, Permission, Role
from tests.factories.tenants import GroupFactory, GroupRoleAssignmentFactory, RoleDefinitionFactory, RoleScopeTagFactory
from tests.graph.conftest import GraphClient

DEFINITIONS = "/deviceManagement/roleDefinitions"
ASSIGNMENTS = "/deviceManagement/roleAssignments"
TAGS = "/deviceManagement/roleScopeTags"
READ_ONLY = str(BUILT_IN_ROLES[Role.READ_ONLY_OPERATOR])
TYPE = "#microsoft.graph.deviceAndAppManagementRoleDefinition"


def permissions(*actions: str) -> list[dict[str, Any]]:
    """`rolePermissions` that allow these actions."""
    return [{"resourceActions": [{"allowedResourceActions": list(actions), "notAllowedResourceActions": []}]}]


def test_built_in_roles_are_listed_with_their_permissions_and_stay_as_they_are(
    graph: GraphClient, contoso: Tenant
) -> None:
    listed = graph.get(f"/beta{DEFINITIONS}?$filter=isBuiltIn eq true&$orderby=displayName")["value"]

    assert [one["displayName"] for one in listed][:2] == ["Application Manager", "Endpoint Privilege Manager"]
    assert {one["@odata.type"] for one in listed} == {TYPE}
    role = graph.get(f"/v1.0{DEFINITIONS}/{READ_ONLY}")
    assert role["isBuiltIn"] is True
    allowed = role["rolePermissions"][0]["resourceActions"][0]["allowedResourceActions"]
    assert "Microsoft.Intune_MobileThreatDefense_Read" in allowed
    assert "actions" not in role["rolePermissions"][0]
    assert "permissions" not in role
    for method, body in (("patch", {"displayName": "Mine"}), ("delete", None)):
        answer = graph(method, f"/v1.0{DEFINITIONS}/{READ_ONLY}", body)
        assert answer.status_code == 400
        assert "built in" in answer.json()["error"]["message"]


def test_a_custom_role_is_written_given_to_a_group_and_taken_away(graph: GraphClient, alex: User, staff: Group) -> None:
    made = graph(
        "post",
        f"/beta{DEFINITIONS}",
        {
            "@odata.type": TYPE,
            "displayName": "Auditor",
            "description": None,
            "rolePermissions": permissions("Microsoft.Intune_Audit_Read", "Microsoft.Intune_Roles_Read"),
        },
    )
    assert made.status_code == 200
    role = made.json()
    where = f"/beta{DEFINITIONS}/{role['id']}"
    assert role["permissions"][0]["actions"] == ["Microsoft.Intune_Audit_Read", "Microsoft.Intune_Roles_Read"]
    assert role["roleScopeTagIds"] == ["0"]

    changed = graph("patch", where, {**role, "rolePermissions": permissions("Microsoft.Intune_Audit_Read")})
    assert changed.status_code == 200
    assert changed.json()["rolePermissions"][0]["actions"] == ["Microsoft.Intune_Audit_Read"]

    given = graph(
        "post",
        f"/beta{ASSIGNMENTS}",
        {
            "displayName": "Auditors",
            "members": [str(staff.graph_id)],
            "resourceScopes": [str(staff.graph_id)],
            "scopeType": "resourceScope",
            "roleDefinition@odata.bind": f"https://graph.microsoft.com/beta{DEFINITIONS}('{role['id']}')",
        },
    )
    assert given.status_code == 201
    assignment = given.json()
    assert assignment["members"] == assignment["scopeMembers"] == [str(staff.graph_id)]
    assert permissions_of_user(alex) == {Permission.AUDIT_READ}
    assert graph.get(f"/beta{ASSIGNMENTS}/{assignment['id']}/roleDefinition")["displayName"] == "Auditor"
    assert [one["id"] for one in graph.get(f"{where}/roleAssignments")["value"]] == [assignment["id"]]
    expanded = graph.get(f"{where}?$expand=roleAssignments")["roleAssignments"]
    assert [one["displayName"] for one in expanded] == ["Auditors"]
    tags = graph.get(f"/beta{ASSIGNMENTS}/{assignment['id']}/roleScopeTags")["value"]
    assert graph.get(f"/beta{ASSIGNMENTS}?$expand=roleScopeTags")["value"][0]["roleScopeTags"] == tags
    assert [tag["displayName"] for tag in tags] == ["Default"]

    assert graph("delete", where).status_code == 400
    renamed = graph("patch", f"/beta{ASSIGNMENTS}/{assignment['id']}", {"displayName": "Checkers"})
    assert (renamed.status_code, renamed.json()["displayName"]) == (200, "Checkers")
    assert graph("delete", f"/beta{ASSIGNMENTS}/{assignment['id']}").status_code == 204
    assert permissions_of_user(alex) == frozenset()
    assert graph("delete", where).status_code == 204


def test_a_built_in_role_is_given_at_its_own_address_in_each_tenant(
    graph: GraphClient, stranger: GraphClient, staff: Group
) -> None:
    where = f"/v1.0{DEFINITIONS}/{READ_ONLY}/roleAssignments"

    given = graph("post", where, {"displayName": "Readers", "members": [str(staff.graph_id)]})

    assert given.status_code == 201
    assert [one["displayName"] for one in graph.get(where)["value"]] == ["Readers"]
    assert stranger.get(where)["value"] == []
    assert stranger.get(f"/v1.0{DEFINITIONS}/{READ_ONLY}?$expand=roleAssignments")["roleAssignments"] == []


def test_older_scripts_name_permissions_by_actions(graph: GraphClient, contoso: Tenant) -> None:
    body = {"displayName": "Old", "permissions": [{"actions": ["Microsoft.Intune_Audit_Read"]}]}

    role = graph("post", f"/beta{DEFINITIONS}", body).json()

    assert role["rolePermissions"][0]["resourceActions"][0]["allowedResourceActions"] == ["Microsoft.Intune_Audit_Read"]


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    (DEFINITIONS, {"displayName": "R", "rolePermissions": permissions("Fly")}, "Fly"),
    (DEFINITIONS, {"displayName": "R", "rolePermissions": {"resourceActions": []}}, "rolePermissions"),
    (DEFINITIONS, {"displayName": "R", "colour": "red"}, "colour"),
    (DEFINITIONS, {"displayName": "R", "roleScopeTagIds": ["9"]}, "9"),
    (ASSIGNMENTS, {"displayName": "A", "members": []}, "roleDefinition"),
    (ASSIGNMENTS, {"displayName": "A", "members": "staff"}, "members"),
    (TAGS, {"displayName": ""}, "displayName"),
    (TAGS, {"displayName": "Default"}, "exists"),
]


def test_what_makes_no_sense_is_refused_by_name(graph: GraphClient, contoso: Tenant) -> None:
    for address, body, words in UNFIT:
        answer = graph("post", f"/beta{address}", body)

        assert answer.status_code in {400, 409}
        assert words in answer.json()["error"]["message"]


def test_scope_tags_are_numbered_assigned_and_found(graph: GraphClient, staff: Group) -> None:
    made = graph("post", f"/beta{TAGS}", {"displayName": "Berlin", "description": "The office"})

    assert (made.status_code, made.json()["id"]) == (200, "1")
    listed = graph.get(f"/beta{TAGS}")["value"]
    assert [(tag["id"], tag["isBuiltIn"]) for tag in listed] == [("0", True), ("1", False)]
    assert graph.get(f"/beta{TAGS}/hasCustomRoleScopeTag()")["value"] is True
    target = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": str(staff.graph_id)}
    assigned = graph("post", f"/beta{TAGS}/1/assign", {"assignments": [{"target": target}]})
    assert assigned.status_code == 200
    assert [one["target"]["groupId"] for one in assigned.json()["value"]] == [str(staff.graph_id)]
    assert graph.get(f"/beta{TAGS}/1/assignments")["value"] == assigned.json()["value"]
    found = graph("post", f"/beta{TAGS}/getRoleScopeTagsById", {"roleScopeTagIds": ["1"]})
    assert [tag["displayName"] for tag in found.json()["value"]] == ["Berlin"]
    changed = graph("patch", f"/beta{TAGS}/1", {"displayName": "Berlin office"})
    assert (changed.status_code, changed.json()["displayName"]) == (200, "Berlin office")
    assert graph("delete", f"/beta{TAGS}/0").status_code == 400
    assert graph("delete", f"/beta{TAGS}/1").status_code == 204
    assert graph("get", f"/v1.0{TAGS}").status_code == 400


def test_resource_operations_are_the_permissions_that_exist_here(graph: GraphClient, contoso: Tenant) -> None:
    listed = graph.get("/v1.0/deviceManagement/resourceOperations")["value"]

    assert {one["id"] for one in listed} == set(Permission.wires())
    one = graph.get("/beta/deviceManagement/resourceOperations/Microsoft.Intune_MobileThreatDefense_Read")
    assert (one["resourceName"], one["actionName"]) == ("Mobile Threat Defense", "Read")


def test_roles_need_their_permission_and_are_a_tenants_own(
    graph_as: Callable[..., GraphClient], stranger: GraphClient, contoso: Tenant
) -> None:
    role = RoleDefinitionFactory(tenant=contoso)
    assignment = GroupRoleAssignmentFactory(
        tenant=contoso, role_definition=role, members=[GroupFactory(tenant=contoso)]
    )
    tag = RoleScopeTagFactory(tenant=contoso, tag_id="7")

    reader = graph_as(AppRole.RBAC_READ)
    for where in (
        f"{DEFINITIONS}/{role.graph_id}",
        f"{ASSIGNMENTS}/{assignment.graph_id}",
        f"{TAGS}/{tag.tag_id}",
    ):
        assert reader("get", f"/beta{where}").status_code == 200
        assert reader("delete", f"/beta{where}").status_code == 403
        for method, body in (("get", None), ("patch", {"displayName": "Mine"}), ("delete", None)):
            assert stranger(method, f"/beta{where}", body).status_code == 404
    bound = f"https://graph.microsoft.com/beta{DEFINITIONS}/{role.graph_id}"
    body = {"displayName": "Mine", "members": [str(GroupFactory(tenant=contoso).graph_id)]}
    assert stranger("post", f"/beta{ASSIGNMENTS}", {**body, "roleDefinition@odata.bind": bound}).status_code == 400


def test_policies_carry_only_tags_that_there_are_and_keep_those_that_they_had(
    graph: GraphClient, contoso: Tenant
) -> None:
    tag = RoleScopeTagFactory(tenant=contoso, tag_id="7")
    mail = {"displayName": "Mail", "brandingOptions": "none"}
    schedule = [{"scheduledActionConfigurations": [{"actionType": "block", "gracePeriodHours": 0}]}]
    compliance = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "scheduledActionsForRule": schedule}
    for address, details in (
        ("/deviceAppManagement/windowsManagedAppProtections", {}),
        ("/deviceAppManagement/iosManagedAppProtections", {}),
        ("/deviceManagement/deviceCompliancePolicies", compliance),
        ("/deviceManagement/notificationMessageTemplates", mail),
    ):
        body = {"displayName": "Policy", **details}
        refused = graph("post", f"/beta{address}", {**body, "roleScopeTagIds": ["0", "9"]})
        assert refused.status_code == 400, address
        assert "'9'" in refused.json()["error"]["message"]
        made = graph("post", f"/beta{address}", {**body, "roleScopeTagIds": ["0", "7"]}).json()
        where = f"/beta{address}/{made['id']}"
        assert graph("patch", where, {"roleScopeTagIds": ["9"]}).status_code == 400
        assert graph("patch", where, {"roleScopeTagIds": []}).status_code in {200, 204}
        assert graph.get(where)["roleScopeTagIds"] == ["0"]
        graph("patch", where, {"roleScopeTagIds": ["7"]})

    tag.delete()

    assert graph("patch", where, {"roleScopeTagIds": ["7"], "description": "Kept"}).status_code == 200
