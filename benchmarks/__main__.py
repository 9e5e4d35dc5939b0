"""Run every benchmark on a PostgreSQL of its own: `uv run --all-groups python -m benchmarks [registrations]`."""

import os
import sys
import tempfile

from tests.servers import postgresql

DEFAULT_REGISTRATIONS = 100_000


def main() -> None:
    registrations = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_REGISTRATIONS
    with postgresql() as url, tempfile.TemporaryDirectory() as data:
        os.environ.update(
            DATABASE_URL=url, INTUNE_SIM_DATA=data, DJANGO_SETTINGS_MODULE="intune_sim.settings", REDIS_URL=""
        )
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks import measures

        call_command("migrate", verbosity=0)
        for line in measures.run(registrations):
            print(line, flush=True)


if __name__ == "__main__":
    main()
