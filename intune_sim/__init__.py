"""The project: settings, faces that span apps, and the small packages that every app builds on."""

from intune_sim.celery import app as celery_app

__all__ = ["celery_app"]
