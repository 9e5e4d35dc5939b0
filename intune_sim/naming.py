"""How is a model field spelled on the wire? The Graph name is the field's name in camelCase."""


def wire_name(field: str) -> str:
    """`partner_state` is `partnerState`. Graph writes iOS in capitals in the names of app metadata, and only there."""
    head, *tail = field.split("_")
    name = head + "".join(part.capitalize() for part in tail)
    return name.replace("Ios", "IOS") if "ApplicationMetadata" in name else name
