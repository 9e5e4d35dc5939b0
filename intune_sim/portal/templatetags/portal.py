"""What do templates ask that Django has no tag for? Icons, words of a vocabulary, times, and what the admin may do."""

from datetime import UTC, datetime, timedelta

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from intune_sim.lists.columns import Style, Toned
from intune_sim.lists.pages import Cell
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


@register.filter
def counted(value: int | None) -> str:
    """A number with its thousands apart; a dash while nobody has counted."""
    return "–" if value is None else f"{value:,}"  # noqa: RUF001 - the dash that stands for nothing


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


@register.simple_block_tag(takes_context=True)
def pane(context: Context, content: SafeString, **given: object) -> str:
    """A pane over the page: `{% pane title=… back=… action="Save" %}fields{% endpane %}`; _components/pane.html reads the rest.

    With an action the content is what a form posts to the page's own address; without one it brings its own body and foot.
    """
    frame = get_template("_components/pane.html")
    return frame.render({"content": content, "name": "pane", "csrf_token": context.get("csrf_token"), **given})


@register.simple_tag(takes_context=True)
def cell(context: Context, shown: Cell) -> SafeString | str:
    """What a list's row says in a column, as a link where the column leads somewhere."""
    column = shown.column
    value = column.value(shown.row) if column.value else None
    if column.template:
        given = {"request": context["request"], "row": shown.row, "value": value, "list": context.get("list")}
        return get_template(column.template).render(given)
    text = said(context, value, column.style)
    return format_html('<a href="{}">{}</a>', shown.url, text) if shown.url else text


def said(context: Context, value: object, style: Style) -> SafeString | str:
    """A value of a list as its kind asks for; a dash for nothing."""
    if value is None or value in ("", [], ()):
        return "–"  # noqa: RUF001 - the dash that stands for nothing
    if isinstance(value, Word):
        has_tones = any(one.tone is not Tone.NEUTRAL for one in type(value))
        return word(value) if has_tones else value.label
    if isinstance(value, Toned):
        return toned(value.text, value.tone.value)
    if isinstance(value, datetime):
        return moment(value) if style is Style.MOMENT else ago(context, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple) and style is Style.CUT:
        value = ", ".join(str(one) for one in value)
    if isinstance(value, list | tuple):
        return format_html_join(", ", "{}", ((said(context, one, style),) for one in value))
    if style is Style.CUT:
        return format_html('<span title="{}">{}</span>', value, value)
    if style is Style.MONO:
        return format_html('<span class="mono">{}</span>', value)
    return f"{value:,}" if isinstance(value, int) else str(value)
