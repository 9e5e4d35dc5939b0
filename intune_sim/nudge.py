"""How does work wake up early? A message after the commit; the work itself is a row, so a lost message costs one tick."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge(task: str, **arguments: Any) -> None:
    """Send a task by name once the transaction commits. A broker that is down is logged, never raised."""
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=arguments, retry=False)
    except OperationalError:
        logger.warning("The broker did not take %s; the next tick does the work.", task)
