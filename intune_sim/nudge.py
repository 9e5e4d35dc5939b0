"""How does work wake up early? A message after the commit; the work itself is a row, so a lost message costs one tick."""

import logging
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A task to send once the transaction commits."""

    task: str
    arguments: dict[str, Any]

    def __call__(self) -> None:
        """Send it. A broker that is down is logged, never raised."""
        try:
            current_app.send_task(self.task, kwargs=self.arguments, retry=False)
        except OperationalError:
            logger.warning("The broker did not take %s; the next tick does the work.", self.task)


def nudge(task: str, **arguments: Any) -> None:
    """Send a task by name once the transaction commits, once however often the transaction asks for it."""
    message = Message(task, arguments)
    if all(waiting != message for _, waiting, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(message, robust=True)
