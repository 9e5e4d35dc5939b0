"""What would a caller rather have? The members of `Prefer` that this server follows, and says so."""

from dataclasses import dataclass

from intune_sim.graph import evolvable

RETURNS = {"return=minimal": "minimal", "return=representation": "representation"}


@dataclass(frozen=True)
class Preferences:
    """What to answer a write with, and whether enum members that are newer than the enum's first ones may be sent."""

    answer: str = ""
    all_members: bool = False


def preferences_of(header: str) -> Preferences:
    """The preferences of a `Prefer` header; what is unknown is left out, as the standard wants."""
    wishes = [wish.strip().replace(" ", "").lower() for wish in header.replace(";", ",").split(",")]
    return Preferences(
        answer=next((RETURNS[wish] for wish in wishes if wish in RETURNS), ""),
        all_members=evolvable.PREFERENCE in wishes,
    )
