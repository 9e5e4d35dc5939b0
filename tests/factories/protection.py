"""Policies: for Microsoft Edge, with nothing set that anybody could break."""

from typing import Any

import factory

from protection.models import (
    AssignmentTarget,
    ComplianceActionItem,
    ComplianceActionType,
    ComplianceAssignment,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
    Intent,
    LocalizedNotificationMessage,
    ManagedMobileApp,
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    MobilePolicyType,
    NotificationMessageTemplate,
    PolicyAssignment,
    WindowsManagedAppProtection,
)
from protection.services.app_protection import new_version
from tests.factories.tenants import TenantFactory
from tests.instants import MONDAY

EDGE = "com.microsoft.edge"


class PolicyFactory(factory.django.DjangoModelFactory[WindowsManagedAppProtection]):
    """A policy that `groups=[...]` bring in and `excluded=[...]` keep out, for `apps=[...]`."""

    class Meta:
        model = WindowsManagedAppProtection

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Policy {n}")
    created_date_time = MONDAY
    last_modified_date_time = MONDAY
    version = factory.LazyFunction(new_version)
    apps = (EDGE,)
    groups = ()
    excluded = ()

    @classmethod
    def _create(
        cls,
        model_class: type[WindowsManagedAppProtection],
        *_: Any,
        apps: Any,
        groups: Any,
        excluded: Any,
        **columns: Any,
    ) -> WindowsManagedAppProtection:
        policy = model_class.objects.create(**columns)
        ManagedMobileApp.objects.bulk_create(ManagedMobileApp(policy=policy, windows_app_id=app) for app in apps)
        intents = [(Intent.INCLUDE, group) for group in groups] + [(Intent.EXCLUDE, group) for group in excluded]
        PolicyAssignment.objects.bulk_create(
            PolicyAssignment(policy=policy, group=group, intent=intent) for intent, group in intents
        )
        return policy


class MobilePolicyFactory(factory.django.DjangoModelFactory[MobileAppProtection]):
    """A policy for Edge on iOS, or on Android; `groups=[...]` bring it in."""

    class Meta:
        model = MobileAppProtection
        skip_postgeneration_save = True

    class Params:
        android = factory.Trait(type=MobilePolicyType.ANDROID)

    tenant = factory.SubFactory(TenantFactory)
    type = MobilePolicyType.IOS
    display_name = factory.Sequence(lambda n: f"Mobile policy {n}")
    created_date_time = MONDAY
    last_modified_date_time = MONDAY
    version = factory.LazyFunction(new_version)

    @factory.post_generation
    def apps(policy: MobileAppProtection, create: bool, apps: list[str] | None, **_: object) -> None:
        """Protect these apps; Edge unless it is said."""
        edge = "com.microsoft.msedge" if policy.type is MobilePolicyType.IOS else "com.microsoft.emmx"
        MobilePolicyApp.objects.bulk_create(
            MobilePolicyApp(policy=policy, app_id=app) for app in ([edge] if apps is None else apps)
        )

    @factory.post_generation
    def groups(policy: MobileAppProtection, create: bool, groups: Any, **_: object) -> None:
        """Assign it to these groups."""
        MobilePolicyAssignment.objects.bulk_create(
            MobilePolicyAssignment(policy=policy, group=group, intent=Intent.INCLUDE) for group in groups or []
        )


class CompliancePolicyFactory(factory.django.DjangoModelFactory[DeviceCompliancePolicy]):
    """A compliance policy for Windows that blocks at once; `groups=[...]` bring it in."""

    class Meta:
        model = DeviceCompliancePolicy
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    type = CompliancePolicyType.WINDOWS
    display_name = factory.Sequence(lambda n: f"Compliance policy {n}")
    created_date_time = MONDAY
    last_modified_date_time = MONDAY

    @factory.post_generation
    def schedule(policy: DeviceCompliancePolicy, create: bool, extracted: None, **_: object) -> None:
        """Mark the device noncompliant at once."""
        rule = ComplianceScheduledActionForRule.objects.create(policy=policy, rule_name="PasswordRequired")
        ComplianceActionItem.objects.create(rule=rule, action_type=ComplianceActionType.BLOCK)

    @factory.post_generation
    def groups(policy: DeviceCompliancePolicy, create: bool, groups: Any, **_: object) -> None:
        """Assign it to these groups."""
        ComplianceAssignment.objects.bulk_create(
            ComplianceAssignment(policy=policy, group=group, target=AssignmentTarget.GROUP) for group in groups or []
        )


class NotificationTemplateFactory(factory.django.DjangoModelFactory[NotificationMessageTemplate]):
    """A template with a default message in English."""

    class Meta:
        model = NotificationMessageTemplate
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Template {n}")
    last_modified_date_time = MONDAY
    default_locale = "en-us"

    @factory.post_generation
    def message(template: NotificationMessageTemplate, create: bool, extracted: None, **_: object) -> None:
        """Write the default message."""
        LocalizedNotificationMessage.objects.create(
            template=template,
            last_modified_date_time=MONDAY,
            locale="en-us",
            subject="Your device",
            message_template="{{DeviceName}} is not compliant.",
            is_default=True,
        )
