"""How does one process serve pages, do the work and keep the schedule? Started and stopped together by `manage.py up`."""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import signals
from celery.beat import Scheduler, Service
from celery.worker import WorkController
from celery.worker import state as worker_state
from cheroot.wsgi import Server

from intune_sim.celery import app as celery_app

logger = logging.getLogger(__name__)

WEB_THREADS = 12
WORKER_THREADS = 2
#: A schedule of seconds needs a scheduler that looks up at least that often, and that stops as fast.
LONGEST_NAP = 1
PATIENCE = 5


class PortTaken(Exception):
    """Nobody can listen at this address."""


class Instance:
    """A web server, a Celery worker and its scheduler in threads of this process."""

    def __init__(self, *, host: str, port: int, certificate: Path | None = None) -> None:
        self._host = host
        self._port = port
        self._is_tls = certificate is not None
        self._web = Server((host, port), _unready, numthreads=WEB_THREADS, shutdown_timeout=PATIENCE)
        if certificate:
            from cheroot.ssl.builtin import BuiltinSSLAdapter

            self._web.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(certificate))
        self._scheduler: Any = None
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._failed = False

    def bind(self) -> None:
        """Take the port before anything else is done. Raises `PortTaken`."""
        try:
            self._web.prepare()
        except OSError as error:
            raise PortTaken(f"Nobody can listen at {self._host}:{self._port}: is the port in use?") from error

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the instance."""
        host = "127.0.0.1" if self._host in {"0.0.0.0", "::", ""} else self._host  # noqa: S104 - compared, not bound
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self._is_tls else 'http'}://{host}:{self._web.bind_addr[1]}/"

    def start(self, application: Callable[..., Any]) -> None:
        """Start all three, the web server first: whoever waits for it need not wait for the others."""
        self._web.wsgi_app = application
        self._run("web", self._web.serve)
        self._scheduler = Service(celery_app, max_interval=LONGEST_NAP, scheduler_cls=Scheduler)
        worker = Worker(
            app=celery_app,
            pool_cls="threads",
            concurrency=WORKER_THREADS,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        self._run("worker", worker.start)
        self._run("scheduler", self._scheduler.start)

    def request_stop(self) -> None:
        """Ask for the end; safe to call from a signal handler."""
        self._over.set()

    def wait(self) -> bool:
        """Wait for the end, stop everything, and say whether it ended because it was asked to."""
        # An event that is waited for without a limit would not let a signal through on every platform.
        while not self._over.wait(LONGEST_NAP):
            pass
        self.stop()
        return not self._failed

    def stop(self) -> None:
        """Stop all three, the intake of work first."""
        self._web.stop()
        if self._scheduler:
            self._scheduler.stop()
        # Celery looks at this exit code every two seconds; its stubs know only that it starts as None.
        worker_state.should_stop = os.EX_OK  # type: ignore[assignment]
        for thread in self._threads:
            thread.join(PATIENCE)

    def _run(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._guarded, args=(name, work), name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _guarded(self, name: str, work: Callable[[], None]) -> None:
        """Run one of the three; when it ends by itself the instance is over."""
        try:
            work()
        except Exception:
            logger.exception("The %s stopped.", name)
        if not self._over.is_set():
            self._failed = True
            self._over.set()


class Worker(WorkController):
    """A Celery worker that leaves signals and logging to the process it lives in."""

    def on_after_init(self, **options: Any) -> None:
        # Django's side of Celery hears this and looks after database connections around each task.
        signals.worker_init.send(sender=self, instance=self, conf=self.app.conf, options=options)


def _unready(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """What the port answers until the instance has started."""
    start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "1")])
    return [b"Starting."]
