"""Does the database keep what the models promise?"""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

#: Columns that say when something happened. Every other `…_at` is a deadline that some tick looks for.
HISTORY = {
    "access_at",
    "at",
    "clock_frozen_at",
    "created_at",
    "deprovisioned_at",
    "ended_at",
    "partner_state_at",
    "provisioned_at",
    "received_at",
}
#: These end when somebody comes with them too late; no tick looks for them.
ASKED_IN_USE = {"DeviceCode", "RefreshToken"}
OURS = [
    model
    for app in ("audit", "connectors", "devices", "protection", "tenants")
    for model in apps.get_app_config(app).get_models()
]
DEADLINES = [
    (model, column.name)
    for model in OURS
    for column in model._meta.concrete_fields
    if isinstance(column, models.DateTimeField) and column.name.endswith("_at") and column.name not in HISTORY
    if model.__name__ not in ASKED_IN_USE
]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(("model", "column"), DEADLINES, ids=lambda value: getattr(value, "__name__", value))
def test_a_deadline_has_its_partial_index(model: type[models.Model], column: str) -> None:
    indexes = [index for index in model._meta.indexes if index.condition is not None]

    assert [index.name for index in indexes if column in index.fields[:2]]


def test_deadlines_are_known() -> None:
    assert {"expires_at", "next_evaluation_at", "unresponsive_at"} <= {column for _, column in DEADLINES}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_says_what_it_is_called(model: type[models.Model]) -> None:
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_constraints_and_indexes_carry_names_of_their_own(model: type[models.Model]) -> None:
    named = [*model._meta.constraints, *model._meta.indexes]

    assert [one.name for one in named if one.name.endswith(("_idx", "_uniq"))] == []
