"""Which texts does a function of `$filter` mean? Without regard to case, and with no character that stands for others."""

from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Length, Lower, Right, StrIndex
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual

#: Q() that no row meets.
NEVER = Q(pk__in=[])


def matches(function: str, subject: Any, text: str) -> Q:
    """The condition that `contains`, `startswith` or `endswith` puts on a text in lower case, which is not null."""
    if not text:
        return ~NEVER
    wanted = Lower(Value(text, output_field=CharField()))
    if function == "contains":
        return Q(GreaterThan(StrIndex(subject, wanted), 0))
    if function == "startswith":
        return Q(Exact(StrIndex(subject, wanted), 1))
    is_long_enough = Q(GreaterThanOrEqual(Length(subject), len(text)))
    return is_long_enough & Q(Exact(Right(subject, len(text)), wanted))
