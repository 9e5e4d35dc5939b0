"""The door for a WSGI server."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from intune_sim.chunks import with_whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intune_sim.settings")

application = with_whole_bodies(get_wsgi_application())

for problem in run_checks(tags=["processes"]):
    raise ImproperlyConfigured(str(problem))
