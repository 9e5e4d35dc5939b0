"""The door for a WSGI server."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intune_sim.settings")

application = get_wsgi_application()

for problem in run_checks(tags=["processes"]):
    raise ImproperlyConfigured(str(problem))
