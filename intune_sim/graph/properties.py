"""What is one property of a Graph type, and what is inside of a complex value? The small parts of a declaration."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import models

from intune_sim.graph.odata.literals import parse_instant
from intune_sim.vocabulary import Word

V1, BETA = "v1.0", "beta"
#: What the wire shows for what never happened.
NEVER = datetime(1, 1, 1, tzinfo=UTC)

Vocabulary = type[Word]


class Kind(Enum):
    """How a value is read, compared and written."""

    STRING = "string"
    GUID = "guid"
    BOOLEAN = "boolean"
    INT32 = "int32"
    INT64 = "int64"
    DOUBLE = "double"
    INSTANT = "instant"
    DURATION = "duration"
    ENUM = "enum"
    #: Members of an enum in one text, with commas between them.
    FLAGS = "flags"
    #: A list of members of an enum.
    ENUMS = "enums"
    STRINGS = "strings"
    #: A structured value, or a list of them where the property is `many`.
    COMPLEX = "complex"


#: What no column is compared by: it can be read and written, never filtered or sorted.
UNORDERED = frozenset({Kind.ENUMS, Kind.STRINGS, Kind.COMPLEX})


@dataclass(frozen=True, kw_only=True, eq=False)
class Versioned:
    """What both versions of Graph have, or one alone."""

    #: The version that alone has it.
    only: str = ""

    def is_in(self, version: str) -> bool:
        """Whether a version has it."""
        return self.only in {"", version}


@dataclass(frozen=True, kw_only=True)
class Property(Versioned):
    """One property of a type. Its model field is the snake_case of its name unless `field` says otherwise."""

    name: str
    is_read_only: bool = False
    nullable: bool = False
    #: A POST must bring it.
    required: bool = False
    #: Answered only where `$select` asks for it.
    on_request: bool = False
    #: Only `$filter` and `$orderby` know it: a path into a complex value.
    is_path: bool = False
    #: The name of its enum or complex type.
    type: str = ""
    #: The vocabulary of an enum that no column holds.
    words: Vocabulary | None = None
    #: What stands before the GUID of a key.
    prefix: str = ""
    field: str = ""
    #: What the wire shows where the column is NULL.
    absent: Any = None
    #: The column's empty text is the wire's null.
    blank_is_null: bool = False
    #: A value that no column holds: it can be read, and filtered where `expression` says it in SQL.
    value: Callable[[Any], Any] | None = None
    #: What it is filtered and sorted by in place of a column.
    expression: Any = None
    #: Reads a complex value of a body; raises `Invalid`.
    decode: Callable[[Any], Any] | None = None
    #: Needed only where no model field tells it.
    kind: Kind | None = None
    #: The JSON column that holds it, by its wire name and in its wire form, among others. It can be read and written,
    #: and filtered if it is text. A write's values carry it in a mapping below that column's name.
    within: str = ""
    #: What a document shows where it holds nothing.
    default: Any = None
    #: What is inside a complex value.
    shape: "Shape | None" = None
    #: A collection of complex values.
    many: bool = False
    #: The navigation whose rows it tells of: a lambda asks them.
    told_by: str = ""
    #: A path on this server: it goes out behind the origin that the caller used.
    is_address: bool = False
    #: It is answered as documented, though nothing stands behind it: the coverage page says so.
    shape_only: bool = False

    def column(self) -> str:
        """The model field."""
        return self.field or snake_case(self.name)

    def kind_in_document(self) -> Kind:
        """What kind of value it is where no model field tells it."""
        if self.kind:
            return self.kind
        if self.shape:
            return Kind.COMPLEX
        return Kind.ENUM if self.words else Kind.STRING


@dataclass(frozen=True, kw_only=True, eq=False)
class Shape(Versioned):
    """A complex type: its properties, each with a kind of its own, held in a document in their wire form.

    Where `derived` is given, a body's `@odata.type` picks one of them, is kept in the document and goes out with it;
    `is_abstract` demands it. A derived shape has the properties of its base besides its own, at any depth.
    """

    type: str
    properties: tuple[Property, ...] = ()
    derived: tuple["Shape", ...] = ()
    is_abstract: bool = False

    @cached_property
    def variants(self) -> Mapping[str, "Shape"]:
        """The shape and all that derive from it, with inherited properties, by their names in lower case."""
        found = {self.type.lower(): self}
        for one in self.derived:
            inherited = replace(one, properties=(*self.properties, *one.properties))
            found |= inherited.variants
        return found

    @cached_property
    def _by_name(self) -> dict[str, Property]:
        return {one.name.lower(): one for one in self.properties}

    def fields_in(self, version: str) -> Iterator[Property]:
        """The properties that a version has."""
        return (one for one in self.properties if one.is_in(version))

    def property_named(self, name: str, version: str) -> Property | None:
        """A property by its name, however it is capitalised; None where the version has none."""
        found = self._by_name.get(name.lower())
        return found if found and found.is_in(version) else None


def key(name: str, **options: Any) -> Property:
    """The key: read-only, a GUID unless it is said."""
    options.setdefault("field", "graph_id")
    return Property(name=name, is_read_only=True, **options)


def read_only(name: str, **options: Any) -> Property:
    """A property that a write ignores."""
    return Property(name=name, is_read_only=True, **options)


def writable(name: str, **options: Any) -> Property:
    """A property that a write may set."""
    return Property(name=name, **options)


#: How SQL holds a constant of each kind.
CONSTANTS: "dict[Kind, models.Field[Any, Any]]" = {
    Kind.STRING: models.CharField(),
    Kind.ENUM: models.CharField(),
    Kind.BOOLEAN: models.BooleanField(),
    Kind.INT32: models.IntegerField(),
    Kind.INSTANT: models.DateTimeField(),
    Kind.STRINGS: models.JSONField(),
    Kind.ENUMS: models.JSONField(),
}


def always(name: str, constant: Any, kind: Kind = Kind.STRING, **options: Any) -> Property:
    """What is the same for every row."""
    options.setdefault("nullable", constant is None or kind is Kind.STRING)
    held = CONSTANTS.get(kind)
    value = parse_instant(constant) if kind is Kind.INSTANT and constant else constant
    return read_only(
        name,
        kind=kind,
        value=lambda row: constant,
        expression=models.Value(value, output_field=held) if held else None,
        **options,
    )


def computed_from(field: str, held: "models.Field[Any, Any]") -> Any:
    """What `expression` says of a field of a related row, or of one that `rows` annotates."""
    return models.ExpressionWrapper(models.F(field), output_field=held)


def snake_case(name: str) -> str:
    """`partnerState` is `partner_state`; `IOS` counts as one word."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name.replace("IOS", "Ios")).lower()


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What an action's body or a function's brackets bring."""

    name: str
    kind: Kind
    required: bool = True
    words: Vocabulary | None = None
    #: The name of its enum or complex type.
    type: str = ""
    #: What is inside a complex value; without one, any object goes through.
    shape: Shape | None = None
    many: bool = False


GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def as_guid(text: str) -> str | None:
    """The text where it is a GUID."""
    return text.lower() if GUID.fullmatch(text) else None
