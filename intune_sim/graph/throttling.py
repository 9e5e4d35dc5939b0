"""May a call still be answered, or has there been too much of it? The limits that Microsoft Graph publishes.

Counted in the cache, so that several processes share the counts, in windows of real time.
"""

from dataclasses import dataclass

from django.core.cache import cache

from intune_sim import clock
from intune_sim.graph.errors import TooManyRequests
from intune_sim.graph.resources import Family, Resource


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds, of the whole tenant or of one application in it."""

    name: str
    most: int
    seconds: int = 20
    of_application: bool = False
    of_writes: bool = False


#: "Microsoft Graph service-specific throttling limits", sections on Intune and on identity.
INTUNE = (
    Limit("application-writes", 100, of_application=True, of_writes=True),
    Limit("writes", 200, of_writes=True),
    Limit("application", 1_000, of_application=True),
    Limit("all", 2_000),
)
CONDITIONAL_ACCESS = (Limit("conditional-access", 1, seconds=1),)


def limits_of(root: Resource) -> tuple[Limit, ...]:
    """The limits of everything behind a resource; the directory's are far above what one machine answers."""
    if root.path.startswith("identity/"):
        return CONDITIONAL_ACCESS
    return INTUNE if root.family is Family.INTUNE else ()


def count(root: Resource, *, tenant: str, application: str, is_write: bool) -> None:
    """Count a call. Raises `TooManyRequests` where it is one too many, with the seconds until the window ends."""
    moment = clock.now().timestamp()
    for limit in limits_of(root):
        if limit.of_writes and not is_write:
            continue
        window = int(moment // limit.seconds)
        key = f"graph-limit:{tenant}:{application if limit.of_application else ''}:{limit.name}:{window}"
        cache.add(key, 0, timeout=2 * limit.seconds)
        if cache.incr(key) > limit.most:
            wait = (window + 1) * limit.seconds - moment
            raise TooManyRequests("Too many requests.", retry_after=max(1, int(-(-wait // 1))))
