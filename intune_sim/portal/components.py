"""What are pages made of? Every component in every state on one page, for those who write pages (only with DEBUG)."""

from datetime import timedelta
from operator import attrgetter

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intune_sim.charts import Columns, Donut, Lane, Moment, Series, Share, Timeline
from intune_sim.lists.columns import Column
from intune_sim.lists.declaration import Empty, ListView
from intune_sim.lists.pages import list_page
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.vocabulary import Tone
from intune_sim.wizard.pages import StepSign

GOOD, WARNING, BAD = Series("Allowed", "good"), Series("Allowed with notice", "warning"), Series("Blocked", "bad")
YES_NO = (("yes", "Yes"), ("no", "No"))


class ExampleForm(forms.Form):
    """A field of every kind; the number is wrong."""

    name = forms.CharField(help_text="What the help below a field says.")
    kind = forms.ChoiceField(choices=(("", "Not configured"), ("low", "Low"), ("high", "High")), required=False)
    days = forms.IntegerField(min_value=1)
    text = forms.CharField(widget=forms.Textarea, required=False)
    disabled = forms.CharField(initial="Cannot be changed", disabled=True, required=False)
    two_way = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, initial="yes", label="A two-way choice")
    parent = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, initial="no", label="A choice at the right")
    dependent = forms.ChoiceField(
        choices=YES_NO,
        widget=forms.RadioSelect,
        label="One that depends on it",
        initial="no",
        disabled=True,
        required=False,
    )


EXAMPLES = ListView[Tone](
    name="examples",
    title="Examples",
    sort="name",
    columns=(
        Column(name="name", title="Name", value=attrgetter("name"), order=attrgetter("name")),
        Column(name="tone", title="Tone", value=attrgetter("value")),
    ),
    empty=Empty(title="No examples", text="An example appears when somebody writes one."),
)


@require_safe
@page()
def components(request: PortalRequest) -> HttpResponse:
    """The page of all components."""
    if not settings.DEBUG:
        raise Http404
    days = {request.now.date() - timedelta(days=ago): {GOOD: 9 - ago, BAD: ago} for ago in reversed(range(7))}
    begun = request.now - timedelta(days=2)
    context = {
        "form": ExampleForm({"name": "Contoso", "days": "0", "two_way": "yes", "parent": "no"}),
        "tones": list(Tone),
        "bar_tones": ("notice", "good", "warning", "bad"),
        "donut": Donut("Access", [Share(GOOD, 14, "/"), Share(WARNING, 2), Share(BAD, 5)]),
        "nothing": Donut("Nothing", [Share(GOOD, 0)]),
        "columns": Columns("Reports over time", (GOOD, BAD), days),
        "empty_columns": Columns("Nothing over time", (GOOD,), {}),
        "timeline": Timeline(
            "What happened",
            start=begun,
            end=request.now,
            lanes=[Lane("Reports", [Moment(begun, "Secured", "good"), Moment(request.now, "High", "bad")])],
        ),
        "steps": [
            StepSign("basics", "Basics", is_done=True),
            StepSign("apps", "Apps", is_wrong=True),
            StepSign("assignments", "Assignments", is_current=True),
            StepSign("review", "Review + create"),
        ],
        "list": list_page(request, EXAMPLES, list(Tone)),
        "pane": request.GET.get("pane", ""),
        "an_hour_ago": request.now - timedelta(hours=1),
    }
    return render(request, "portal/components.html", context)
