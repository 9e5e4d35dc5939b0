"""How does Graph see the apps that a policy protects? `managedMobileApp`, on any platform."""

from dataclasses import dataclass
from typing import Any

from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import BETA, Call, Kind, Resource, Shape, Write, key, read_only, writable
from protection.models import ManagedMobileApp, MobilePolicyApp
from protection.services import items

LONGEST_APP_ID = 200


@dataclass(frozen=True)
class AppIdentifier:
    """How Graph names an app of a platform: a type of `mobileAppIdentifier`, its one property, and the end of a key."""

    type: str
    property: str
    ending: str

    def wire(self, app: str) -> dict[str, str]:
        """The identifier of an app."""
        return {"@odata.type": f"#microsoft.graph.{self.type}", self.property: app}

    def read(self, value: Any) -> str:
        """The app that an identifier names. Raises `Invalid`."""
        fits = isinstance(value, dict) and value.get("@odata.type") == f"#microsoft.graph.{self.type}"
        name = value.get(self.property) if fits else None
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_APP_ID or UNFIT.search(name):
            raise unfit("mobileAppIdentifier")
        return name


WINDOWS_APP = AppIdentifier("windowsAppIdentifier", "windowsAppId", "windows")
IOS_APP = AppIdentifier("iosMobileAppIdentifier", "bundleId", "ios")
ANDROID_APP = AppIdentifier("androidMobileAppIdentifier", "packageId", "android")

#: v1.0 does not know the identifiers of Windows: there one is the abstract type, without a property.
APP_IDENTIFIER = Shape(
    type="mobileAppIdentifier",
    is_abstract=True,
    derived=tuple(
        Shape(
            type=one.type,
            only=BETA if one is WINDOWS_APP else "",
            properties=(writable(one.property, kind=Kind.STRING, nullable=True),),
        )
        for one in (WINDOWS_APP, IOS_APP, ANDROID_APP)
    ),
)


def apps_resource(model: type[ManagedMobileApp | MobilePolicyApp], identifier: AppIdentifier) -> Resource:
    """The apps of one platform's policies, whose rows are of this model."""
    column = model.IDENTIFIER

    def add(call: Call, write: Write) -> Any:
        app = write.values[column]
        items.change_apps(policy=write.parent, add=[app], by=call.by, now=call.now)
        return model._base_manager.get(**{"policy": write.parent, column: app})

    def exchange(call: Call, app: Any, write: Write) -> None:
        if column in write.values:
            change = {"add": [write.values[column]], "remove": [getattr(app, column)]}
            items.change_apps(policy=app.policy, by=call.by, now=call.now, **change)

    def remove(call: Call, app: Any) -> None:
        items.change_apps(policy=app.policy, remove=[getattr(app, column)], by=call.by, now=call.now)

    return Resource(
        type="managedMobileApp",
        model=model,
        rows=lambda tenant: model._base_manager.filter(policy__tenant=tenant),
        find=lambda rows, wanted: rows.filter(**{column: wanted.removesuffix(f".{identifier.ending}")}),
        properties=(
            key("id", value=lambda app: f"{getattr(app, column)}.{identifier.ending}"),
            writable(
                "mobileAppIdentifier",
                field=column,
                type="mobileAppIdentifier",
                shape=APP_IDENTIFIER,
                required=True,
                value=lambda app: identifier.wire(getattr(app, column)),
                decode=identifier.read,
            ),
            read_only("version", value=lambda app: f'"{app.pk}"'),
        ),
        create=add,
        update=exchange,
        # Its key is what it says: another app has another one.
        updates_silently=True,
        delete=remove,
    )
