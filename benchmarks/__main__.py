"""Run a benchmark on a PostgreSQL of its own: `uv run --all-groups python -m benchmarks [lists] [registrations]`.

Without `lists` it is Graph's lists, the sweep, a tick and reports; with it, list pages beside those of a small tenant.
"""

import os
import sys
import tempfile

from tests.servers import postgresql

DEFAULT_REGISTRATIONS = 100_000
#: What a million rows need to be written quickly; each benchmark counts and tidies up itself, at its own time.
ROOM = ["shared_buffers=1GB", "max_wal_size=16GB", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off"]


def main() -> None:
    given = sys.argv[1:]
    registrations = next((int(one) for one in given if one.isdecimal()), DEFAULT_REGISTRATIONS)
    with postgresql(*ROOM) as url, tempfile.TemporaryDirectory() as data:
        os.environ.update(
            DATABASE_URL=url, INTUNE_SIM_DATA=data, DJANGO_SETTINGS_MODULE="intune_sim.settings", REDIS_URL=""
        )
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import lists, measures

        call_command("migrate", verbosity=0)
        for line in (lists if "lists" in given else measures).run(registrations):
            print(line, flush=True)


if __name__ == "__main__":
    main()
