"""Tenants and who is in them."""

import uuid

import factory
from django.contrib.auth.hashers import make_password

from intune_sim.tenants.models import (
    INTUNE_A,
    Application,
    AppRoleAssignment,
    AssignedLicense,
    Group,
    GroupRoleAssignment,
    Membership,
    RoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    SignIn,
    Tenant,
    User,
)
from intune_sim.tenants.roles import AppRole, Permission, Role
from intune_sim.tenants.services.sign_ins import ADMIN_CENTER
from tests.instants import MONDAY

#: Everybody's password.
PASSWORD = "Contoso-2026"
#: Every application's secret.
SECRET = "a-secret-for-tests"


class TenantFactory(factory.django.DjangoModelFactory[Tenant]):
    """A tenant whose clock stands still on a Monday morning."""

    class Meta:
        model = Tenant

    display_name = factory.Sequence(lambda n: f"Tenant {n}")
    domain = factory.Sequence(lambda n: f"tenant-{n}.example")
    created_date_time = MONDAY
    clock_frozen_at = MONDAY


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A user without a licence; `licensed=True` gives the one that counts."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        name = factory.Sequence(lambda n: f"user{n}")
        licensed = factory.Trait(
            licence=factory.RelatedFactory("tests.factories.tenants.LicenceFactory", factory_related_name="user")
        )

    tenant = factory.SubFactory(TenantFactory)
    user_principal_name = factory.LazyAttribute(lambda user: f"{user.name}@{user.tenant.domain}")
    display_name = factory.LazyAttribute(lambda user: user.name.title())
    created_date_time = MONDAY
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class AdminFactory(UserFactory):
    """A user with a role: an Intune Administrator unless it is said."""

    class Params:
        role = Role.INTUNE_ADMINISTRATOR

    assignment = factory.RelatedFactory(
        "tests.factories.tenants.RoleAssignmentFactory",
        factory_related_name="user",
        role=factory.SelfAttribute("..role"),
    )


class LicenceFactory(factory.django.DjangoModelFactory[AssignedLicense]):
    """An Intune licence."""

    class Meta:
        model = AssignedLicense

    user = factory.SubFactory(UserFactory)
    sku_id = INTUNE_A


class RoleAssignmentFactory(factory.django.DjangoModelFactory[RoleAssignment]):
    """A role that somebody holds."""

    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.INTUNE_ADMINISTRATOR


class GroupFactory(factory.django.DjangoModelFactory[Group]):
    """A group; `members=[...]` fills it."""

    class Meta:
        model = Group
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Group {n}")
    created_date_time = MONDAY

    @factory.post_generation
    def members(group: Group, create: bool, users: list[User] | None, **_: object) -> None:
        """Put these users into the group."""
        Membership.objects.bulk_create(Membership(group=group, user=user) for user in users or [])


class ApplicationFactory(factory.django.DjangoModelFactory[Application]):
    """An application with `SECRET`; `roles=[...]` gives it permissions."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Application {n}")
    secret_hash = factory.LazyFunction(lambda: make_password(SECRET))
    created_date_time = MONDAY

    @factory.post_generation
    def roles(application: Application, create: bool, roles: list[AppRole] | None, **_: object) -> None:
        """Grant these permissions."""
        AppRoleAssignment.objects.bulk_create(
            AppRoleAssignment(application=application, role=role) for role in roles or []
        )


class RoleDefinitionFactory(factory.django.DjangoModelFactory[RoleDefinition]):
    """A custom role that may read audit data."""

    class Meta:
        model = RoleDefinition

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Role {n}")
    allowed_resource_actions = factory.LazyFunction(lambda: [Permission.AUDIT_READ.value])


class GroupRoleAssignmentFactory(factory.django.DjangoModelFactory[GroupRoleAssignment]):
    """A role that the members of `members=[...]` hold."""

    class Meta:
        model = GroupRoleAssignment
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    role_definition = factory.SubFactory(RoleDefinitionFactory, tenant=factory.SelfAttribute("..tenant"))
    display_name = factory.Sequence(lambda n: f"Role assignment {n}")

    @factory.post_generation
    def members(assignment: GroupRoleAssignment, create: bool, groups: list[Group] | None, **_: object) -> None:
        """Give it to these groups."""
        assignment.members.set(groups or [])


class RoleScopeTagFactory(factory.django.DjangoModelFactory[RoleScopeTag]):
    """A scope tag of a tenant's own."""

    class Meta:
        model = RoleScopeTag

    tenant = factory.SubFactory(TenantFactory)
    tag_id = factory.Sequence(lambda n: str(n + 1))
    display_name = factory.Sequence(lambda n: f"Tag {n}")


class SignInFactory(factory.django.DjangoModelFactory[SignIn]):
    """Somebody's sign-in to the admin center that went well."""

    class Meta:
        model = SignIn

    tenant = factory.SubFactory(TenantFactory)
    created_date_time = MONDAY
    user_id = factory.LazyFunction(uuid.uuid4)
    user_display_name = "Alex"
    user_principal_name = factory.Sequence(lambda n: f"user{n}@contoso.example")
    app_id = ADMIN_CENTER.app_id
    app_display_name = ADMIN_CENTER.app
    resource_id = ADMIN_CENTER.resource_id
    resource_display_name = ADMIN_CENTER.resource
    client_app_used = ADMIN_CENTER.client_app
    browser = "Edge"
