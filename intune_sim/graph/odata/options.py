"""What does a query ask for? Every option checked against the resource; what is unknown is refused by its name."""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from urllib.parse import parse_qsl

from django.db.models import Q

from intune_sim.errors import Invalid
from intune_sim.graph.odata.filters import known, to_q
from intune_sim.graph.odata.lexer import LONGEST
from intune_sim.graph.odata.parser import parse_filter
from intune_sim.graph.odata.searching import parse_search
from intune_sim.graph.resources import Call, Navigation, Property, Resource

PAGE = 100
MOST_SKIPPED = 1_000_000
KNOWN = ("$select", "$filter", "$search", "$orderby", "$top", "$skip", "$count", "$expand", "$skiptoken")
DEEPEST = 3


@dataclass(frozen=True)
class Options:
    """A query as it is meant."""

    select: tuple[Property, ...] | None = None
    condition: Q | None = None
    order: tuple[tuple[Property, bool], ...] = ()
    top: int | None = None
    skip: int = 0
    count: bool = False
    expand: tuple[tuple[Navigation, "Options"], ...] = ()
    skip_token: str = ""


def pairs_of(query: str, own: Iterable[str] = ()) -> dict[str, str]:
    """The options of a query string, each with its `$`, and those that a resource has of its `own`, without.

    Raises `Invalid` for one that is unknown or comes twice.
    """
    spelt = {name.lower(): name for name in own}
    try:
        # A widely used client puts a second question mark before its options.
        pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise Invalid("The query string cannot be read.") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        option = spelt.get(name.lower()) or _named(name)
        if option in found:
            raise Invalid(f"The query option '{option}' occurs twice.")
        found[option] = value
    return found


def read_options(
    given: Mapping[str, str],
    resource: Resource,
    call: Call,
    *,
    allowed: tuple[str, ...] = KNOWN,
    depth: int = 0,
    base: Resource | None = None,
) -> Options:
    """What the options mean for a resource, or for a type among the items of a `base`.

    Raises `Invalid`, and `Forbidden` for an expansion that the caller may not read.
    """
    for option in given:
        if option not in allowed or (option == "$search" and not resource.search):
            raise Invalid(f"The query option '{option}' is not supported here.")
    return Options(
        select=_select(given["$select"], resource, call.version) if given.get("$select") else None,
        condition=_condition(given, resource, call, base),
        order=_order(given.get("$orderby", ""), resource, call.version),
        top=_number(given, "$top", 1, resource.largest_page),
        skip=_number(given, "$skip", 0, MOST_SKIPPED) or 0,
        count=_flag(given.get("$count", "false")),
        expand=_expand(given.get("$expand", ""), resource, call, depth),
        skip_token=given.get("$skiptoken", ""),
    )


def _condition(given: Mapping[str, str], resource: Resource, call: Call, base: Resource | None) -> Q | None:
    """What `$filter` and `$search` ask for; None where neither is there."""
    asked = []
    if "$filter" in given:
        asked.append(to_q(parse_filter(given["$filter"]), resource, call, base=base))
    if "$search" in given:
        asked.append(parse_search(given["$search"], resource, call.version))
    return reduce(operator.and_, asked) if asked else None


def _named(name: str) -> str:
    option = name if name.startswith("$") else f"${name}"
    option = option.lower()
    if option not in KNOWN:
        raise Invalid(f"The query option '{name}' is not supported.")
    return option


def _select(text: str, resource: Resource, version: str) -> tuple[Property, ...]:
    chosen: list[Property] = []
    for name in filter(None, (part.strip() for part in text.split(","))):
        if name == "*":
            return tuple(resource.fields_in(version))
        found = resource.property_named(name, version)
        if found is None or found.is_path:
            raise Invalid(f"Could not find a property named '{name}' on type 'microsoft.graph.{resource.type}'.")
        if found not in chosen:
            chosen.append(found)
    return tuple(chosen)


def orders_of(text: str) -> list[tuple[str, bool]]:
    """The names that `$orderby` sorts by, and whether each descends. Raises `Invalid`."""
    order = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = part.partition(" ")
        if direction.strip() not in {"", "asc", "desc"}:
            raise Invalid(f"'{direction.strip()}' is no direction of $orderby: it is asc or desc.")
        order.append((name, direction.strip() == "desc"))
    if len(order) > 5:  # noqa: PLR2004 - nobody sorts by more
        raise Invalid("$orderby takes at most 5 properties.")
    return order


def _order(text: str, resource: Resource, version: str) -> tuple[tuple[Property, bool], ...]:
    return tuple((known(resource, name, version), descends) for name, descends in orders_of(text))


def _number(given: Mapping[str, str], option: str, lowest: int, highest: int) -> int | None:
    if option not in given:
        return None
    text = given[option].strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004
    if not lowest <= number <= highest:
        raise Invalid(f"Invalid value '{given[option]}' for {option}: it must be from {lowest} to {highest}.")
    return number


def _flag(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise Invalid(f"Invalid value '{text}' for $count: it is true or false.")
    return text.lower() == "true"


def _expand(text: str, resource: Resource, call: Call, depth: int) -> tuple[tuple[Navigation, Options], ...]:
    if len(text) > LONGEST:
        raise Invalid(f"The value of '$expand' is longer than {LONGEST} characters.")
    if depth > DEEPEST:
        raise Invalid(f"$expand is nested deeper than {DEEPEST} levels.")
    expanded = []
    for part in filter(None, (part.strip() for part in _split(text, ","))):
        name, bracket, inner = part.partition("(")
        navigation = resource.navigation_named(name.strip(), call.version)
        if navigation is None:
            raise Invalid(f"The navigation '{name.strip()}' of 'microsoft.graph.{resource.type}' cannot be expanded.")
        if bracket and not inner.endswith(")"):
            raise Invalid(f"Syntax error in $expand: '{part}'.")
        if navigation.read:
            call.permit(navigation.read)
        expanded.append((navigation, _nested(inner[:-1], navigation.resource, call, depth + 1)))
    if len({navigation.name for navigation, _ in expanded}) < len(expanded):
        raise Invalid("$expand names a navigation twice.")
    return tuple(expanded)


def _nested(text: str, resource: Resource, call: Call, depth: int) -> Options:
    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in _split(text, ";"))):
        name, equals, value = part.partition("=")
        option = _named(name.strip())
        if not equals or option in given:
            raise Invalid(f"Syntax error in $expand: '{part}'.")
        given[option] = value
    allowed = ("$select", "$filter", "$orderby", "$top", "$skip", "$expand")
    return read_options(given, resource, call, allowed=allowed, depth=depth)


def _split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand outside of brackets and quotes."""
    parts, depth, is_quoted = [""], 0, False
    for letter in text:
        if letter == "'":
            is_quoted = not is_quoted
        elif not is_quoted:
            depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == mark and depth == 0 and not is_quoted:
            parts.append("")
        else:
            parts[-1] += letter
    if depth or is_quoted:
        raise Invalid(f"Syntax error in $expand: '{text}'.")
    return parts
