"""How does Graph see app protection? `windowsManagedAppProtection` on beta, and `managedAppPolicies` that hold it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.decoding import items_of
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Kind,
    Navigation,
    Resource,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word
from protection.models import Intent, ManagedMobileApp, PolicyAssignment, WindowsManagedAppProtection
from protection.services import app_protection

NOBODY = "00000000-0000-0000-0000-000000000000"
TARGETS = {
    Intent.INCLUDE: "#microsoft.graph.groupAssignmentTarget",
    Intent.EXCLUDE: "#microsoft.graph.exclusionGroupAssignmentTarget",
}
APP_TYPE = "#microsoft.graph.windowsAppIdentifier"
ENDINGS = {Intent.INCLUDE: "incl", Intent.EXCLUDE: "excl"}

#: What policies for other platforms have: scripts send one body to all of them, so these are taken and ignored.
SIBLING_PROPERTIES = frozenset(
    [
        "allowWidgetContentSync",
        "allowedAndroidDeviceManufacturers",
        "allowedAndroidDeviceModels",
        "allowedDataIngestionLocations",
        "allowedDataStorageLocations",
        "allowedIosDeviceModels",
        "allowedOutboundClipboardSharingExceptionLength",
        "appActionIfAccountIsClockedOut",
        "appActionIfAndroidDeviceManufacturerNotAllowed",
        "appActionIfAndroidDeviceModelNotAllowed",
        "appActionIfAndroidSafetyNetAppsVerificationFailed",
        "appActionIfAndroidSafetyNetDeviceAttestationFailed",
        "appActionIfDeveloperOptionsEnabled",
        "appActionIfDeviceComplianceRequired",
        "appActionIfDeviceLockNotSet",
        "appActionIfDevicePasscodeComplexityLessThanHigh",
        "appActionIfDevicePasscodeComplexityLessThanLow",
        "appActionIfDevicePasscodeComplexityLessThanMedium",
        "appActionIfIosDeviceModelNotAllowed",
        "appActionIfMaximumPinRetriesExceeded",
        "appActionIfSamsungKnoxAttestationRequired",
        "appDataEncryptionType",
        "appGroupType",
        "approvedKeyboards",
        "biometricAuthenticationBlocked",
        "blockAfterCompanyPortalUpdateDeferralInDays",
        "blockDataIngestionIntoOrganizationDocuments",
        "connectToVpnOnLaunch",
        "contactSyncBlocked",
        "customBrowserDisplayName",
        "customBrowserPackageId",
        "customBrowserProtocol",
        "customDialerAppDisplayName",
        "customDialerAppPackageId",
        "customDialerAppProtocol",
        "dataBackupBlocked",
        "deploymentSummary",
        "deviceComplianceRequired",
        "deviceLockRequired",
        "dialerRestrictionLevel",
        "disableAppEncryptionIfDeviceEncryptionIsEnabled",
        "disableAppPinIfDevicePinIsSet",
        "disableProtectionOfManagedOutboundOpenInData",
        "encryptAppData",
        "exemptedAppPackages",
        "exemptedAppProtocols",
        "exemptedUniversalLinks",
        "faceIdBlocked",
        "filterOpenInToOnlyManagedApps",
        "fingerprintAndBiometricEnabled",
        "fingerprintBlocked",
        "genmojiConfigurationState",
        "gracePeriodToBlockAppsDuringOffClockHours",
        "keyboardsRestricted",
        "managedBrowser",
        "managedBrowserToOpenLinksRequired",
        "managedUniversalLinks",
        "maximumPinRetries",
        "messagingRedirectAppDisplayName",
        "messagingRedirectAppPackageId",
        "messagingRedirectAppUrlScheme",
        "minimumPinLength",
        "minimumRequiredCompanyPortalVersion",
        "minimumRequiredPatchVersion",
        "minimumWarningCompanyPortalVersion",
        "minimumWarningPatchVersion",
        "minimumWarningSdkVersion",
        "minimumWipeCompanyPortalVersion",
        "minimumWipePatchVersion",
        "mobileThreatDefensePartnerPriority",
        "notificationRestriction",
        "organizationalCredentialsRequired",
        "periodBeforePinReset",
        "periodOnlineBeforeAccessCheck",
        "pinCharacterSet",
        "pinRequired",
        "pinRequiredInsteadOfBiometricTimeout",
        "previousPinBlockCount",
        "protectInboundDataFromUnknownSources",
        "protectedMessagingRedirectAppType",
        "purviewContentEvaluationRequired",
        "requireClass3Biometrics",
        "requirePinAfterBiometricChange",
        "requiredAndroidSafetyNetAppsVerificationType",
        "requiredAndroidSafetyNetDeviceAttestationType",
        "requiredAndroidSafetyNetEvaluationType",
        "saveAsBlocked",
        "screenCaptureBlocked",
        "screenCaptureConfigurationState",
        "simplePinBlocked",
        "targetedAppManagementLevels",
        "thirdPartyKeyboardsBlocked",
        "warnAfterCompanyPortalUpdateDeferralInDays",
        "wipeAfterCompanyPortalUpdateDeferralInDays",
        "writingToolsConfigurationState",
    ]
)


class AssignmentSource(Word):
    """`deviceAndAppManagementAssignmentSource`."""

    DIRECT = "direct", "Direct"
    POLICY_SETS = "policySets", "Policy sets"


def policies(tenant: Tenant) -> "QuerySet[WindowsManagedAppProtection]":
    """A tenant's policies, each with what Graph tells of its apps and assignments."""
    included = PolicyAssignment.objects.filter(policy=OuterRef("pk"), intent=Intent.INCLUDE)
    return WindowsManagedAppProtection.objects.for_tenant(tenant).annotate(
        is_assigned=Exists(included), deployed_app_count=Count("apps")
    )


def create(call: Call, write: Write) -> WindowsManagedAppProtection:
    """Write a policy with the apps and assignments that came with it."""
    values = dict(write.values)
    return app_protection.create_policy(
        tenant=call.tenant,
        display_name=values.pop("display_name"),
        description=values.pop("description", None) or "",
        settings=values,
        apps=_apps(write.links.get("apps", ())),
        assignments=_assignments(write.links.get("assignments", ())),
        by=call.by,
        now=call.now,
    )


def edit(call: Call, policy: WindowsManagedAppProtection, write: Write) -> None:
    """Change what the body brings."""
    values = dict(write.values)
    if "description" in values:
        values["description"] = values["description"] or ""
    app_protection.edit_policy(
        policy=policy,
        display_name=values.pop("display_name", None),
        description=values.pop("description", None),
        settings=values,
        apps=_apps(write.links["apps"]) if "apps" in write.links else None,
        assignments=_assignments(write.links["assignments"]) if "assignments" in write.links else None,
        by=call.by,
        now=call.now,
    )


def delete(call: Call, policy: WindowsManagedAppProtection) -> None:
    """Delete the policy."""
    app_protection.delete_policy(policy=policy, by=call.by, now=call.now)


def assign(call: Call, policy: WindowsManagedAppProtection, body: Mapping[str, Any]) -> None:
    """Replace the assignments."""
    items = items_of(body.get("assignments"), ASSIGNMENTS, call.version, name="assignments")
    app_protection.edit_policy(policy=policy, assignments=_assignments(items), by=call.by, now=call.now)


def target_apps(call: Call, policy: WindowsManagedAppProtection, body: Mapping[str, Any]) -> None:
    """Replace the apps."""
    items = items_of(body.get("apps"), APPS, call.version, name="apps")
    app_protection.edit_policy(policy=policy, apps=_apps(items), by=call.by, now=call.now)


def app_identifier(windows_app_id: str) -> dict[str, str]:
    """`windowsAppIdentifier`."""
    return {"@odata.type": APP_TYPE, "windowsAppId": windows_app_id}


def _apps(items: Any) -> list[str]:
    return [item["windows_app_id"] for item in items]


def _assignments(items: Any) -> list[tuple[uuid.UUID, Intent]]:
    return [item["target"] for item in items]


def _read_app(value: Any) -> str:
    """The windowsAppId of an identifier. Raises `Invalid`."""
    name = value.get("windowsAppId") if isinstance(value, dict) and value.get("@odata.type") == APP_TYPE else None
    if not isinstance(name, str) or not name.strip() or len(name) > 200 or UNFIT.search(name):  # noqa: PLR2004
        raise unfit("mobileAppIdentifier")
    return name


def _read_target(value: Any) -> tuple[uuid.UUID, Intent]:
    """The group and the intent of a target. Raises `Invalid`."""
    if not isinstance(value, dict):
        raise unfit("target")
    intent = next((intent for intent, name in TARGETS.items() if name == value.get("@odata.type")), None)
    if intent is None:
        raise Invalid(
            "Unsupported AssignmentTarget. Group assignments contain classes other than GroupAssignmentTarget and "
            "ExclusionGroupTarget"
        )
    group = value.get("groupId")
    if not isinstance(group, str) or not as_guid(group):
        raise unfit("groupId")
    if value.get("deviceAndAppManagementAssignmentFilterType") not in {None, "none"}:
        raise Invalid("Assignment filters are not supported here.")
    return uuid.UUID(group), intent


def _target(row: PolicyAssignment) -> dict[str, Any]:
    return {
        "@odata.type": TARGETS[Intent(row.intent)],
        "deviceAndAppManagementAssignmentFilterId": None,
        "deviceAndAppManagementAssignmentFilterType": "none",
        "groupId": str(row.group.graph_id),
    }


def _find_assignment(rows: "QuerySet[PolicyAssignment]", wanted: str) -> "QuerySet[PolicyAssignment]":
    group, _, ending = wanted.partition("_")
    intent = next((intent for intent, name in ENDINGS.items() if name == ending), None)
    return rows.filter(group__graph_id=group, intent=intent) if as_guid(group) and intent else rows.none()


READ = (
    AppRole.APPS_READ.value,
    AppRole.APPS_READ_WRITE.value,
    AppRole.CONFIGURATION_READ.value,
    AppRole.CONFIGURATION_READ_WRITE.value,
)
WRITE = (AppRole.APPS_READ_WRITE.value, AppRole.CONFIGURATION_READ_WRITE.value)
TRANSFER, CLIPBOARD = "windowsManagedAppDataTransferLevel", "windowsManagedAppClipboardSharingLevel"
ACTION, THREAT_LEVEL = "managedAppRemediationAction", "managedAppDeviceThreatLevel"

APPS = Resource(
    type="managedMobileApp",
    model=ManagedMobileApp,
    rows=lambda tenant: ManagedMobileApp.objects.filter(policy__tenant=tenant),
    find=lambda rows, wanted: rows.filter(windows_app_id=wanted.removesuffix(".windows")),
    properties=(
        key("id", value=lambda app: f"{app.windows_app_id}.windows"),
        writable(
            "mobileAppIdentifier",
            field="windows_app_id",
            type="mobileAppIdentifier",
            nullable=False,
            required=True,
            value=lambda app: app_identifier(app.windows_app_id),
            decode=_read_app,
        ),
        read_only("version", value=lambda app: f'"{app.pk}"'),
    ),
)

ASSIGNMENTS = Resource(
    type="targetedManagedAppPolicyAssignment",
    model=PolicyAssignment,
    rows=lambda tenant: PolicyAssignment.objects.filter(policy__tenant=tenant).select_related("group"),
    find=_find_assignment,
    properties=(
        key("id", value=lambda row: f"{row.group.graph_id}_{ENDINGS[Intent(row.intent)]}"),
        read_only(
            "source",
            only=BETA,
            type="deviceAndAppManagementAssignmentSource",
            words=AssignmentSource,
            value=lambda row: AssignmentSource.DIRECT.value,
        ),
        read_only("sourceId", only=BETA, value=lambda row: NOBODY),
        writable(
            "target",
            type="deviceAndAppManagementAssignmentTarget",
            required=True,
            value=_target,
            decode=_read_target,
        ),
    ),
)

PROPERTIES = (
    writable("displayName", required=True),
    writable("description", nullable=True),
    read_only("createdDateTime"),
    read_only("lastModifiedDateTime"),
    writable("roleScopeTagIds", only=BETA),
    key("id", prefix="T_"),
    read_only("version"),
    read_only("isAssigned", only=BETA, kind=Kind.BOOLEAN, value=lambda policy: policy.is_assigned),
    read_only("deployedAppCount", only=BETA, kind=Kind.INT32, value=lambda policy: policy.deployed_app_count),
    writable("printBlocked", only=BETA),
    writable("allowedInboundDataTransferSources", only=BETA, type=TRANSFER),
    writable("allowedOutboundClipboardSharingLevel", only=BETA, type=CLIPBOARD),
    writable("allowedOutboundDataTransferDestinations", only=BETA, type=TRANSFER),
    writable("appActionIfUnableToAuthenticateUser", only=BETA, type=ACTION, nullable=True),
    writable("maximumAllowedDeviceThreatLevel", only=BETA, type=THREAT_LEVEL),
    writable("mobileThreatDefenseRemediationAction", only=BETA, type=ACTION),
    writable("minimumRequiredSdkVersion", only=BETA, nullable=True),
    writable("minimumWipeSdkVersion", only=BETA, nullable=True),
    writable("minimumRequiredOsVersion", only=BETA, nullable=True),
    writable("minimumWarningOsVersion", only=BETA, nullable=True),
    writable("minimumWipeOsVersion", only=BETA, nullable=True),
    writable("minimumRequiredAppVersion", only=BETA, nullable=True),
    writable("minimumWarningAppVersion", only=BETA, nullable=True),
    writable("minimumWipeAppVersion", only=BETA, nullable=True),
    writable("maximumRequiredOsVersion", only=BETA, nullable=True),
    writable("maximumWarningOsVersion", only=BETA, nullable=True),
    writable("maximumWipeOsVersion", only=BETA, nullable=True),
    writable("periodOfflineBeforeWipeIsEnforced", only=BETA, nullable=True),
    writable("periodOfflineBeforeAccessCheck", only=BETA, nullable=True),
)
NAVIGATIONS = (
    Navigation(
        name="apps",
        only=BETA,
        resource=APPS,
        relation="apps",
        deep=True,
        rows=lambda policy: policy.apps.all(),
    ),
    Navigation(
        name="assignments",
        only=BETA,
        resource=ASSIGNMENTS,
        relation="assignments",
        deep=True,
        rows=lambda policy: policy.assignments.select_related("group"),
    ),
)
ACTIONS = (Action(name="assign", run=assign), Action(name="targetApps", run=target_apps))

WINDOWS_POLICIES = Resource(
    type="windowsManagedAppProtection",
    path="deviceAppManagement/windowsManagedAppProtections",
    only=BETA,
    model=WindowsManagedAppProtection,
    rows=policies,
    properties=PROPERTIES,
    read=READ,
    write=WRITE,
    create=create,
    update=edit,
    updates_silently=True,
    delete=delete,
    navigations=NAVIGATIONS,
    actions=ACTIONS,
    tolerated=SIBLING_PROPERTIES,
)

APP_POLICIES = Resource(
    type="managedAppPolicy",
    item_type="windowsManagedAppProtection",
    path="deviceAppManagement/managedAppPolicies",
    rows_only=BETA,
    model=WindowsManagedAppProtection,
    rows=policies,
    properties=PROPERTIES,
    read=(AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value),
    write=(AppRole.APPS_READ_WRITE.value,),
    update=edit,
    updates_silently=True,
    delete=delete,
    navigations=NAVIGATIONS,
    actions=ACTIONS,
    tolerated=SIBLING_PROPERTIES,
)

RESOURCES = (WINDOWS_POLICIES, APP_POLICIES)
