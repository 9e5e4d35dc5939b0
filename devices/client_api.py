"""What do a managed app and its service say to each other? Enrolment, check-in, wipes, re-authentication, sign-out."""

import uuid
from typing import Annotated, Any, Literal

from django.urls import path
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request
from rest_framework.response import Response

from devices.answers import RegistrationAnswer, registration_answer
from devices.models import AccountState, WindowsManagedAppRegistration, WipeRequest
from devices.queries.registrations import registration_of
from devices.services import enrolment, wipes
from devices.services.enrolment import AppFacts, DeviceFacts, RegistrationEnded
from intune_sim.errors import Invalid, NotFound
from intune_sim.naming import wire_name
from intune_sim.service_api.decoding import Body, NoBody, guid
from intune_sim.service_api.schema import contract
from intune_sim.service_api.views import ServiceView
from intune_sim.tenants.roles import AppRole
from protection.engine.versions import InvalidVersion, parse_version

Name = Annotated[str, Meta(max_length=256)]


class Device(Body):
    """What an enrolling app says about its device."""

    device_tag: Annotated[str, Meta(min_length=1, max_length=128)]
    os_version: str
    device_name: Name = ""
    manufacturer: Name = ""
    model: Name = ""
    entra_joined: bool = False
    mdm_enrolled: bool = False
    workplace_joined_users: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 1


class App(Body):
    """What an enrolling app says about itself."""

    windows_app_id: Annotated[str, Meta(min_length=1, max_length=200)]
    version: str
    sdk_version: str


class Enrolment(Body):
    """A user's app on a device asks to be enrolled."""

    user_principal_name: Annotated[str, Meta(min_length=1, max_length=320)]
    device: Device
    app: App


class CheckIn(Body):
    """What is new about an enrolled app; what it does not mention stays."""

    application_version: str | UnsetType = UNSET
    management_sdk_version: str | UnsetType = UNSET
    platform_version: str | UnsetType = UNSET
    account_state: AccountState | UnsetType = UNSET
    mdm_enrolled: bool | UnsetType = UNSET
    entra_joined: bool | UnsetType = UNSET


class Completion(Body):
    """How an operation went."""

    state: Literal["successful", "failed"]
    detail: Annotated[str, Meta(max_length=1024)] = ""


class Reauthentication(Body):
    """Whether the user could sign in again."""

    succeeded: bool


#: Which column a property of a check-in changes.
CHECK_IN_FIELDS = {
    "application_version": "application_version",
    "management_sdk_version": "management_sdk_version",
    "platform_version": "platform_version",
    "account_state": "account_state",
    "mdm_enrolled": "is_mdm_enrolled",
    "entra_joined": "is_entra_joined",
}


class ClientView(ServiceView):
    """A call of the managed-app surface."""

    roles = (AppRole.MANAGED_APP_CLIENT.value,)

    def registration(self, request: Request, registration: str) -> WindowsManagedAppRegistration:
        """The tenant's registration. Raises `NotFound`."""
        return registration_of(tenant=self.caller.tenant, graph_id=guid(registration))


class RegistrationsView(ClientView):
    """Enrolment."""

    @contract(body=Enrolment, answers={201: RegistrationAnswer, 200: RegistrationAnswer}, refusals=(404, 409))
    def post(self, request: Request) -> Response:
        """Enrol a user's app on a device: 201, or 200 where it is enrolled already."""
        body = self.body(Enrolment)
        standing = enrolment.enrol(
            tenant=self.caller.tenant,
            user_principal_name=body.user_principal_name,
            device=DeviceFacts(
                device_tag=body.device.device_tag,
                platform_version=_version(body.device.os_version, "device.osVersion"),
                device_name=body.device.device_name,
                device_manufacturer=body.device.manufacturer,
                device_model=body.device.model,
                is_entra_joined=body.device.entra_joined,
                is_mdm_enrolled=body.device.mdm_enrolled,
                workplace_joined_users=body.device.workplace_joined_users,
            ),
            app=AppFacts(
                app_identifier=body.app.windows_app_id,
                application_version=_version(body.app.version, "app.version"),
                management_sdk_version=_version(body.app.sdk_version, "app.sdkVersion"),
            ),
            by=self.caller.actor,
            now=self.caller.tenant.now(),
        )
        answer = registration_answer(standing)
        if not standing.is_new:
            return Response(answer)
        return Response(answer, status=201, headers={"Location": f"/mam/v1.0/registrations/{answer.registration_id}"})


class RegistrationView(ClientView):
    """A registration, as of now."""

    def roles_for(self, request: Request) -> tuple[str, ...]:
        """Whoever steers the simulation may look, too."""
        return (*self.roles, AppRole.SIMULATOR_CONTROL.value)

    @contract(answers={200: RegistrationAnswer}, refusals=(404,))
    def get(self, request: Request, registration: str) -> Response:
        """Answer where the registration stands; nothing is written."""
        found = self.registration(request, registration)
        return Response(registration_answer(enrolment.standing(registration=found, now=self.caller.tenant.now())))


class CheckInView(ClientView):
    """A sign of life of the app."""

    @contract(body=CheckIn, answers={200: RegistrationAnswer}, refusals=(404,))
    def post(self, request: Request, registration: str) -> Response:
        """Take what is new about the app and answer where it stands."""
        found = self.registration(request, registration)
        changes = _changes(self.body(CheckIn))
        standing = enrolment.check_in(
            registration=found, changes=changes, by=self.caller.actor, now=self.caller.tenant.now()
        )
        return Response(registration_answer(standing))


class CompletionView(ClientView):
    """The end of an operation."""

    @contract(body=Completion, answers={204: None}, refusals=(404, 409))
    def post(self, request: Request, registration: str, operation: str) -> Response:
        """Take how the operation went."""
        found = self.registration(request, registration)
        now = self.caller.tenant.now()
        if found.ended_at is not None or enrolment.is_overdue(found, now):
            raise RegistrationEnded("The registration has ended.")
        wipe = _operation(found, guid(operation))
        body = self.body(Completion)
        wipes.complete_wipe(
            registration=found,
            request=wipe,
            succeeded=body.state == "successful",
            detail=body.detail,
            by=self.caller.actor,
            now=now,
        )
        return Response(status=204)


class ReauthenticationView(ClientView):
    """The answer to "sign in again"."""

    @contract(body=Reauthentication, answers={200: RegistrationAnswer}, refusals=(404, 409))
    def post(self, request: Request, registration: str) -> Response:
        """Take whether the user could sign in again, and answer where the registration stands."""
        found = self.registration(request, registration)
        body = self.body(Reauthentication)
        standing = enrolment.reauthenticate(
            registration=found, succeeded=body.succeeded, by=self.caller.actor, now=self.caller.tenant.now()
        )
        return Response(registration_answer(standing))


class SignOutView(ClientView):
    """The user's way out."""

    @contract(body=NoBody, answers={204: None}, refusals=(404,))
    def post(self, request: Request, registration: str) -> Response:
        """End the registration."""
        found = self.registration(request, registration)
        self.body(NoBody)
        enrolment.sign_out(registration=found, by=self.caller.actor, now=self.caller.tenant.now())
        return Response(status=204)


def _changes(body: CheckIn) -> dict[str, Any]:
    """The columns that a check-in changes. Raises `Invalid` for a bad version."""
    changes = {}
    for name, field in CHECK_IN_FIELDS.items():
        value = getattr(body, name)
        if value is not UNSET:
            changes[field] = _version(value, wire_name(name)) if name.endswith("_version") else value
    return changes


def _version(text: str, name: str) -> str:
    try:
        parse_version(text)
    except InvalidVersion as error:
        raise Invalid(f"The property '{name}' is wrong: {error}") from error
    return text


def _operation(registration: WindowsManagedAppRegistration, graph_id: uuid.UUID) -> WipeRequest:
    wipe = registration.wipe_requests.select_related("registration").filter(graph_id=graph_id).first()
    if wipe is None:
        raise NotFound(f"The registration has no operation with the id '{graph_id}'.")
    return wipe


urlpatterns = [
    path("registrations", RegistrationsView.as_view()),
    path("registrations/<str:registration>", RegistrationView.as_view()),
    path("registrations/<str:registration>/checkIn", CheckInView.as_view()),
    path("registrations/<str:registration>/operations/<str:operation>/complete", CompletionView.as_view()),
    path("registrations/<str:registration>/reauthenticate", ReauthenticationView.as_view()),
    path("registrations/<str:registration>/signOut", SignOutView.as_view()),
]
