"""Which properties do the types of the public Graph SDKs have, of those that are served here? By version, type and kind."""

from typing import Final

FACTS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "v1.0": {
        "mobileThreatDefenseConnector": {
            "bool": (
                "allowPartnerToCollectIOSApplicationMetadata allowPartnerToCollectIOSPersonalApplicationMetadata "
                "androidDeviceBlockedOnMissingPartnerData androidEnabled "
                "androidMobileApplicationManagementEnabled iosDeviceBlockedOnMissingPartnerData iosEnabled "
                "iosMobileApplicationManagementEnabled microsoftDefenderForEndpointAttachEnabled "
                "partnerUnsupportedOsVersionBlocked windowsDeviceBlockedOnMissingPartnerData windowsEnabled"
            ),
            "datetime": "lastHeartbeatDateTime",
            "MobileThreatPartnerTenantState": "partnerState",
            "int": "partnerUnresponsivenessThresholdInDays",
        },
        "managedAppPolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName version",
        },
        "managedAppRegistration": {
            "MobileAppIdentifier": "appIdentifier",
            "str": (
                "applicationVersion deviceName deviceTag deviceType managementSdkVersion platformVersion userId version"
            ),
            "datetime": "createdDateTime lastSyncDateTime",
            "Collection(ManagedAppFlaggedReason)": "flaggedReasons",
        },
        "managedMobileApp": {
            "MobileAppIdentifier": "mobileAppIdentifier",
            "str": "version",
        },
        "targetedManagedAppPolicyAssignment": {
            "DeviceAndAppManagementAssignmentTarget": "target",
        },
        "user": {
            "bool": "accountEnabled",
            "Collection(AssignedLicense)": "assignedLicenses",
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": (
                "department displayName givenName jobTitle mail mailNickname mobilePhone officeLocation "
                "preferredLanguage surname usageLocation userPrincipalName"
            ),
            "PasswordProfile": "passwordProfile",
        },
        "group": {
            "Collection(AssignedLicense)": "assignedLicenses",
            "datetime": "createdDateTime",
            "str": "description displayName mail mailNickname preferredLanguage",
            "Collection(str)": "groupTypes",
            "bool": "mailEnabled securityEnabled",
        },
        "organization": {
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": "displayName preferredLanguage",
            "Collection(VerifiedDomain)": "verifiedDomains",
        },
    },
    "beta": {
        "mobileThreatDefenseConnector": {
            "bool": (
                "allowPartnerToCollectIOSApplicationMetadata allowPartnerToCollectIOSPersonalApplicationMetadata "
                "allowPartnerToCollectIosCertificateMetadata allowPartnerToCollectIosPersonalCertificateMetadata "
                "androidDeviceBlockedOnMissingPartnerData androidEnabled "
                "androidMobileApplicationManagementEnabled grantMobileThreatDefensePartnerRole "
                "iosDeviceBlockedOnMissingPartnerData iosEnabled iosMobileApplicationManagementEnabled "
                "launchMobileThreatDefensePartnerOnSetupEnabled macDeviceBlockedOnMissingPartnerData macEnabled "
                "microsoftDefenderForEndpointAttachEnabled partnerUnsupportedOsVersionBlocked "
                "windowsDeviceBlockedOnMissingPartnerData windowsEnabled "
                "windowsMobileApplicationManagementEnabled"
            ),
            "datetime": "lastHeartbeatDateTime",
            "MobileThreatPartnerTenantState": "partnerState",
            "int": "partnerUnresponsivenessThresholdInDays",
        },
        "windowsManagedAppProtection": {
            "WindowsManagedAppDataTransferLevel": "allowedInboundDataTransferSources allowedOutboundDataTransferDestinations",
            "WindowsManagedAppClipboardSharingLevel": "allowedOutboundClipboardSharingLevel",
            "ManagedAppRemediationAction": "appActionIfUnableToAuthenticateUser mobileThreatDefenseRemediationAction",
            "datetime": "createdDateTime lastModifiedDateTime",
            "int": "deployedAppCount",
            "str": (
                "description displayName maximumRequiredOsVersion maximumWarningOsVersion maximumWipeOsVersion "
                "minimumRequiredAppVersion minimumRequiredOsVersion minimumRequiredSdkVersion "
                "minimumWarningAppVersion minimumWarningOsVersion minimumWipeAppVersion minimumWipeOsVersion "
                "minimumWipeSdkVersion version"
            ),
            "bool": "isAssigned printBlocked",
            "ManagedAppDeviceThreatLevel": "maximumAllowedDeviceThreatLevel",
            "timedelta": "periodOfflineBeforeAccessCheck periodOfflineBeforeWipeIsEnforced",
            "Collection(str)": "roleScopeTagIds",
        },
        "managedAppPolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName version",
            "Collection(str)": "roleScopeTagIds",
        },
        "managedAppRegistration": {
            "MobileAppIdentifier": "appIdentifier",
            "str": (
                "applicationVersion azureADDeviceId deviceManufacturer deviceModel deviceName deviceTag "
                "deviceType managedDeviceId managementSdkVersion platformVersion userId version"
            ),
            "datetime": "createdDateTime lastSyncDateTime",
            "Collection(ManagedAppFlaggedReason)": "flaggedReasons",
        },
        "managedMobileApp": {
            "MobileAppIdentifier": "mobileAppIdentifier",
            "str": "version",
        },
        "targetedManagedAppPolicyAssignment": {
            "DeviceAndAppManagementAssignmentSource": "source",
            "str": "sourceId",
            "DeviceAndAppManagementAssignmentTarget": "target",
        },
        "user": {
            "bool": "accountEnabled",
            "Collection(AssignedLicense)": "assignedLicenses",
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": (
                "department displayName givenName jobTitle mail mailNickname mobilePhone officeLocation "
                "preferredLanguage surname usageLocation userPrincipalName"
            ),
            "PasswordProfile": "passwordProfile",
        },
        "group": {
            "Collection(AssignedLicense)": "assignedLicenses",
            "datetime": "createdDateTime",
            "str": "description displayName mail mailNickname preferredLanguage",
            "Collection(str)": "groupTypes",
            "bool": "mailEnabled securityEnabled",
        },
        "organization": {
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": "displayName preferredLanguage",
            "Collection(VerifiedDomain)": "verifiedDomains",
        },
    },
}
