"""What does this service serve? Its CSDL 4.0 document, made from the declarations of a version."""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from intune_sim.graph.resources import Kind, Navigation, Property, Resource
from intune_sim.vocabulary import Word

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE = "microsoft.graph"

#: The primitive type of each kind.
PRIMITIVES = {
    Kind.STRING: "Edm.String",
    Kind.GUID: "Edm.String",
    Kind.BOOLEAN: "Edm.Boolean",
    Kind.INT32: "Edm.Int32",
    Kind.INSTANT: "Edm.DateTimeOffset",
    Kind.DURATION: "Edm.Duration",
    Kind.STRINGS: "Collection(Edm.String)",
}


def type_of(resource: Resource, one: Property) -> str:
    """The property's type in CSDL."""
    if not one.type:
        return PRIMITIVES[resource.kind(one)]
    if one.type.startswith(("Edm.", "Collection(Edm.")):
        return one.type
    if one.type.startswith("Collection("):
        return f"Collection({NAMESPACE}.{one.type.removeprefix('Collection(')}"
    return f"{NAMESPACE}.{one.type}"


def csdl(resources: Iterable[Resource], version: str) -> bytes:
    """The document."""
    served = [one for one in resources if one.only in {"", version}]
    root = Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": EDMX})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"Namespace": NAMESPACE, "xmlns": EDM})
    types = {one.type_in(version): one for one in reached(served, version)}
    enums: dict[str, type[Word]] = {}
    complexes: dict[str, None] = {}
    for name, resource in types.items():
        entity = SubElement(schema, "EntityType", {"Name": name})
        SubElement(SubElement(entity, "Key"), "PropertyRef", {"Name": "id"})
        for one in resource.fields_in(version):
            nullable = "true" if one.nullable else "false"
            SubElement(entity, "Property", {"Name": one.name, "Type": type_of(resource, one), "Nullable": nullable})
            if resource.kind(one) is Kind.ENUM:
                enums[one.type] = resource.words(one)
            elif one.type and "Edm." not in one.type:
                complexes[one.type.removeprefix("Collection(").removesuffix(")")] = None
        for navigation in _navigations(resource, version):
            kind = f"Collection({NAMESPACE}.{navigation.resource.type_in(version)})"
            SubElement(entity, "NavigationProperty", {"Name": navigation.name, "Type": kind, "ContainsTarget": "true"})
    for name, words in enums.items():
        enum = SubElement(schema, "EnumType", {"Name": name})
        for word in words:
            SubElement(enum, "Member", {"Name": word.value, "Value": str(word.rank)})
    for name in complexes:
        SubElement(schema, "ComplexType", {"Name": name, "OpenType": "true"})
    _actions(schema, types)
    container = SubElement(schema, "EntityContainer", {"Name": "GraphService"})
    _sets(schema, container, served, version)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def reached(resources: Iterable[Resource], version: str) -> Iterator[Resource]:
    """The resources and what their navigations lead to, each once."""
    seen: set[str] = set()
    waiting = list(resources)
    while waiting:
        resource = waiting.pop(0)
        if resource.type_in(version) not in seen:
            seen.add(resource.type_in(version))
            yield resource
            waiting += [one.resource for one in _navigations(resource, version)]


def _navigations(resource: Resource, version: str) -> Iterator[Navigation]:
    return (one for one in resource.navigations if one.only in {"", version})


def _actions(schema: Element, types: Mapping[str, Resource]) -> None:
    for name, resource in types.items():
        for action in resource.actions:
            element = SubElement(schema, "Action", {"Name": action.name, "IsBound": "true"})
            kind = f"{NAMESPACE}.{name}"
            SubElement(element, "Parameter", {"Name": "bindingParameter", "Type": kind, "Nullable": "false"})


def _sets(schema: Element, container: Element, resources: Iterable[Resource], version: str) -> None:
    """Sets at the root; those below a folder hang on a singleton of the folder's name."""
    folders: dict[str, Element] = {}
    for resource in resources:
        folder, _, name = resource.path.rpartition("/")
        kind = f"{NAMESPACE}.{resource.type_in(version)}"
        if not folder:
            SubElement(container, "EntitySet", {"Name": name, "EntityType": kind})
            continue
        if folder not in folders:
            folders[folder] = SubElement(schema, "EntityType", {"Name": folder})
            SubElement(container, "Singleton", {"Name": folder, "Type": f"{NAMESPACE}.{folder}"})
        SubElement(
            folders[folder],
            "NavigationProperty",
            {"Name": name, "Type": f"Collection({kind})", "ContainsTarget": "true"},
        )
