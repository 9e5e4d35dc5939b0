"""How does a wipe request move? A table of transitions; whatever is absent cannot happen."""

from intune_sim.vocabulary import Tone, Word


class WipeState(Word):
    """Where a wipe request stands."""

    PENDING = "pending", "Pending", Tone.WARNING
    SUCCESSFUL = "successful", "Successful", Tone.GOOD
    FAILED = "failed", "Failed", Tone.BAD
    CANCELLED = "cancelled", "Cancelled", Tone.NEUTRAL
    EXPIRED = "expired", "Expired", Tone.NEUTRAL


class WipeEvent(Word):
    """What can happen to a wipe request."""

    SUCCEEDED = "succeeded", "The app removed the data"
    FAILED = "failed", "The app could not remove the data"
    CANCELLED = "cancelled", "The request was taken back"
    EXPIRED = "expired", "Nobody completed it in time"


TRANSITIONS: dict[tuple[WipeState, WipeEvent], WipeState] = {
    (WipeState.PENDING, WipeEvent.SUCCEEDED): WipeState.SUCCESSFUL,
    (WipeState.PENDING, WipeEvent.FAILED): WipeState.FAILED,
    (WipeState.PENDING, WipeEvent.CANCELLED): WipeState.CANCELLED,
    (WipeState.PENDING, WipeEvent.EXPIRED): WipeState.EXPIRED,
}


class WipeOrigin(Word):
    """Who or what asked for a wipe."""

    POLICY = "policy", "App protection policy"
    ADMIN = "admin", "Wipe request"
    USER_LEVEL = "userLevel", "User-level wipe"


class IllegalTransition(ValueError):
    """The wipe request is not in a state in which this can happen to it."""


def next_state(state: WipeState, event: WipeEvent) -> WipeState:
    """The state after an event. Raises `IllegalTransition`."""
    try:
        return TRANSITIONS[state, event]
    except KeyError as error:
        raise IllegalTransition(f"A wipe that is {state.label.lower()} cannot change any more.") from error
