"""How is a list declared? Columns, filters, search, and what can be done with it and with the rows that are chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from intune_sim.lists.columns import Column, Row
from intune_sim.lists.filters import Pill, Search
from intune_sim.tenants.roles import Permission

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command of the list's bar. One for chosen rows hands them over as `selected`, to a page that asks first.

    One with a menu leads to one of several pages, each with its words and the name of its address.
    """

    title: str
    icon: str
    url_name: str = ""
    menu: tuple[tuple[str, str], ...] = ()
    needs: Permission | None = None
    is_for_selection: bool = False


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What stands where there are no rows at all; the command's words lead on."""

    title: str
    text: str = ""
    command: Command | None = None


@dataclass(frozen=True, kw_only=True)
class ListView(Generic[Row]):
    """A list. `sort` is the name of a column that has an order, with a minus for the other way round."""

    name: str
    title: str
    columns: tuple[Column[Row], ...]
    sort: str
    empty: Empty
    search: Search | None = None
    pills: tuple[Pill, ...] = ()
    commands: tuple[Command, ...] = ()
    #: What `selected` says of a row, and how a reader is told which row its check box is for.
    id_of: Callable[[Row], str] | None = None
    label_of: Callable[[Row], str] = str
    page_size: int = PAGE_SIZE
    #: Everything that it shows can be had as a file.
    can_export: bool = True
