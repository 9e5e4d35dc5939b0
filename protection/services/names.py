"""What may a policy be called?"""

from intune_sim.errors import Invalid

#: The width of the column.
LONGEST = 200


def check_display_name(name: str) -> None:
    """Raise `Invalid` for a name that is empty or too long."""
    if not name.strip():
        raise Invalid("'displayName' must not be empty.")
    if len(name) > LONGEST:
        raise Invalid(f"'displayName' must not be longer than {LONGEST} characters.")
