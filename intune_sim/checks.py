"""Is this instance set up in a way that cannot work? Found when a process starts, not when a user meets it."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register("processes")
def several_web_processes_need_redis(app_configs: Any, **options: Any) -> list[Error]:
    """Without Redis the queue and the cache live inside one process; a second one would never hear of them."""
    workers = os.environ.get("WEB_CONCURRENCY", "1")
    if settings.REDIS_URL or not workers.isdecimal() or int(workers) <= 1:
        return []
    return [
        Error(
            f"WEB_CONCURRENCY is {workers}, but REDIS_URL is not set.",
            hint="Set REDIS_URL so that the processes share a queue and a cache, or run one process.",
            id="intune_sim.E001",
        )
    ]
