"""Which devices does Contoso manage, and what does it ask of them? A dozen invented ones. Plain data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zlib import crc32

from devices.models import ComplianceState, EnrollmentType, OwnerType
from intune_sim.portal.demo.fleet import days, minutes
from protection.models import CompliancePolicyType

GIGABYTE = 2**30
#: By operating system: version, maker, model, gigabytes of storage, and how it came under management.
BUILDS: dict[str, tuple[str, str, str, int, EnrollmentType]] = {
    "Windows": ("10.0.26100.2454", "LENOVO", "ThinkPad T14 Gen 5", 512, EnrollmentType.WINDOWS_AZURE_AD_JOIN),
    "iOS": ("18.1.1", "Apple", "iPhone 16", 128, EnrollmentType.USER_ENROLLMENT),
    "Android": ("15", "Google", "Pixel 9", 256, EnrollmentType.USER_ENROLLMENT),
    "macOS": ("15.1.1 (24B91)", "Apple", "MacBook Pro 14", 1024, EnrollmentType.USER_ENROLLMENT),
}


@dataclass(frozen=True)
class WorkDevice:
    """A device that Contoso manages, and how it stands."""

    user: str
    operating_system: str
    enrolled: timedelta
    last_sync: timedelta
    compliance: ComplianceState = ComplianceState.COMPLIANT
    owner: OwnerType = OwnerType.COMPANY

    @property
    def name(self) -> str:
        """As an admin reads it."""
        return f"{self.user.upper()}-{'PHONE' if self.operating_system in {'iOS', 'Android'} else 'WORK'}"

    def facts(self) -> dict[str, Any]:
        """What it reports, by field name."""
        version, maker, model, gigabytes, enrolment = BUILDS[self.operating_system]
        return {
            "os_version": version,
            "manufacturer": maker,
            "model": model,
            "serial_number": f"CTS{crc32(self.name.encode()):08X}",
            "total_storage_space_in_bytes": gigabytes * GIGABYTE,
            "free_storage_space_in_bytes": gigabytes * GIGABYTE // 3,
            "is_encrypted": self.compliance is ComplianceState.COMPLIANT,
            "device_enrollment_type": enrolment,
            "managed_device_owner_type": self.owner,
            "compliance_state": self.compliance,
        }


S = ComplianceState
DEVICES: tuple[WorkDevice, ...] = (
    WorkDevice("Adele", "Windows", days(96), minutes(35)),
    WorkDevice("Nadia", "Windows", days(90), minutes(80)),
    WorkDevice("Oscar", "Windows", days(84), minutes(170)),
    WorkDevice("Esther", "Windows", days(71), days(1), S.NONCOMPLIANT),
    WorkDevice("Hassan", "macOS", days(64), minutes(55)),
    WorkDevice("Irene", "macOS", days(60), days(2), S.IN_GRACE_PERIOD),
    WorkDevice("Patricia", "iOS", days(52), minutes(20)),
    WorkDevice("Henrik", "iOS", days(47), minutes(310), owner=OwnerType.PERSONAL),
    WorkDevice("Liam", "iOS", days(33), days(9), S.NONCOMPLIANT, OwnerType.PERSONAL),
    WorkDevice("Bianca", "Android", days(29), minutes(140), owner=OwnerType.PERSONAL),
    WorkDevice("Rafael", "Android", days(12), minutes(95), S.IN_GRACE_PERIOD, OwnerType.PERSONAL),
    WorkDevice("Viktor", "Windows", minutes(45), minutes(45), S.UNKNOWN),
)


@dataclass(frozen=True)
class Demand:
    """A compliance policy for all users, and the hours until a device that fails it counts as noncompliant."""

    name: str
    type: CompliancePolicyType
    settings: dict[str, Any]
    grace_period_hours: int = 0


DEMANDS: tuple[Demand, ...] = (
    Demand(
        name="Windows - baseline",
        type=CompliancePolicyType.WINDOWS,
        settings={
            "bitLockerEnabled": True,
            "secureBootEnabled": True,
            "osMinimumVersion": "10.0.22631.0",
            "antivirusRequired": True,
            "activeFirewallRequired": True,
        },
        grace_period_hours=24,
    ),
    Demand(
        name="iOS/iPadOS - passcode and jailbreak",
        type=CompliancePolicyType.IOS,
        settings={"passcodeRequired": True, "passcodeMinimumLength": 6, "securityBlockJailbrokenDevices": True},
    ),
    Demand(
        name="Android - work profile",
        type=CompliancePolicyType.ANDROID_WORK_PROFILE,
        settings={"passwordRequired": True, "securityBlockJailbrokenDevices": True, "storageRequireEncryption": True},
        grace_period_hours=72,
    ),
)
