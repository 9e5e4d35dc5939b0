"""Does everything on the schedule exist?"""

from intune_sim.celery import app


def test_every_scheduled_task_is_one_that_the_worker_finds() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()
