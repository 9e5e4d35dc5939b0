"""What does a body say of a policy of any kind? Its name and tags, and for whom it is, as the services take them."""

from collections.abc import Mapping
from typing import Any

from intune_sim.graph.decoding import items_of
from intune_sim.graph.resources import Call, Resource, Write


def brought(call: Call, write: Write) -> dict[str, Any]:
    """What a body brings of what every policy has, who brings it and when; what it leaves out is not there."""
    said: dict[str, Any] = {"by": call.by, "now": call.now}
    for name in ("display_name", "role_scope_tag_ids"):
        if write.values.get(name) is not None:
            said[name] = write.values[name]
    if "description" in write.values:
        said["description"] = write.values["description"] or ""
    if "assignments" in write.links:
        said["assignments"] = [item["target"] for item in write.links["assignments"]]
    return said


def assigned(call: Call, body: Mapping[str, Any], assignments: Resource) -> list[Any]:
    """For whom a policy is to be, as a body of `assign` says. Raises `Invalid`."""
    items = items_of(body.get("assignments"), assignments, call.version, name="assignments")
    return [item["target"] for item in items]
