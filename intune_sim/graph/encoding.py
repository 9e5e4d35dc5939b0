"""What does an entity look like on the wire? Its properties in the declared order, with the annotations asked for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from intune_sim.durations import format_duration
from intune_sim.graph import documents
from intune_sim.graph.odata.filters import comparable
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.odata.options import Options
from intune_sim.graph.resources import Kind, Navigation, Property, Resource


@dataclass(frozen=True)
class Encoder:
    """Writes entities for one answer: which version, on which base address, with how many annotations."""

    version: str
    base: str
    metadata: str = "minimal"

    def context(self, path: str, options: Options, *, is_entity: bool) -> dict[str, Any]:
        """The annotation that an answer starts with; none where the caller wants none."""
        if self.metadata == "none":
            return {}
        chosen = ",".join(one.name for one in options.select) if options.select else ""
        chosen = f"({chosen})" if chosen else ""
        return {"@odata.context": f"{self.base}/$metadata#{path}{chosen}{'/$entity' if is_entity else ''}"}

    def entity(self, row: Model, resource: Resource, options: Options, *, path: str, is_typed: bool) -> dict[str, Any]:
        """A row. `path` is its collection's; `is_typed` where the declared type is not the row's own."""
        address = f"{path}('{resource.key_of(row)}')"
        wire: dict[str, Any] = {}
        if self.metadata == "full" or (self.metadata == "minimal" and is_typed):
            wire["@odata.type"] = f"#microsoft.graph.{resource.sent_type}"
        if self.metadata == "full":
            wire |= {"@odata.id": f"{self.base}/{address}", "@odata.editLink": address}
        for one in options.select or (one for one in resource.fields_in(self.version) if not one.on_request):
            wire[one.name] = self.value(row, resource, one)
        for navigation, inner in options.expand:
            wire |= self.expanded(row, navigation, inner, path=f"{address}/{navigation.name}")
        return wire

    def expanded(self, row: Model, navigation: Navigation, options: Options, *, path: str) -> dict[str, Any]:
        """A collection inside of an entity."""
        rows = getattr(row, f"expanded_{navigation.relation}")
        rows = rows[options.skip : None if options.top is None else options.skip + options.top]
        notes = self.context(path, options, is_entity=False)
        resource = navigation.resource
        return {
            **{f"{navigation.name}{name}": value for name, value in notes.items()},
            navigation.name: [
                self.entity(item, resource, options, path=path, is_typed=bool(resource.item_type or navigation.type))
                for item in rows
            ],
        }

    def value(self, row: Model, resource: Resource, one: Property) -> Any:
        """One property."""
        if one.value:
            return self._bare(one.value(row))
        if one.within:
            return self._shown((getattr(row, one.within) or {}).get(one.name, one.default), one)
        value = getattr(row, one.column())
        if value is None:
            value = one.absent
        if value is None or (one.blank_is_null and value == ""):
            return None
        match resource.kind(one):
            case Kind.GUID:
                return f"{one.prefix}{value}"
            case Kind.INSTANT:
                return format_instant(value)
            case Kind.DURATION:
                return format_duration(value)
            case Kind.ENUM:
                return str(value)
            case Kind.COMPLEX:
                return self._shown(value, one)
        return value

    def _shown(self, value: Any, one: Property) -> Any:
        return documents.shown(value, one, self.version, is_annotated=self.metadata != "none")

    def _bare(self, value: Any) -> Any:
        """A computed value, without the annotations inside of it where the caller wants none."""
        if self.metadata == "none" and isinstance(value, dict):
            return {name: item for name, item in value.items() if not name.startswith("@odata.")}
        return value


def with_expanded(rows: "QuerySet[Any]", options: Options, tenant: Any) -> "QuerySet[Any]":
    """Rows that bring their expanded collections along, in one query for each collection."""
    for navigation, inner in options.expand:
        items = navigation.resource.rows(tenant)
        if inner.condition is not None:
            items = items.filter(inner.condition)
        order = [
            comparable(navigation.resource, one).desc() if descends else comparable(navigation.resource, one).asc()
            for one, descends in inner.order
        ]
        items = with_expanded(items.order_by(*order, "pk"), inner, tenant)
        rows = rows.prefetch_related(
            Prefetch(navigation.relation, queryset=items, to_attr=f"expanded_{navigation.relation}")
        )
    return rows
