"""How does Graph see the emails about devices that are not compliant? `notificationMessageTemplates`."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Kind,
    Navigation,
    Resource,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from protection.models import BrandingOption, LocalizedNotificationMessage, NotificationMessageTemplate
from protection.services import notifications as services

#: Older pages name DeviceManagementServiceConfig; the templates' neighbours are under DeviceManagementConfiguration.
READ = (
    AppRole.SERVICE_CONFIG_READ.value,
    AppRole.SERVICE_CONFIG_READ_WRITE.value,
    AppRole.CONFIGURATION_READ.value,
    AppRole.CONFIGURATION_READ_WRITE.value,
)
WRITE = (AppRole.SERVICE_CONFIG_READ_WRITE.value, AppRole.CONFIGURATION_READ_WRITE.value)


def templates(tenant: Tenant) -> "QuerySet[NotificationMessageTemplate]":
    """A tenant's templates."""
    return NotificationMessageTemplate.objects.filter(tenant=tenant)


def _values(write: Write) -> dict[str, Any]:
    """What the body says; no tags is to say nothing of them."""
    return {name: value for name, value in write.values.items() if value is not None}


def create(call: Call, write: Write) -> NotificationMessageTemplate:
    """Write a template."""
    return services.create_template(tenant=call.tenant, values=_values(write), by=call.by, now=call.now)


def edit(call: Call, template: NotificationMessageTemplate, write: Write) -> None:
    """Change what the body brings."""
    services.edit_template(template=template, values=_values(write), by=call.by, now=call.now)


def delete(call: Call, template: NotificationMessageTemplate) -> None:
    """Delete the template."""
    services.delete_template(template=template, by=call.by, now=call.now)


def send_test_message(call: Call, template: NotificationMessageTemplate, body: Mapping[str, Any]) -> None:
    """Note that a test was asked for."""
    services.send_test_message(template=template, by=call.by, now=call.now)


def add_message(call: Call, write: Write) -> LocalizedNotificationMessage:
    """Write the template's text in one more language."""
    return services.add_message(template=write.parent, **write.values, by=call.by, now=call.now)


def edit_message(call: Call, message: LocalizedNotificationMessage, write: Write) -> None:
    """Change what the body brings."""
    services.edit_message(message=message, values=write.values, by=call.by, now=call.now)


def remove_message(call: Call, message: LocalizedNotificationMessage) -> None:
    """Take a text away."""
    services.remove_message(message=message, by=call.by, now=call.now)


def _find_message(
    rows: "QuerySet[LocalizedNotificationMessage]", wanted: str
) -> "QuerySet[LocalizedNotificationMessage]":
    template, _, locale = wanted.partition("_")
    return rows.filter(template__graph_id=template, locale=locale.lower()) if as_guid(template) else rows.none()


MESSAGES = Resource(
    type="localizedNotificationMessage",
    model=LocalizedNotificationMessage,
    rows=lambda tenant: LocalizedNotificationMessage.objects.filter(template__tenant=tenant).select_related("template"),
    find=_find_message,
    properties=(
        key("id", value=lambda message: message.message_id),
        writable("isDefault"),
        read_only("lastModifiedDateTime"),
        writable("locale", required=True),
        writable("messageTemplate", required=True),
        writable("subject", required=True),
    ),
    read=READ,
    write=WRITE,
    # Documented with 201; a widely used client insists on 200, here and for templates.
    created=200,
    create=add_message,
    update=edit_message,
    delete=remove_message,
)

TEMPLATES = Resource(
    type="notificationMessageTemplate",
    path="deviceManagement/notificationMessageTemplates",
    model=NotificationMessageTemplate,
    rows=templates,
    properties=(
        writable("brandingOptions", kind=Kind.FLAGS, type="notificationTemplateBrandingOptions", words=BrandingOption),
        writable("defaultLocale", nullable=True, blank_is_null=True),
        writable("description", only=BETA, nullable=True, blank_is_null=True),
        writable("displayName", required=True),
        key("id"),
        read_only("lastModifiedDateTime"),
        writable("roleScopeTagIds", nullable=True),
    ),
    read=READ,
    write=WRITE,
    created=200,
    create=create,
    update=edit,
    delete=delete,
    navigations=(
        Navigation(
            name="localizedNotificationMessages",
            resource=MESSAGES,
            relation="localized_notification_messages",
            rows=lambda template: template.localized_notification_messages.select_related("template"),
        ),
    ),
    actions=(Action(name="sendTestMessage", run=send_test_message),),
)

RESOURCES = (TEMPLATES,)
