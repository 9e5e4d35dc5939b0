"""What do templates ask that Django has no tag for? Icons, words of a vocabulary, times, and what the admin may do."""

from datetime import UTC, datetime, timedelta

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intune_sim.tenants.roles import Permission
from intune_sim.vocabulary import Tone, Word

register = template.Library()

#: The largest unit that fits says how long ago something was.
_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, for the eye only: the word beside it says the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def word(value: Word | None) -> SafeString | str:
    """A word of a vocabulary in its own colour, with the icon of its tone; nothing for None."""
    return "" if value is None else toned(value.label, value.tone.value)


@register.simple_tag
def toned(text: str, tone: str = Tone.NEUTRAL.value) -> SafeString:
    """A text with the icon and the colour of a tone."""
    return format_html('<span class="word word-{}">{}<span>{}</span></span>', tone, icon(tone), text)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A time in UTC, to the second; a dash for None."""
    if value is None:
        return "–"  # noqa: RUF001 - the dash that stands for nothing
    instant = value.astimezone(UTC)
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), instant.strftime("%Y-%m-%d %H:%M:%S UTC"))


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime | None) -> SafeString | str:
    """How far a time is from the page's own instant, with the time itself as its tip; "Never" for None."""
    if value is None:
        return "Never"
    instant = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        instant.strftime("%Y-%m-%d %H:%M:%S UTC"),
        distance(value - context["request"].now),
    )


def distance(span: timedelta) -> str:
    """`3 hours ago`, `in 2 days`, `just now`."""
    for unit, name in _UNITS:
        count = abs(span) // unit
        if count:
            amount = f"{count} {name}" if count == 1 else f"{count} {name}s"
            return f"in {amount}" if span > timedelta(0) else f"{amount} ago"
    return "just now" if span <= timedelta(0) else "in less than a minute"


@register.filter
def can(request: HttpRequest, permission: str) -> bool:
    """Whether the signed-in admin has a permission, named as in `Permission`: `{% if request|can:"MTD_MODIFY" %}`."""
    return Permission[permission] in getattr(request, "permissions", frozenset())
