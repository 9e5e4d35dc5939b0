"""App protection for Windows, and who is registered, with msgraph-beta-sdk as Microsoft ships it (`/beta`)."""

import asyncio
import os

from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph_beta import GraphServiceClient
from msgraph_beta.generated.device_app_management.managed_app_registrations import (
    managed_app_registrations_request_builder as registrations,
)
from msgraph_beta.generated.device_app_management.windows_managed_app_protections.item.assign.assign_post_request_body import (
    AssignPostRequestBody,
)
from msgraph_beta.generated.device_app_management.windows_managed_app_protections.item.target_apps.target_apps_post_request_body import (  # noqa: E501
    TargetAppsPostRequestBody,
)
from msgraph_beta.generated.models.group_assignment_target import GroupAssignmentTarget
from msgraph_beta.generated.models.managed_app_device_threat_level import ManagedAppDeviceThreatLevel
from msgraph_beta.generated.models.managed_app_remediation_action import ManagedAppRemediationAction
from msgraph_beta.generated.models.managed_mobile_app import ManagedMobileApp
from msgraph_beta.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_beta.generated.models.targeted_managed_app_policy_assignment import TargetedManagedAppPolicyAssignment
from msgraph_beta.generated.models.windows_app_identifier import WindowsAppIdentifier
from msgraph_beta.generated.models.windows_managed_app_protection import WindowsManagedAppProtection

graph = GraphServiceClient(
    ClientSecretCredential(os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
)
EDGE = ManagedMobileApp(mobile_app_identifier=WindowsAppIdentifier(windows_app_id="com.microsoft.edge"))


async def protection() -> None:
    policies = graph.device_app_management.windows_managed_app_protections
    made = await policies.post(
        WindowsManagedAppProtection(
            display_name="Made by msgraph-beta-sdk",
            # A timedelta would leave the SDK as "30 days, 0:00:00", which Graph refuses; it lets text through.
            period_offline_before_wipe_is_enforced="P30D",
            maximum_allowed_device_threat_level=ManagedAppDeviceThreatLevel.Low,
            mobile_threat_defense_remediation_action=ManagedAppRemediationAction.Block,
            apps=[EDGE],
        )
    )
    print("made:", made.maximum_allowed_device_threat_level.value, made.period_offline_before_wipe_is_enforced.days)
    one = policies.by_windows_managed_app_protection_id(made.id)
    group = next(group for group in (await graph.groups.get()).value if group.display_name == "Operations")
    to_group = TargetedManagedAppPolicyAssignment(target=GroupAssignmentTarget(group_id=group.id))
    await one.assign.post(AssignPostRequestBody(assignments=[to_group]))
    await one.target_apps.post(TargetAppsPostRequestBody(apps=[EDGE]))
    await one.patch(WindowsManagedAppProtection(description="Changed"))
    now = await one.get()
    print("now:", now.description, now.is_assigned, now.deployed_app_count)
    print("apps:", [app.mobile_app_identifier.windows_app_id for app in (await one.apps.get()).value])
    print("for:", [each.target.group_id == group.id for each in (await one.assignments.get()).value])
    found = (await graph.device_app_management.managed_app_policies.get()).value
    print("among all:", [type(each).__name__ for each in found if each.id == made.id])
    await one.delete()
    try:
        await policies.post(WindowsManagedAppProtection(description="x"))
    except ODataError as error:
        print("refused:", error.response_status_code, error.error.code)


async def who() -> None:
    user = await graph.users.by_user_id("rafael@contoso.example").get()
    builder = registrations.ManagedAppRegistrationsRequestBuilder
    asked = builder.ManagedAppRegistrationsRequestBuilderGetQueryParameters(top=5)
    some = await graph.device_app_management.managed_app_registrations.get(RequestConfiguration(query_parameters=asked))
    print("registrations:", len(some.value), {type(each).__name__ for each in some.value}, bool(some.odata_next_link))
    mine = some.value[0].user_id
    asked = builder.ManagedAppRegistrationsRequestBuilderGetQueryParameters(filter=f"userId eq '{mine}'", count=True)
    theirs = await graph.device_app_management.managed_app_registrations.get(
        RequestConfiguration(query_parameters=asked)
    )
    behind = (await graph.users.by_user_id(mine).managed_app_registrations.get()).value
    print("of one user:", theirs.odata_count == len(theirs.value) == len(behind), user.display_name)


async def main() -> None:
    await protection()
    await who()


asyncio.run(main())
