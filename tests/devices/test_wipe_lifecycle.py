"""How may a wipe request move?"""

import pytest

from devices.wipe_lifecycle import IllegalTransition, WipeEvent, WipeState, next_state

AFTER = {
    WipeEvent.SUCCEEDED: WipeState.SUCCESSFUL,
    WipeEvent.FAILED: WipeState.FAILED,
    WipeEvent.CANCELLED: WipeState.CANCELLED,
    WipeEvent.EXPIRED: WipeState.EXPIRED,
}


@pytest.mark.parametrize("event", WipeEvent)
def test_a_pending_wipe_ends_by_any_event(event: WipeEvent) -> None:
    assert next_state(WipeState.PENDING, event) is AFTER[event]


@pytest.mark.parametrize("event", WipeEvent)
@pytest.mark.parametrize("state", [state for state in WipeState if state is not WipeState.PENDING])
def test_a_wipe_that_has_ended_moves_no_more(state: WipeState, event: WipeEvent) -> None:
    with pytest.raises(IllegalTransition, match=state.label.lower()):
        next_state(state, event)
