"""The settings under test: the project's own, in a world of its own, with what makes tests fast."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A parallel worker inherits the directory of the process that started it; nobody tests in a developer's own world.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["INTUNE_SIM_DATA"] = tempfile.mkdtemp(prefix="intune-sim-tests-")
    atexit.register(shutil.rmtree, os.environ["INTUNE_SIM_DATA"], ignore_errors=True)
for name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "HTTPS_ONLY", "REDIS_URL", "SECRET_KEY"):
    os.environ.pop(name, None)

from intune_sim.settings import *  # noqa: E402, F403
from intune_sim.settings import DATA_DIR, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life, so that a live server's threads meet the same locks.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
