"""What does an entity look like on the wire? Its properties in the declared order, with the annotations asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from intune_sim.durations import format_duration
from intune_sim.graph import documents
from intune_sim.graph.entity_tags import tag_of
from intune_sim.graph.evolvable import NEWER, masked
from intune_sim.graph.expanding import expanded
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.odata.options import Options
from intune_sim.graph.resources import Kind, Navigation, Property, Resource

#: How a property of a row is written.
Writer = Callable[[Any], Any]


@dataclass(frozen=True)
class Encoder:
    """Writes entities for one answer: which version, on which base address, with how many annotations."""

    version: str
    base: str
    metadata: str = "minimal"
    #: The caller takes enum members that are newer than `unknownFutureValue`.
    all_members: bool = False
    _writers: dict[tuple[int, int], Sequence[tuple[str, Writer]]] = field(default_factory=dict, compare=False)

    def context(self, path: str, options: Options, *, is_entity: bool) -> dict[str, Any]:
        """The annotation that an answer starts with; none where the caller wants none."""
        if self.metadata == "none":
            return {}
        chosen = ",".join(one.name for one in options.select) if options.select else ""
        chosen = f"({chosen})" if chosen else ""
        return {"@odata.context": f"{self.base}/$metadata#{path}{chosen}{'/$entity' if is_entity else ''}"}

    def tag(self, row: Any, resource: Resource) -> str:
        """The tag of a row as it is: the same for every caller, however little is selected."""
        plain = replace(self, base="", metadata="none", all_members=True, _writers={})
        everything = Options(select=tuple(resource.fields_in(self.version)))
        return tag_of(plain.entity(row, resource, everything, path="", is_typed=False))

    def entity(self, row: Any, resource: Resource, options: Options, *, path: str, is_typed: bool) -> dict[str, Any]:
        """A row. `path` is its own; `is_typed` where the declared type is not the row's."""
        wire: dict[str, Any] = {}
        if self.metadata == "full" or (self.metadata == "minimal" and is_typed):
            wire["@odata.type"] = f"#microsoft.graph.{resource.type_in(self.version)}"
        if self.metadata == "full":
            wire |= {"@odata.id": f"{self.base}/{path}", "@odata.editLink": path}
        for name, write in self.writers(resource, options.select):
            wire[name] = write(row)
        for navigation, inner in options.expand:
            wire |= self._behind(row, navigation, inner, path=f"{path}/{navigation.name}")
        return wire

    def writers(self, resource: Resource, chosen: Sequence[Property] | None) -> Sequence[tuple[str, Writer]]:
        """How each property is written, found once for an answer."""
        found = self._writers.get((id(resource), id(chosen)))
        if found is None:
            names = chosen or [one for one in resource.fields_in(self.version) if not one.on_request]
            found = [(one.name, self.writer(resource, one)) for one in names]
            self._writers[id(resource), id(chosen)] = found
        return found

    def value(self, row: Any, resource: Resource, one: Property) -> Any:
        """One property."""
        return self.writer(resource, one)(row)

    def writer(self, resource: Resource, one: Property) -> Writer:
        """How a property is written."""
        if one.is_address:
            path = self.writer(resource, replace(one, is_address=False))
            origin = self.base.removesuffix(f"/{self.version}")
            return lambda row: f"{origin}{found}" if (found := path(row)) else found
        if computed := one.value:
            is_plain = one.shape is None and one.type not in NEWER and self.metadata != "none"
            return computed if is_plain else lambda row: self._bare(self._shown(computed(row), one))
        if one.within:
            column, name, default = attrgetter(one.within), one.name, one.default
            return lambda row: self._shown((column(row) or {}).get(name, default), one)
        stored, form, absent = attrgetter(one.column()), self._form(resource, one), one.absent
        if form is None and absent is None and not one.blank_is_null:
            return stored

        def write(row: Any) -> Any:
            value = stored(row)
            if value is None:
                value = absent
            if value is None or (one.blank_is_null and value == ""):
                return None
            return form(value) if form else value

        return write

    def _form(self, resource: Resource, one: Property) -> Writer | None:
        """How a column's value is written; None where it goes out as it is."""
        match resource.kind(one):
            case Kind.GUID:
                return (lambda value: f"{one.prefix}{value}") if one.prefix else str
            case Kind.INSTANT:
                return format_instant
            case Kind.DURATION:
                return format_duration
            case Kind.ENUM | Kind.FLAGS if one.type in NEWER and not self.all_members:
                return lambda value: masked(value, one.type)
            case Kind.ENUM:
                return str
            case Kind.COMPLEX:
                return lambda value: self._shown(value, one)
        return None

    def _behind(self, row: Any, navigation: Navigation, options: Options, *, path: str) -> dict[str, Any]:
        """What is behind a navigation, inside of an entity."""
        notes = self.context(path, options, is_entity=navigation.is_single)
        found = expanded(row, navigation, options)
        items = [
            self.entity(
                item,
                own := navigation.resource.own(item),
                options,
                path=path if navigation.is_single else f"{path}('{own.key_of(item)}')",
                is_typed=bool(navigation.resource.derived or own.item_type or navigation.type),
            )
            for item in found
        ]
        return {
            **{f"{navigation.name}{name}": value for name, value in notes.items()},
            navigation.name: next(iter(items), None) if navigation.is_single else items,
        }

    def _shown(self, value: Any, one: Property) -> Any:
        is_annotated = self.metadata != "none"
        return documents.shown(value, one, self.version, is_annotated=is_annotated, all_members=self.all_members)

    def _bare(self, value: Any) -> Any:
        """A computed value, without the annotations inside of it where the caller wants none."""
        if self.metadata == "none" and isinstance(value, dict):
            return {name: item for name, item in value.items() if not name.startswith("@odata.")}
        return value
