"""How do the emails about devices that are not compliant change? Templates, and their text in each language."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import differences, losses, record_change, state_of
from intune_sim.errors import Conflict, Invalid, NotFound
from intune_sim.holding import held
from intune_sim.naming import wire_name
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.services.scope_tags import carried_tags
from protection.models import BrandingOption, LocalizedNotificationMessage, NotificationMessageTemplate

_audit = partial(record_change, resource_type="notificationMessageTemplate", category=Category.COMPLIANCE)
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: What a template and a message say, by field name.
TEMPLATE_FIELDS = ("display_name", "description", "default_locale", "branding_options", "role_scope_tag_ids")
LIMITS = {"display_name": 200, "subject": 78, "message_template": 2000, "locale": 20}


@transaction.atomic
def create_template(
    *, tenant: Tenant, values: Mapping[str, Any], by: Actor, now: datetime
) -> NotificationMessageTemplate:
    """Write a new template. `values` maps field names to values. Raises `Invalid`."""
    _check_template(values)
    template = NotificationMessageTemplate(tenant=tenant, last_modified_date_time=now, **values)
    template.role_scope_tag_ids = carried_tags(tenant, template.role_scope_tag_ids)
    template.save()
    _audit(template, Operation.CREATE, differences({}, _state(template)), by=by, now=now)
    return template


@transaction.atomic
def edit_template(
    *, template: NotificationMessageTemplate, values: Mapping[str, Any], by: Actor, now: datetime
) -> NotificationMessageTemplate:
    """Change what is given. Raises `Invalid` and `NotFound`."""
    template = held(template)
    before = _state(template)
    _check_template(values)
    for name, value in values.items():
        setattr(template, name, value)
    carried = before["roleScopeTagIds"]
    template.role_scope_tag_ids = carried_tags(template.tenant, template.role_scope_tag_ids, carried=carried)
    _save(template, before, Operation.PATCH, by=by, now=now)
    return template


@transaction.atomic
def delete_template(*, template: NotificationMessageTemplate, by: Actor, now: datetime) -> None:
    """Delete a template with its messages. Raises `NotFound`."""
    template = held(template)
    _audit(template, Operation.DELETE, losses(_state(template)), by=by, now=now)
    template.delete()


@transaction.atomic
def add_message(
    *,
    template: NotificationMessageTemplate,
    locale: str,
    subject: str,
    message_template: str,
    is_default: bool = False,
    by: Actor,
    now: datetime,
) -> LocalizedNotificationMessage:
    """Write a template's text in one more language. Raises `Conflict`, `Invalid` and `NotFound`."""
    template = held(template)
    before, locale = _state(template), locale.lower()
    _check_message({"locale": locale, "subject": subject, "message_template": message_template})
    if not LOCALE.fullmatch(locale):
        raise Invalid("'locale' must be a language, or a language and a region, as in 'en-us'.")
    if template.localized_notification_messages.filter(locale=locale).exists():
        raise Conflict(f"The template has a message for '{locale}' already.")
    message = LocalizedNotificationMessage(
        template=template,
        last_modified_date_time=now,
        locale=locale,
        subject=subject,
        message_template=message_template,
    )
    _keep_message(template, message, is_default=is_default)
    _save(template, before, Operation.PATCH, by=by, now=now)
    return message


@transaction.atomic
def edit_message(
    *, message: LocalizedNotificationMessage, values: Mapping[str, Any], by: Actor, now: datetime
) -> LocalizedNotificationMessage:
    """Change a text, or make it the default: that ends only by making another one so. Raises `Invalid` and `NotFound`."""
    template, message = _held(message)
    before = _state(template)
    wishes = dict(values)
    is_default = wishes.pop("is_default", message.is_default)
    if message.is_default and not is_default:
        raise Invalid("'isDefault' cannot be taken back: set it on another message.")
    if wishes.pop("locale", message.locale).lower() != message.locale:
        raise Invalid("'locale' cannot be changed: write another message.")
    _check_message(wishes)
    for name, value in wishes.items():
        setattr(message, name, value)
    message.last_modified_date_time = now
    _keep_message(template, message, is_default=is_default)
    _save(template, before, Operation.PATCH, by=by, now=now)
    return message


@transaction.atomic
def remove_message(*, message: LocalizedNotificationMessage, by: Actor, now: datetime) -> None:
    """Take a text away. Raises `NotFound`."""
    template, message = _held(message)
    before = _state(template)
    message.delete()
    _save(template, before, Operation.PATCH, by=by, now=now)


@transaction.atomic
def send_test_message(*, template: NotificationMessageTemplate, by: Actor, now: datetime) -> None:
    """Note that a test was asked for; no email leaves this machine. Raises `Invalid` without a default message."""
    if not template.localized_notification_messages.filter(is_default=True).exists():
        raise Invalid("The template has no default message to send.")
    _audit(template, Operation.ACTION, {}, by=by, now=now, activity="Send test message NotificationMessageTemplate")


def _held(message: LocalizedNotificationMessage) -> tuple[NotificationMessageTemplate, LocalizedNotificationMessage]:
    """A text and its template, which is held: that keeps all of its texts. Raises `NotFound`."""
    template = NotificationMessageTemplate.objects.filter(pk=message.template_id).first()
    if template:
        template = held(template)
        if found := template.localized_notification_messages.filter(pk=message.pk).first():
            return template, found
    raise NotFound("The message has been deleted.")


def _check_template(values: Mapping[str, Any]) -> None:
    _check_texts(values, ("display_name",))
    branding = values.get("branding_options", BrandingOption.NONE.value)
    if not branding or any(one not in BrandingOption.wires() for one in branding.split(",")):
        raise Invalid("'brandingOptions' must hold members of notificationTemplateBrandingOptions.")


def _check_message(values: Mapping[str, Any]) -> None:
    _check_texts(values, ("locale", "subject", "message_template"))


def _check_texts(values: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """None of them is empty or too long."""
    for name in names:
        if name in values and not values[name].strip():
            raise Invalid(f"'{wire_name(name)}' must not be empty.")
        if name in values and len(values[name]) > LIMITS[name]:
            raise Invalid(f"'{wire_name(name)}' must not be longer than {LIMITS[name]} characters.")


def _keep_message(
    template: NotificationMessageTemplate, message: LocalizedNotificationMessage, *, is_default: bool
) -> None:
    """A template has one default message, whose locale is the template's."""
    if is_default and not message.is_default:
        template.localized_notification_messages.filter(is_default=True).update(is_default=False)
        message.is_default = True
        template.default_locale = message.locale
    message.save()


def _save(
    template: NotificationMessageTemplate, before: Mapping[str, Any], operation: Operation, *, by: Actor, now: datetime
) -> None:
    changes = differences(before, _state(template))
    if changes:
        template.last_modified_date_time = now
        template.save()
        _audit(template, operation, changes, by=by, now=now)


def _state(template: NotificationMessageTemplate) -> dict[str, Any]:
    """What the audit log compares, by Graph name."""
    state = state_of(template, TEMPLATE_FIELDS)
    state["localizedNotificationMessages"] = [
        f"{one.locale}{' (default)' if one.is_default else ''}: {one.subject}: {one.message_template}"
        for one in template.localized_notification_messages.order_by("locale")
    ]
    return state
