"""Declarations that nobody ships, one for each thing that a declaration can say, and the addresses that serve them."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import include, path, re_path

from intune_sim.errors import NotFound
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Function,
    Kind,
    Navigation,
    Parameter,
    Resource,
    Shape,
    Write,
    key,
    read_only,
    writable,
)
from intune_sim.graph.router import Router
from intune_sim.graph.views import GraphView
from intune_sim.tenants.graph.groups import GROUPS
from intune_sim.tenants.graph.users import USERS
from intune_sim.tenants.models import Tenant, User
from intune_sim.vocabulary import Word

PERMISSIONS = {"read": ("User.Read.All",), "write": ("User.ReadWrite.All",)}


class Taste(Word):
    """An enum."""

    SWEET = "sweet"
    SOUR = "sour"


@dataclass
class Fruit:
    """What is computed: nothing in the database holds it."""

    name: str
    weight: int
    taste: Taste = Taste.SWEET


BASKET: dict[str, Fruit] = {}


def fill() -> None:
    """Five fruits, as every test finds them."""
    BASKET.clear()
    for weight, name in enumerate(("apple", "banana", "cherry", "date", "elderberry"), start=1):
        BASKET[name] = Fruit(name, weight, Taste.SOUR if name == "cherry" else Taste.SWEET)


def pick(call: Call, write: Write) -> Fruit:
    """A new fruit."""
    BASKET[write.key] = Fruit(write.key, **write.values)
    return BASKET[write.key]


def change(call: Call, fruit: Fruit, write: Write) -> None:
    """Another weight."""
    fruit.weight = write.values["weight"]


def eat(call: Call, fruit: Fruit) -> None:
    """No fruit any more."""
    del BASKET[fruit.name]


FRUITS = Resource(
    type="fruit",
    path="kitchen/fruits",
    rows=lambda tenant, asked: [one for one in BASKET.values() if asked.get("ripe") != "no"],
    own_options=("ripe",),
    properties=(
        key("id", value=lambda fruit: fruit.name),
        writable("weight", kind=Kind.INT32, value=lambda fruit: fruit.weight, decode=int),
        read_only("taste", type="taste", words=Taste, value=lambda fruit: fruit.taste),
        read_only("peel", type="peel", nullable=True, value=lambda fruit: None),
    ),
    **PERMISSIONS,
    create=pick,
    update=change,
    delete=eat,
    created=200,
    set_functions=(
        Function(
            name="heavier",
            run=lambda call, than, taste=None: [
                one.name for one in BASKET.values() if one.weight > than and taste in {None, one.taste}
            ],
            returns="Edm.String",
            many=True,
            parameters=(
                Parameter(name="than", kind=Kind.INT32),
                Parameter(name="taste", kind=Kind.ENUM, type="taste", words=Taste, required=False),
            ),
        ),
        Function(name="names", run=lambda call: list(BASKET), returns="Edm.String", many=True),
        Function(
            name="spelt",
            run=lambda call, text: text,
            returns="Edm.String",
            parameters=(Parameter(name="text", kind=Kind.STRING),),
        ),
        Function(name="spelt", run=lambda call: "nothing", returns="Edm.String"),
    ),
    functions=(
        Function(name="isHeavy", run=lambda call, fruit: fruit.weight > 3, returns="Edm.Boolean", only=BETA),
        Function(
            name="neighbours",
            run=lambda call, fruit: [one for one in BASKET.values() if one is not fruit],
            returns="",
            many=True,
        ),
    ),
    actions=(
        Action(name="bite", run=lambda call, fruit, body: setattr(fruit, "weight", fruit.weight - 1), status=200),
    ),
    set_actions=(
        Action(
            name="mix",
            run=lambda call, body: {"mixed": ",".join(body["fruits"])},
            status=200,
            returns=Shape(type="juice", properties=(read_only("mixed"), read_only("pulp", default="none"))),
            parameters=(
                Parameter(name="fruits", kind=Kind.STRINGS),
                Parameter(name="how", kind=Kind.ENUM, type="taste", words=Taste, required=False),
            ),
        ),
        Action(name="shake", run=lambda call, body: None, permissions=("Group.ReadWrite.All",)),
    ),
)
#: What a function returns may be the resource itself.
NEIGHBOURLY = replace(FRUITS, functions=(FRUITS.functions[0], replace(FRUITS.functions[1], returns=FRUITS)))

KITCHEN = Resource(
    type="kitchen",
    path="kitchen",
    is_single=True,
    rows=lambda tenant: (tenant,),
    properties=(
        read_only("owner", value=lambda tenant: tenant.display_name),
        read_only("shelves", kind=Kind.STRINGS, value=lambda tenant: ["upper", "lower"]),
    ),
    **PERMISSIONS,
    functions=(Function(name="size", run=lambda call, kitchen: 12, returns="Edm.Int32"),),
)


def _hand_in(call: Call, write: Write) -> Any:
    """A contained user is renamed: enough to see owner and values."""
    user = User.objects.for_tenant(call.tenant).exclude(member_of=write.parent).first()
    if user is None:
        raise NotFound("Nobody is left.")
    user.display_name = write.values["display_name"]
    user.save()
    user.member_of.add(write.parent, through_defaults={})
    return user


def _rename(call: Call, user: User, write: Write) -> None:
    user.display_name = write.values["display_name"]
    user.save()


GUEST = Resource(
    type="user",
    model=User,
    rows=User.objects.for_tenant,
    properties=(key("id"), writable("displayName", required=True)),
    create=_hand_in,
    update=_rename,
    delete=lambda call, user: user.member_of.clear(),
    navigations=(
        Navigation(
            name="memberOf",
            resource=Resource(
                type="group",
                model=GROUPS.model,
                rows=GROUPS.rows,
                properties=(key("id"), read_only("displayName")),
            ),
            relation="member_of",
            rows=lambda user: user.member_of.all(),
        ),
        Navigation(name="favourite", resource=FRUITS, is_single=True, rows=lambda user: list(BASKET.values())[:1]),
        Navigation(name="fruits", resource=FRUITS, rows=lambda user: list(BASKET.values())),
    ),
)
CLUBS = replace(
    GROUPS,
    path="clubs",
    navigations=(
        Navigation(name="guests", resource=GUEST, relation="members", rows=lambda group: group.members.all()),
        Navigation(
            name="friends",
            resource=USERS,
            context="people",
            rows=lambda group: group.members.all(),
            referents=USERS.rows,
            link=lambda call, group, user: group.members.add(user, through_defaults={}),
            unlink=lambda call, group, user: group.members.remove(user),
        ),
    ),
)


def _nobody(tenant: Tenant) -> tuple[()]:
    return ()


PRINCIPALS = Resource(
    type="directoryObject",
    path="principals",
    rows=_nobody,
    derived=(replace(USERS, path="", bases=("somebody",)), replace(GROUPS, path="", only=BETA)),
    properties=(key("id"), read_only("displayName"), read_only("createdDateTime")),
    **PERMISSIONS,
)

#: Nobody's: what is asked for depends on who asks.
MINE = replace(KITCHEN, path="mine", of_caller=lambda call: (call.tenant,), rows=_nobody)

ROUTER = Router((MINE, NEIGHBOURLY, KITCHEN, CLUBS, PRINCIPALS))

urlpatterns = [
    re_path(r"^(?P<version>v1\.0|beta)(?:/(?P<path>.*))?$", GraphView.as_view(router=ROUTER)),
    path("", include("intune_sim.tenants.oauth")),
]
