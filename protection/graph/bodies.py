"""What does a body say of a policy of any kind? Its name and tags, and for whom it is, as the services take them."""

from typing import Any

from intune_sim.graph.resources import Call, Write


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
