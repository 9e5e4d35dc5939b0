"""`python -m tests`: the whole suite, on SQLite and on PostgreSQL. Words after it go to pytest, as `-k sweep`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from pytest import ExitCode

from tests import browser, servers

ROOT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> int:
    """Run everything; 0 if all of it passed."""
    os.chdir(ROOT)
    # An end from outside unwinds as Ctrl-C does, so that the servers stop with the tests.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        print(f"Browser: {browser.ensure()}", flush=True)
    except browser.NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    with servers.postgresql() as database_url, servers.redis_server() as redis_url:
        surroundings = {
            **os.environ,
            "TEST_POSTGRES_URL": database_url,
            "TEST_REDIS_URL": redis_url,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        surroundings.pop("DATABASE_URL", None)
        # The whole suite takes every branch of the rules (pyproject.toml says which these are), or it fails.
        measured = [] if words else ["--cov", "--cov-report=term"]
        ends = [
            # `up` tries the migrations on SQLite; here its tables are made at once.
            _run("SQLite", ["--nomigrations", *measured, "-m", "not once", *words], surroundings),
            _run("PostgreSQL", ["-m", "not pure", *words], {**surroundings, "DATABASE_URL": database_url}),
        ]
    # Words may choose tests that belong to one of the two databases only, but they must choose some.
    passed = set(ends) <= {ExitCode.OK, ExitCode.NO_TESTS_COLLECTED} and ExitCode.OK in ends
    return 0 if passed else 1


def _run(database: str, words: list[str], environment: Mapping[str, str]) -> int:
    print(f"\nThe suite on {database}", flush=True)
    begun = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *words]
    done = subprocess.run(command, env=environment, check=False)
    print(f"{database}: {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
