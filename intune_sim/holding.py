"""How does a use case keep a row for itself? It reads the row anew and locks it until its transaction ends."""

from typing import TypeVar

from django.db import models

from intune_sim.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


def held(row: Row) -> Row:
    """A tenant's row as it is now, with its tenant, locked until the transaction ends. Raises `NotFound`."""
    rows = type(row)._base_manager.select_related("tenant").select_for_update(of=("self",))
    found: Row | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise NotFound(f"'{row}' has been deleted.")
    return found
