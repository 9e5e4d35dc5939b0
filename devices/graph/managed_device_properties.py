"""Which properties has a managed device on Graph? What its row holds, and what is the same for every device here."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField

from devices.models import EnrollmentType, ManagedDevice, OwnerType
from devices.models import managed_device_vocabulary as words
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.resources import BETA, Kind, Property, Shape, always, computed_from, key, read_only, writable
from intune_sim.vocabulary import Word

#: What a live tenant says of an instant that never came, and of a grace period that does not end.
NEVER = format_instant(datetime(1, 1, 1, tzinfo=UTC))
FOREVER = "9999-12-31T23:59:59Z"


def _text(name: str, **options: Any) -> Property:
    return read_only(name, nullable=True, blank_is_null=True, **options)


def _same(name: str, kind: Kind, value: Any, **options: Any) -> Property:
    """What is the same for every device here."""
    return always(name, value, kind, shape_only=True, **options)


def _word(name: str, kind: str, word: Word, **options: Any) -> Property:
    return _same(name, Kind.ENUM, word.value, type=kind, words=type(word), **options)


def _complex(name: str, kind: str, **options: Any) -> Property:
    return _same(name, Kind.COMPLEX, None, type=kind, nullable=True, **options)


def _none(name: str, kind: str, **options: Any) -> Property:
    return _same(name, Kind.COMPLEX, [], type=kind, **options)


def _derived(name: str, kind: str, vocabulary: type[Word], value: Callable[[ManagedDevice], Word]) -> Property:
    return read_only(name, kind=Kind.ENUM, type=kind, words=vocabulary, only=BETA, value=lambda row: value(row).value)


def _of_user(name: str, field: str, **options: Any) -> Property:
    return read_only(
        name,
        kind=Kind.STRING,
        nullable=True,
        value=lambda device: getattr(device.user, field) if device.user else None,
        expression=computed_from(f"user__{field}", CharField()),
        **options,
    )


#: What a live tenant calls the devices of an operating system.
DEVICE_TYPES = {
    "Windows": words.DeviceType.WINDOWS_RT,
    "iOS": words.DeviceType.IPHONE,
    "Android": words.DeviceType.ANDROID,
    "macOS": words.DeviceType.MAC_MDM,
}
OWNERS = {OwnerType.COMPANY: words.OwnedBy.COMPANY, OwnerType.PERSONAL: words.OwnedBy.PERSONAL}


def _device_type(device: ManagedDevice) -> Word:
    return DEVICE_TYPES.get(device.operating_system, words.DeviceType.UNKNOWN)


def _join_type(device: ManagedDevice) -> Word:
    is_joined = device.device_enrollment_type == EnrollmentType.WINDOWS_AZURE_AD_JOIN
    return words.JoinType.AZURE_AD_JOINED if is_joined else words.JoinType.AZURE_AD_REGISTERED


def _owned_by(device: ManagedDevice) -> Word:
    return OWNERS.get(OwnerType(device.managed_device_owner_type), words.OwnedBy.UNKNOWN)


HARDWARE = Shape(
    type="hardwareInformation",
    only=BETA,
    properties=(
        read_only("isEncrypted", kind=Kind.BOOLEAN),
        read_only("isSupervised", kind=Kind.BOOLEAN),
        read_only("manufacturer", kind=Kind.STRING, nullable=True),
        read_only("model", kind=Kind.STRING, nullable=True),
        read_only("serialNumber", kind=Kind.STRING, nullable=True),
    ),
)


def _hardware(device: ManagedDevice) -> dict[str, Any]:
    return {
        "isEncrypted": device.is_encrypted,
        "isSupervised": device.is_supervised,
        "manufacturer": device.manufacturer,
        "model": device.model,
        "serialNumber": device.serial_number,
    }


#: What both versions have.
COMMON = (
    _same("activationLockBypassCode", Kind.STRING, None, nullable=True, on_request=True),
    _text("androidSecurityPatchLevel"),
    read_only("azureADDeviceId", field="azure_ad_device_id", nullable=True),
    _same("azureADRegistered", Kind.BOOLEAN, value=True, nullable=True),
    _same("complianceGracePeriodExpirationDateTime", Kind.INSTANT, FOREVER),
    read_only("complianceState", type="complianceState"),
    _complex("configurationManagerClientEnabledFeatures", "configurationManagerClientEnabledFeatures"),
    _none("deviceActionResults", "Collection(deviceActionResult)"),
    _same("deviceCategoryDisplayName", Kind.STRING, "Unknown", nullable=True),
    read_only("deviceEnrollmentType", type="deviceEnrollmentType"),
    _complex("deviceHealthAttestationState", "deviceHealthAttestationState"),
    read_only("deviceName", nullable=True),
    _word("deviceRegistrationState", "deviceRegistrationState", words.DeviceRegistrationState.REGISTERED),
    _same("easActivated", Kind.BOOLEAN, value=False),
    _same("easActivationDateTime", Kind.INSTANT, NEVER),
    _same("easDeviceId", Kind.STRING, None, nullable=True),
    _of_user("emailAddress", "mail"),
    read_only("enrolledDateTime"),
    _same("enrollmentProfileName", Kind.STRING, None, nullable=True),
    _same("ethernetMacAddress", Kind.STRING, None, nullable=True, on_request=True),
    _word("exchangeAccessState", "deviceManagementExchangeAccessState", words.ExchangeAccessState.NONE),
    _word(
        "exchangeAccessStateReason",
        "deviceManagementExchangeAccessStateReason",
        words.ExchangeAccessStateReason.NONE,
    ),
    _same("exchangeLastSuccessfulSyncDateTime", Kind.INSTANT, NEVER),
    read_only("freeStorageSpaceInBytes"),
    _same("iccid", Kind.STRING, None, nullable=True, on_request=True),
    key("id"),
    _same("imei", Kind.STRING, None, nullable=True),
    read_only("isEncrypted"),
    read_only("isSupervised"),
    _same("jailBroken", Kind.STRING, "Unknown", nullable=True),
    read_only("lastSyncDateTime"),
    writable("managedDeviceName", nullable=True, blank_is_null=True),
    writable("managedDeviceOwnerType", type="managedDeviceOwnerType"),
    read_only("managementAgent", type="managementAgentType"),
    _same("managementCertificateExpirationDate", Kind.INSTANT, NEVER),
    _word("managementState", "managementState", words.ManagementState.MANAGED),
    _text("manufacturer"),
    _same("meid", Kind.STRING, None, nullable=True),
    _text("model"),
    writable("notes", nullable=True, blank_is_null=True, on_request=True),
    read_only("operatingSystem", nullable=True),
    _text("osVersion"),
    read_only("partnerReportedThreatState", type="managedDevicePartnerReportedHealthState"),
    _same("phoneNumber", Kind.STRING, None, nullable=True),
    read_only("physicalMemoryInBytes", on_request=True),
    _same("remoteAssistanceSessionErrorDetails", Kind.STRING, None, nullable=True),
    _same("remoteAssistanceSessionUrl", Kind.STRING, None, nullable=True),
    _same("requireUserEnrollmentApproval", Kind.BOOLEAN, None, nullable=True),
    _text("serialNumber"),
    _same("subscriberCarrier", Kind.STRING, None, nullable=True),
    read_only("totalStorageSpaceInBytes"),
    _same("udid", Kind.STRING, None, nullable=True, on_request=True),
    _of_user("userDisplayName", "display_name"),
    read_only("userId", field="user_graph_id", nullable=True),
    _text("userPrincipalName"),
    _same("wiFiMacAddress", Kind.STRING, None, nullable=True),
)

#: What beta alone has.
BETA_PROPERTIES = (
    _same("aadRegistered", Kind.BOOLEAN, value=True, nullable=True, only=BETA),
    _same("autopilotEnrolled", Kind.BOOLEAN, value=False, only=BETA),
    read_only("azureActiveDirectoryDeviceId", field="azure_ad_device_id", nullable=True, only=BETA),
    _same("bootstrapTokenEscrowed", Kind.BOOLEAN, value=False, only=BETA),
    _word("chassisType", "chassisType", words.ChassisType.UNKNOWN, only=BETA),
    _none("chromeOSDeviceInfo", "Collection(chromeOSDeviceProperty)", only=BETA),
    _none("cloudPcRemoteActionResults", "Collection(cloudPcRemoteActionResult)", only=BETA),
    _complex("configurationManagerClientHealthState", "configurationManagerClientHealthState", only=BETA),
    _complex("configurationManagerClientInformation", "configurationManagerClientInformation", only=BETA),
    _same("deviceFirmwareConfigurationInterfaceManaged", Kind.BOOLEAN, value=False, only=BETA),
    _derived("deviceType", "deviceType", words.DeviceType, _device_type),
    _of_user("enrolledByUserPrincipalName", "user_principal_name", only=BETA),
    read_only(
        "hardwareInformation",
        type=HARDWARE.type,
        shape=HARDWARE,
        nullable=True,
        value=_hardware,
        only=BETA,
        on_request=True,
    ),
    _derived("joinType", "joinType", words.JoinType, _join_type),
    _word("lostModeState", "lostModeState", words.LostModeState.DISABLED, only=BETA),
    _word("managementFeatures", "managedDeviceManagementFeatures", words.ManagementFeatures.NONE, only=BETA),
    _derived("ownerType", "ownerType", words.OwnedBy, _owned_by),
    _same("preferMdmOverGroupPolicyAppliedDateTime", Kind.INSTANT, NEVER, only=BETA),
    _word("processorArchitecture", "managedDeviceArchitecture", words.ProcessorArchitecture.UNKNOWN, only=BETA),
    _same("retireAfterDateTime", Kind.INSTANT, NEVER, only=BETA),
    writable("roleScopeTagIds", only=BETA, nullable=True),
    _same("securityPatchLevel", Kind.STRING, None, nullable=True, only=BETA),
    _same("skuFamily", Kind.STRING, "", nullable=True, only=BETA),
    _same("skuNumber", Kind.INT32, 0, only=BETA),
    _same("specificationVersion", Kind.STRING, None, nullable=True, only=BETA),
    _none("usersLoggedOn", "Collection(loggedOnUser)", only=BETA),
    _same("windowsActiveMalwareCount", Kind.INT32, 0, only=BETA),
    _same("windowsRemediatedMalwareCount", Kind.INT32, 0, only=BETA),
)

PROPERTIES = (*COMMON, *BETA_PROPERTIES)
