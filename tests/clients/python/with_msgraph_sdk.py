"""Threat connectors, users, groups, paging, a batch and an error, with msgraph-sdk as Microsoft ships it (`/v1.0`)."""

import asyncio
import os

from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.models.group import Group
from msgraph.generated.models.mobile_threat_defense_connector import MobileThreatDefenseConnector
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator

LOOKOUT = "2c7790de-8b02-4814-85cf-e0c59380dee8"

graph = GraphServiceClient(
    ClientSecretCredential(os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
)


async def connectors() -> None:
    everyone = graph.device_management.mobile_threat_defense_connectors
    made = await everyone.post(MobileThreatDefenseConnector(id=LOOKOUT, android_enabled=True))
    print("added:", made.id == LOOKOUT, made.android_enabled)
    one = everyone.by_mobile_threat_defense_connector_id(made.id)
    changed = await one.patch(MobileThreatDefenseConnector(partner_unresponsiveness_threshold_in_days=14))
    print("changed:", changed.partner_unresponsiveness_threshold_in_days, changed.android_enabled)
    print("connectors:", sorted(each.id == LOOKOUT for each in (await everyone.get()).value))
    await one.delete()
    try:
        await one.get()
    except ODataError as error:
        print("gone:", error.response_status_code, error.error.code)


async def directory() -> None:
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        filter="startswith(userPrincipalName, 'a')", select=["id", "displayName"], orderby=["displayName"], count=True
    )
    headed = RequestConfiguration(query_parameters=query)
    headed.headers.add("ConsistencyLevel", "eventual")
    found = await graph.users.get(headed)
    print("names with a:", found.odata_count == len(found.value) > 1, found.value[0].mail)
    alex = await graph.users.by_user_id("alex@contoso.example").get()
    group = await graph.groups.post(
        Group(display_name="Made by msgraph-sdk", mail_nickname="made", mail_enabled=False, security_enabled=True)
    )
    behind = graph.groups.by_group_id(group.id)
    await behind.members.ref.post(
        ReferenceCreate(odata_id=f"https://graph.microsoft.com/v1.0/directoryObjects/{alex.id}")
    )
    print("members:", [member.display_name for member in (await behind.members.get()).value])
    await behind.members.by_directory_object_id(alex.id).ref.delete()
    await behind.delete()


async def pages() -> None:
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(top=7)
    first = await graph.users.get(RequestConfiguration(query_parameters=query))
    seen: list[str] = []
    iterator = PageIterator(first, graph.request_adapter, None)
    await iterator.iterate(lambda user: seen.append(user.id) or True)
    everyone = await graph.users.count.get()
    print("paged:", len(seen), len(set(seen)), everyone)


async def batch() -> None:
    asked = {
        "alex": graph.users.by_user_id("alex@contoso.example").to_get_request_information(),
        "nobody": graph.groups.by_group_id("nobody").to_get_request_information(),
        "connectors": graph.device_management.mobile_threat_defense_connectors.to_get_request_information(),
    }
    parts = BatchRequestContent({name: BatchRequestItem(request, name) for name, request in asked.items()})
    answers = await BatchRequestBuilder(graph.request_adapter).post(parts)
    print("batch:", {name: answers.responses[name].status for name in asked})


async def main() -> None:
    await connectors()
    await directory()
    await pages()
    await batch()


asyncio.run(main())
