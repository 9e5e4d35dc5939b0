"""Which work runs by itself, and how often? The schedule is code; what is due is decided by rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intune_sim.settings")

app = Celery("intune_sim")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["connectors", "devices", "intune_sim.tenants"])

app.conf.beat_schedule = {
    "reevaluate": {"task": "devices.tasks.reevaluate", "schedule": 5.0},
    "mark-unresponsive": {"task": "connectors.tasks.mark_unresponsive", "schedule": 15.0},
    "write-exports": {"task": "devices.tasks.write_exports", "schedule": 5.0},
    "remove-exports": {"task": "devices.tasks.remove_exports", "schedule": 300.0},
    "forget-sign-ins": {"task": "intune_sim.tenants.tasks.forget_sign_ins", "schedule": 3600.0},
    "expire-wipe-requests": {"task": "devices.tasks.expire_wipe_requests", "schedule": 30.0},
}
