"""What does an app say about a Graph type? Frozen declarations, from which reading, writing and $metadata follow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf

from intune_sim.actors import Actor
from intune_sim.fields import WordField
from intune_sim.graph.properties import (
    BETA,
    NEVER,
    UNORDERED,
    V1,
    Kind,
    Parameter,
    Property,
    Shape,
    Versioned,
    Vocabulary,
    always,
    as_guid,
    computed_from,
    key,
    read_only,
    writable,
)

#: What a declaration is written with, its small parts included.
__all__ = [
    "BETA",
    "NEVER",
    "V1",
    "Action",
    "Call",
    "Family",
    "Function",
    "Kind",
    "ModelClass",
    "Navigation",
    "Parameter",
    "Property",
    "Resource",
    "Shape",
    "Vocabulary",
    "Write",
    "always",
    "as_guid",
    "computed_from",
    "key",
    "read_only",
    "writable",
]

ModelClass = type[models.Model]


class Family(Enum):
    """Whose manners an error has: the directory's, Intune's, or those of identity (Conditional Access, sign-ins)."""

    DIRECTORY = "directory"
    INTUNE = "intune"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Call:
    """Who asks, in which tenant, when, and in which version of Graph."""

    tenant: Any
    by: Actor
    now: datetime
    version: str
    #: Raises `Forbidden` where the caller holds none of some permissions.
    permit: Callable[[tuple[str, ...]], None]
    #: The query options that are the resource's own.
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Called(Versioned):
    """What is called behind an entity or, among a resource's `set_…`, behind the collection (then `run` gets no entity)."""

    name: str
    run: Callable[..., Any]
    #: What it returns is a list.
    many: bool = False
    parameters: tuple[Parameter, ...] = ()
    #: The permissions of which a caller needs one; without any, the resource's `write` or, for a function, its `read`.
    permissions: tuple[str, ...] = ()
    #: It is answered as documented, though nothing stands behind it.
    shape_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Action(_Called):
    """A POST. `run` gets the call, the entity and the body, and answers what `returns` says: rows or values.

    Where parameters are declared, the body is checked and holds them by their declared names, in their wire form.
    """

    #: 204, or 200 with the entity, or with what `run` returned where `returns` says so.
    status: int = 204
    #: A resource, a shape, or the name of a CSDL type (`Edm.String`, `microsoft.graph.x`).
    returns: "Resource | Shape | str" = ""


@dataclass(frozen=True, kw_only=True)
class Function(_Called):
    """A GET. `run` gets the call, the entity and each parameter as a keyword, in its wire form."""

    #: A resource (then `run` returns its rows), a shape (documents), or the name of a CSDL type (values of the wire).
    returns: "Resource | Shape | str"


@dataclass(frozen=True, kw_only=True)
class Navigation(Versioned):
    """A collection behind an entity."""

    name: str
    resource: "Resource"
    #: The rows behind an owner, or plain objects where the resource has no model.
    rows: Callable[[Any], Any]
    #: It leads to one entity: `rows` has one.
    is_single: bool = False
    #: The relation that leads there: what `$expand` follows, and a lambda in `$filter`.
    relation: str = ""
    #: What is behind many owners, by their primary keys, in a few queries; for `$expand`, where no relation leads there
    #: and `rows` takes a query for each.
    of_many: Callable[[Sequence[Any]], Mapping[Any, Sequence[Any]]] | None = None
    #: How many `$expand` brings at most; None for all.
    most_expanded: int | None = None
    #: Whether a POST of the owner may bring it along.
    deep: bool = False
    #: The declared type of the collection where it is wider than the resource's.
    type: str = ""
    #: The permissions of which a caller needs one; without any, those of what it hangs on.
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    #: What the context names instead of the path.
    context: str = ""
    link: Callable[[Call, Any, Any], None] | None = None
    unlink: Callable[[Call, Any, Any], None] | None = None
    #: Finds, in the caller's tenant, what a reference names.
    referents: Callable[[Any], "models.QuerySet[Any]"] | None = None


@dataclass(frozen=True)
class Write:
    """What a body says: values by model field, and the items of the collections that came with it."""

    values: Mapping[str, Any]
    links: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    #: The key that the body brings, for types whose key the client chooses.
    key: Any = None
    #: The owner of a contained collection.
    parent: Any = None
    #: The type that the body means, where the set's own is abstract.
    type: str = ""
    #: The keys that `name@odata.bind` gives, by the navigation's name: one where it is single, else as many as came.
    bound: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Versioned):
    """A type, where it is found, what it holds, who may do what with it, and which services do it."""

    type: str
    path: str = ""
    #: None for what is computed: then `rows` makes plain objects, and every property has a `value`.
    model: ModelClass | None = None
    properties: tuple[Property, ...]
    #: The rows of a tenant.
    rows: Callable[..., Any]
    #: The rows where they depend on who asks, instead of `rows`; raises `Invalid` where there are none for a caller.
    of_caller: Callable[[Call], Any] | None = None
    #: The path leads to one entity: `rows` has one.
    is_single: bool = False
    #: The types of its items where its own type is abstract: each a resource with all of its properties, with the
    #: services of its own (else the set's) and with or without a path of its own. Rows of one model are told apart by
    #: `type_field`. Where this resource has no model, its items are the rows of the derived ones, in one order.
    derived: tuple["Resource", ...] = ()
    #: The abstract types that it derives from, besides the set's own: a cast to one shows all that derive from it.
    bases: tuple[str, ...] = ()
    #: The model field that holds the name of a row's type.
    type_field: str = ""
    family: Family = Family.INTUNE
    #: The type of the items where the set's own type is abstract.
    item_type: str = ""
    #: The version that alone knows `item_type`; the other sends and describes `type`.
    item_only: str = ""
    #: The permissions of which a caller needs one.
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    #: The permissions that every call needs besides one of `read` or `write`.
    also: tuple[str, ...] = ()
    create: Callable[[Call, Write], Any] | None = None
    update: Callable[[Call, Any, Write], None] | None = None
    delete: Callable[[Call, Any], None] | None = None
    #: PATCH answers 204.
    updates_silently: bool = False
    navigations: tuple[Navigation, ...] = ()
    actions: tuple[Action, ...] = ()
    set_actions: tuple[Action, ...] = ()
    functions: tuple[Function, ...] = ()
    set_functions: tuple[Function, ...] = ()
    #: The order where none is asked for: properties by name, and whether each descends.
    order: tuple[tuple[str, bool], ...] = ()
    #: `…/$count` is an address.
    is_countable: bool = True
    #: It is answered as documented, though nothing stands behind it: the coverage page says so.
    shape_only: bool = False
    #: The properties that `$search` looks into.
    search: tuple[str, ...] = ()
    #: The status of a POST's answer.
    created: int = 201
    #: Narrows rows to a key; where absent, the key is the GUID of `id`.
    find: Callable[["models.QuerySet[Any]", str], "models.QuerySet[Any]"] | None = None
    #: Properties of sibling types that a write may bring in vain.
    tolerated: frozenset[str] = frozenset()
    #: Query options of its own that reading takes; `rows` then gets the tenant and those that were given, by name.
    own_options: tuple[str, ...] = ()
    largest_page: int = 1000

    def type_in(self, version: str) -> str:
        """The type of its items as a version knows it."""
        return self.item_type if self.item_type and self.item_only in {"", version} else self.type

    @cached_property
    def _by_name(self) -> dict[str, Property]:
        return {one.name.lower(): one for one in self.properties}

    def fields_in(self, version: str) -> Iterator[Property]:
        """The properties that a version has."""
        return (one for one in self.properties if one.is_in(version) and not one.is_path)

    def property_named(self, name: str, version: str) -> Property | None:
        """A property by its name, however it is capitalised; None where the version has none."""
        found = self._by_name.get(name.lower())
        return found if found and found.is_in(version) else None

    def navigation_named(self, name: str, version: str) -> Navigation | None:
        """A navigation by its name, however it is capitalised."""
        named = (one for one in self.navigations if one.name.lower() == name.lower())
        return next((one for one in named if one.is_in(version)), None)

    def derived_in(self, version: str) -> tuple["Resource", ...]:
        """The types of its items that a version knows."""
        return tuple(one for one in self.derived if one.is_in(version))

    def own(self, row: Any) -> "Resource":
        """The declaration of a row's own type."""
        for one in self.derived:
            column = one.type_field or self.type_field
            if one.model is not None and not isinstance(row, one.model):
                continue
            if not column or getattr(row, column, one.type) == one.type:
                return one
        return self

    def named(self, name: str, version: str) -> "Resource | None":
        """The type of a name among its own and its items'; None where the version has none."""
        bare = name.lower().removeprefix("#").removeprefix("microsoft.graph.").removeprefix("graph.")
        if bare in {self.type.lower(), self.type_in(version).lower()}:
            return self
        return next((one for one in self.derived_in(version) if one.type.lower() == bare), None)

    def narrowed_to(self, name: str, version: str) -> "Resource | None":
        """This resource with the items of a type alone, be it one of theirs or one that they derive from."""
        if found := self.named(name, version):
            return found
        bare = name.lower().removeprefix("microsoft.graph.").removeprefix("graph.")
        fitting = tuple(one for one in self.derived_in(version) if bare in {base.lower() for base in one.bases})
        spelt = next((base for one in fitting for base in one.bases if base.lower() == bare), "")
        return replace(self, type=spelt, derived=fitting) if fitting else None

    def model_field(self, one: Property) -> Any:
        """The model's field of a property, or that which its expression is like."""
        if one.expression is not None:
            return one.expression.output_field
        if self.model is None and self.derived:
            return self.derived[0].model_field(self.derived[0]._by_name[one.name.lower()])
        if self.model is None:
            raise TypeError(f"'{self.type}' is computed: its property '{one.name}' has no model field.")
        return self.model._meta.get_field(one.column())

    def kind(self, one: Property) -> Kind:
        """What kind of value a property has: as declared, or as its model field says."""
        if one.kind or one.shape or one.within:
            return one.kind_in_document()
        if one.value:
            return Kind.ENUM if one.words else Kind.COMPLEX if one.type else Kind.STRING
        found = self.model_field(one)
        return next(kind for fields, kind in KINDS if isinstance(found, fields))

    def is_comparable(self, one: Property) -> bool:
        """Whether rows can be filtered and sorted by it: SQL holds it, as one value."""
        if self.model is None or self.kind(one) in UNORDERED:
            return False
        if one.within:
            return self.kind(one) is Kind.STRING
        return one.expression is not None or not one.value

    def words(self, one: Property) -> Vocabulary:
        """The vocabulary of an enum."""
        words: Vocabulary = one.words or self.model_field(one).words
        return words

    def expression(self, one: Property) -> Any:
        """The property's wire value in SQL."""
        if one.expression is not None:
            return one.expression
        if one.within:
            return KeyTextTransform(one.name, one.within)
        column = models.F(one.column())
        if one.absent is not None:
            return Coalesce(column, models.Value(one.absent, output_field=self.model_field(one)))
        if one.blank_is_null:
            return NullIf(column, models.Value("", output_field=self.model_field(one)))
        return column

    def can_be_null(self, one: Property) -> bool:
        """Whether the wire value may be null."""
        if one.within or one.expression is not None:
            return bool(one.within) or one.nullable
        return one.absent is None and (one.blank_is_null or bool(self.model_field(one).null))

    def narrowed(self, rows: "models.QuerySet[Any]", wanted: str) -> "models.QuerySet[Any]":
        """The rows with a key: one or none."""
        if self.find:
            return self.find(rows, wanted)
        prefix = self._by_name["id"].prefix
        guid = as_guid(wanted.removeprefix(prefix)) if wanted.startswith(prefix) else None
        return rows.filter(**{self._by_name["id"].column(): guid}) if guid else rows.none()

    def key_of(self, row: Any) -> str:
        """The wire key of a row."""
        one = self.own(row)._by_name["id"]
        return str(one.value(row)) if one.value else f"{one.prefix}{getattr(row, one.column())}"


#: Which field of a model makes which kind; the first that fits.
KINDS: tuple[tuple[type[Any] | tuple[type[Any], ...], Kind], ...] = (
    (WordField, Kind.ENUM),
    (models.UUIDField, Kind.GUID),
    (models.BooleanField, Kind.BOOLEAN),
    (models.DateTimeField, Kind.INSTANT),
    (models.DurationField, Kind.DURATION),
    (models.BigIntegerField, Kind.INT64),
    (models.IntegerField, Kind.INT32),
    (models.FloatField, Kind.DOUBLE),
    (models.JSONField, Kind.STRINGS),
    ((models.CharField, models.TextField), Kind.STRING),
)
