"""Which properties do the types of the public Graph SDKs have, of those that are served here? By version, type and kind."""

from typing import Final

FACTS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "v1.0": {
        "managedDevice": {
            "str": (
                "activationLockBypassCode androidSecurityPatchLevel azureADDeviceId deviceCategoryDisplayName "
                "deviceName easDeviceId emailAddress enrollmentProfileName ethernetMacAddress iccid imei "
                "jailBroken managedDeviceName manufacturer meid model notes operatingSystem osVersion "
                "phoneNumber remoteAssistanceSessionErrorDetails remoteAssistanceSessionUrl serialNumber "
                "subscriberCarrier udid userDisplayName userId userPrincipalName wiFiMacAddress"
            ),
            "bool": ("azureADRegistered easActivated isEncrypted isSupervised requireUserEnrollmentApproval"),
            "datetime": (
                "complianceGracePeriodExpirationDateTime easActivationDateTime enrolledDateTime "
                "exchangeLastSuccessfulSyncDateTime lastSyncDateTime managementCertificateExpirationDate"
            ),
            "ComplianceState": "complianceState",
            "ConfigurationManagerClientEnabledFeatures": "configurationManagerClientEnabledFeatures",
            "Collection(DeviceActionResult)": "deviceActionResults",
            "DeviceEnrollmentType": "deviceEnrollmentType",
            "DeviceHealthAttestationState": "deviceHealthAttestationState",
            "DeviceRegistrationState": "deviceRegistrationState",
            "DeviceManagementExchangeAccessState": "exchangeAccessState",
            "DeviceManagementExchangeAccessStateReason": "exchangeAccessStateReason",
            "int64": "freeStorageSpaceInBytes physicalMemoryInBytes totalStorageSpaceInBytes",
            "ManagedDeviceOwnerType": "managedDeviceOwnerType",
            "ManagementAgentType": "managementAgent",
            "ManagementState": "managementState",
            "ManagedDevicePartnerReportedHealthState": "partnerReportedThreatState",
        },
        "managedDeviceOverview": {
            "DeviceExchangeAccessStateSummary": "deviceExchangeAccessStateSummary",
            "DeviceOperatingSystemSummary": "deviceOperatingSystemSummary",
            "int": "dualEnrolledDeviceCount enrolledDeviceCount mdmEnrolledCount",
        },
        "deviceCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName",
            "int": "version",
        },
        "androidCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": ("description displayName minAndroidSecurityPatchLevel osMaximumVersion osMinimumVersion"),
            "bool": (
                "deviceThreatProtectionEnabled passwordRequired securityBlockJailbrokenDevices "
                "securityDisableUsbDebugging securityPreventInstallAppsFromUnknownSources "
                "securityRequireCompanyPortalAppIntegrity securityRequireGooglePlayServices "
                "securityRequireSafetyNetAttestationBasicIntegrity "
                "securityRequireSafetyNetAttestationCertifiedDevice securityRequireUpToDateSecurityProviders "
                "securityRequireVerifyApps storageRequireEncryption"
            ),
            "DeviceThreatProtectionLevel": "deviceThreatProtectionRequiredSecurityLevel",
            "int": (
                "passwordExpirationDays passwordMinimumLength passwordMinutesOfInactivityBeforeLock "
                "passwordPreviousPasswordBlockCount version"
            ),
            "AndroidRequiredPasswordType": "passwordRequiredType",
        },
        "androidWorkProfileCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": ("description displayName minAndroidSecurityPatchLevel osMaximumVersion osMinimumVersion"),
            "bool": (
                "deviceThreatProtectionEnabled passwordRequired securityBlockJailbrokenDevices "
                "securityDisableUsbDebugging securityPreventInstallAppsFromUnknownSources "
                "securityRequireCompanyPortalAppIntegrity securityRequireGooglePlayServices "
                "securityRequireSafetyNetAttestationBasicIntegrity "
                "securityRequireSafetyNetAttestationCertifiedDevice securityRequireUpToDateSecurityProviders "
                "securityRequireVerifyApps storageRequireEncryption"
            ),
            "DeviceThreatProtectionLevel": "deviceThreatProtectionRequiredSecurityLevel",
            "int": (
                "passwordExpirationDays passwordMinimumLength passwordMinutesOfInactivityBeforeLock "
                "passwordPreviousPasswordBlockCount version"
            ),
            "AndroidRequiredPasswordType": "passwordRequiredType",
        },
        "iosCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName osMaximumVersion osMinimumVersion",
            "bool": (
                "deviceThreatProtectionEnabled managedEmailProfileRequired passcodeBlockSimple passcodeRequired "
                "securityBlockJailbrokenDevices"
            ),
            "DeviceThreatProtectionLevel": "deviceThreatProtectionRequiredSecurityLevel",
            "int": (
                "passcodeExpirationDays passcodeMinimumCharacterSetCount passcodeMinimumLength "
                "passcodeMinutesOfInactivityBeforeLock passcodePreviousPasscodeBlockCount version"
            ),
            "RequiredPasswordType": "passcodeRequiredType",
        },
        "macOSCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName osMaximumVersion osMinimumVersion",
            "bool": (
                "deviceThreatProtectionEnabled firewallBlockAllIncoming firewallEnableStealthMode "
                "firewallEnabled passwordBlockSimple passwordRequired storageRequireEncryption "
                "systemIntegrityProtectionEnabled"
            ),
            "DeviceThreatProtectionLevel": "deviceThreatProtectionRequiredSecurityLevel",
            "int": (
                "passwordExpirationDays passwordMinimumCharacterSetCount passwordMinimumLength "
                "passwordMinutesOfInactivityBeforeLock passwordPreviousPasswordBlockCount version"
            ),
            "RequiredPasswordType": "passwordRequiredType",
        },
        "windows10CompliancePolicy": {
            "bool": (
                "bitLockerEnabled codeIntegrityEnabled earlyLaunchAntiMalwareDriverEnabled passwordBlockSimple "
                "passwordRequired passwordRequiredToUnlockFromIdle requireHealthyDeviceReport secureBootEnabled "
                "storageRequireEncryption"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "description displayName mobileOsMaximumVersion mobileOsMinimumVersion osMaximumVersion "
                "osMinimumVersion"
            ),
            "int": (
                "passwordExpirationDays passwordMinimumCharacterSetCount passwordMinimumLength "
                "passwordMinutesOfInactivityBeforeLock passwordPreviousPasswordBlockCount version"
            ),
            "RequiredPasswordType": "passwordRequiredType",
        },
        "deviceCompliancePolicySettingStateSummary": {
            "int": (
                "compliantDeviceCount conflictDeviceCount errorDeviceCount nonCompliantDeviceCount "
                "notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
            "PolicyPlatformType": "platformType",
            "str": "setting settingName",
        },
        "notificationMessageTemplate": {
            "Collection(NotificationTemplateBrandingOptions)": "brandingOptions",
            "str": "defaultLocale displayName",
            "datetime": "lastModifiedDateTime",
            "Collection(str)": "roleScopeTagIds",
        },
        "deviceCompliancePolicyDeviceStateSummary": {
            "int": (
                "compliantDeviceCount configManagerCount conflictDeviceCount errorDeviceCount inGracePeriodCount "
                "nonCompliantDeviceCount notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
        },
        "deviceCompliancePolicyAssignment": {
            "DeviceAndAppManagementAssignmentTarget": "target",
        },
        "deviceComplianceScheduledActionForRule": {
            "str": "ruleName",
        },
        "settingStateDeviceSummary": {
            "int": (
                "compliantDeviceCount conflictDeviceCount errorDeviceCount nonCompliantDeviceCount "
                "notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
            "str": "instancePath settingName",
        },
        "deviceComplianceDeviceOverview": {
            "int": ("configurationVersion errorCount failedCount notApplicableCount pendingCount successCount"),
            "datetime": "lastUpdateDateTime",
        },
        "deviceComplianceDeviceStatus": {
            "datetime": "complianceGracePeriodExpirationDateTime lastReportedDateTime",
            "str": "deviceDisplayName deviceModel userName userPrincipalName",
            "ComplianceStatus": "status",
        },
        "deviceComplianceUserOverview": {
            "int": ("configurationVersion errorCount failedCount notApplicableCount pendingCount successCount"),
            "datetime": "lastUpdateDateTime",
        },
        "deviceComplianceUserStatus": {
            "int": "devicesCount",
            "datetime": "lastReportedDateTime",
            "ComplianceStatus": "status",
            "str": "userDisplayName userPrincipalName",
        },
        "localizedNotificationMessage": {
            "bool": "isDefault",
            "datetime": "lastModifiedDateTime",
            "str": "locale messageTemplate subject",
        },
        "deviceCompliancePolicyState": {
            "str": "displayName",
            "PolicyPlatformType": "platformType",
            "int": "settingCount version",
            "ComplianceStatus": "state",
        },
        "deviceComplianceActionItem": {
            "DeviceComplianceActionType": "actionType",
            "int": "gracePeriodHours",
            "Collection(str)": "notificationMessageCCList",
            "str": "notificationTemplateId",
        },
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
        "organization": {
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": "displayName preferredLanguage",
            "Collection(VerifiedDomain)": "verifiedDomains",
        },
        "iosManagedAppProtection": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "customBrowserProtocol description displayName minimumRequiredAppVersion "
                "minimumRequiredOsVersion minimumRequiredSdkVersion minimumWarningAppVersion "
                "minimumWarningOsVersion version"
            ),
            "Collection(ManagedAppDataStorageLocation)": "allowedDataStorageLocations",
            "ManagedAppDataTransferLevel": "allowedInboundDataTransferSources allowedOutboundDataTransferDestinations",
            "ManagedAppClipboardSharingLevel": "allowedOutboundClipboardSharingLevel",
            "bool": (
                "contactSyncBlocked dataBackupBlocked deviceComplianceRequired disableAppPinIfDevicePinIsSet "
                "faceIdBlocked fingerprintBlocked isAssigned managedBrowserToOpenLinksRequired "
                "organizationalCredentialsRequired pinRequired printBlocked saveAsBlocked simplePinBlocked"
            ),
            "Collection(ManagedBrowserType)": "managedBrowser",
            "int": "deployedAppCount maximumPinRetries minimumPinLength",
            "timedelta": (
                "periodBeforePinReset periodOfflineBeforeAccessCheck periodOfflineBeforeWipeIsEnforced "
                "periodOnlineBeforeAccessCheck"
            ),
            "ManagedAppPinCharacterSet": "pinCharacterSet",
            "Collection(TargetedManagedAppPolicyAssignment)": "assignments",
            "ManagedAppDataEncryptionType": "appDataEncryptionType",
            "Collection(ManagedMobileApp)": "apps",
            "ManagedAppPolicyDeploymentSummary": "deploymentSummary",
        },
        "androidManagedAppProtection": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "customBrowserDisplayName customBrowserPackageId description displayName "
                "minimumRequiredAppVersion minimumRequiredOsVersion minimumRequiredPatchVersion "
                "minimumWarningAppVersion minimumWarningOsVersion minimumWarningPatchVersion version"
            ),
            "Collection(ManagedAppDataStorageLocation)": "allowedDataStorageLocations",
            "ManagedAppDataTransferLevel": "allowedInboundDataTransferSources allowedOutboundDataTransferDestinations",
            "ManagedAppClipboardSharingLevel": "allowedOutboundClipboardSharingLevel",
            "bool": (
                "contactSyncBlocked dataBackupBlocked deviceComplianceRequired "
                "disableAppEncryptionIfDeviceEncryptionIsEnabled disableAppPinIfDevicePinIsSet encryptAppData "
                "fingerprintBlocked isAssigned managedBrowserToOpenLinksRequired "
                "organizationalCredentialsRequired pinRequired printBlocked saveAsBlocked screenCaptureBlocked "
                "simplePinBlocked"
            ),
            "Collection(ManagedBrowserType)": "managedBrowser",
            "int": "deployedAppCount maximumPinRetries minimumPinLength",
            "timedelta": (
                "periodBeforePinReset periodOfflineBeforeAccessCheck periodOfflineBeforeWipeIsEnforced "
                "periodOnlineBeforeAccessCheck"
            ),
            "ManagedAppPinCharacterSet": "pinCharacterSet",
            "Collection(TargetedManagedAppPolicyAssignment)": "assignments",
            "Collection(ManagedMobileApp)": "apps",
            "ManagedAppPolicyDeploymentSummary": "deploymentSummary",
        },
        "managedAppPolicyDeploymentSummary": {
            "int": "configurationDeployedUserCount",
            "Collection(ManagedAppPolicyDeploymentSummaryPerApp)": "configurationDeploymentSummaryPerApp",
            "str": "displayName version",
            "datetime": "lastRefreshTime",
        },
        "conditionalAccessPolicy": {
            "ConditionalAccessConditionSet": "conditions",
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "description displayName templateId",
            "ConditionalAccessGrantControls": "grantControls",
            "ConditionalAccessSessionControls": "sessionControls",
            "ConditionalAccessPolicyState": "state",
        },
        "namedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
        },
        "ipNamedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
            "bool": "isTrusted",
            "Collection(IpRange)": "ipRanges",
        },
        "countryNamedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
            "bool": "includeUnknownCountriesAndRegions",
            "Collection(str)": "countriesAndRegions",
            "CountryLookupMethodType": "countryLookupMethod",
        },
        "auditEvent": {
            "str": ("activity activityOperationType activityResult activityType category componentName displayName"),
            "datetime": "activityDateTime",
            "AuditActor": "actor",
            "uuid": "correlationId",
            "Collection(AuditResource)": "resources",
        },
        "roleDefinition": {
            "str": "description displayName",
            "bool": "isBuiltIn",
            "Collection(RoleAssignment)": "roleAssignments",
            "Collection(RolePermission)": "rolePermissions",
        },
        "deviceAndAppManagementRoleDefinition": {
            "str": "description displayName",
            "bool": "isBuiltIn",
            "Collection(RoleAssignment)": "roleAssignments",
            "Collection(RolePermission)": "rolePermissions",
        },
        "deviceAndAppManagementRoleAssignment": {
            "str": "description displayName",
            "Collection(str)": "members resourceScopes",
            "RoleDefinition": "roleDefinition",
        },
        "resourceOperation": {
            "str": "actionName description resourceName",
        },
        "managedAppOperation": {
            "str": "displayName state version",
            "datetime": "lastModifiedDateTime",
        },
        "deviceManagementExportJob": {
            "datetime": "expirationDateTime requestDateTime",
            "str": "filter reportName snapshotId url",
            "DeviceManagementReportFileFormat": "format",
            "DeviceManagementExportJobLocalizationType": "localizationType",
            "Collection(str)": "select",
            "DeviceManagementReportStatus": "status",
        },
        "signIn": {
            "str": (
                "appDisplayName appId clientAppUsed correlationId homeTenantId ipAddress "
                "resourceDisplayName resourceId resourceTenantId servicePrincipalId servicePrincipalName "
                "userAgent userDisplayName userId userPrincipalName"
            ),
            "Collection(AppliedConditionalAccessPolicy)": "appliedConditionalAccessPolicies",
            "AuthenticationAppDeviceDetails": "authenticationAppDeviceDetails",
            "ConditionalAccessStatus": "conditionalAccessStatus",
            "datetime": "createdDateTime",
            "DeviceDetail": "deviceDetail",
            "bool": "isInteractive",
            "SignInLocation": "location",
            "RiskDetail": "riskDetail",
            "Collection(RiskEventType)": "riskEventTypes",
            "Collection(str)": "riskEventTypes_v2",
            "RiskLevel": "riskLevelAggregated riskLevelDuringSignIn",
            "RiskState": "riskState",
            "SignInStatus": "status",
        },
        "user": {
            "datetime": (
                "birthday createdDateTime deletedDateTime employeeHireDate employeeLeaveDateTime "
                "externalUserStateChangeDateTime hireDate lastPasswordChangeDateTime onPremisesLastSyncDateTime "
                "signInSessionsValidFromDateTime"
            ),
            "str": (
                "aboutMe ageGroup city companyName consentProvidedForMinor country creationType department "
                "displayName employeeId employeeType externalUserState faxNumber givenName identityParentId "
                "jobTitle legalAgeGroupClassification mail mailNickname mobilePhone mySite officeLocation "
                "onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName "
                "onPremisesSecurityIdentifier onPremisesUserPrincipalName passwordPolicies postalCode "
                "preferredDataLocation preferredLanguage preferredName securityIdentifier state streetAddress "
                "surname usageLocation userPrincipalName userType"
            ),
            "bool": ("accountEnabled isManagementRestricted isResourceAccount onPremisesSyncEnabled showInAddressList"),
            "Collection(AssignedLicense)": "assignedLicenses",
            "Collection(str)": (
                "businessPhones imAddresses interests otherMails pastProjects proxyAddresses responsibilities "
                "schools skills"
            ),
            "int": "deviceEnrollmentLimit",
            "PasswordProfile": "passwordProfile",
        },
        "group": {
            "datetime": (
                "createdDateTime deletedDateTime expirationDateTime onPremisesLastSyncDateTime renewedDateTime"
            ),
            "bool": (
                "allowExternalSenders autoSubscribeNewMembers hasMembersWithLicenseErrors hideFromAddressLists "
                "hideFromOutlookClients isArchived isAssignableToRole isFavorite isManagementRestricted "
                "isSubscribedByMail mailEnabled onPremisesSyncEnabled securityEnabled welcomeMessageEnabled"
            ),
            "Collection(AssignedLicense)": "assignedLicenses",
            "str": (
                "classification description displayName mail mailNickname membershipRule "
                "membershipRuleProcessingState onPremisesDomainName onPremisesNetBiosName "
                "onPremisesSamAccountName onPremisesSecurityIdentifier organizationId preferredDataLocation "
                "preferredLanguage securityIdentifier theme uniqueName visibility"
            ),
            "Collection(str)": (
                "groupTypes infoCatalogs proxyAddresses resourceBehaviorOptions resourceProvisioningOptions"
            ),
            "int": "unseenConversationsCount unseenCount unseenMessagesCount",
        },
    },
    "beta": {
        "deviceAndAppManagementAssignmentFilter": {
            "AssignmentFilterManagementType": "assignmentFilterManagementType",
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName rule",
            "DevicePlatformType": "platform",
            "Collection(str)": "roleScopeTags",
        },
        "managedDevice": {
            "bool": (
                "aadRegistered autopilotEnrolled azureADRegistered bootstrapTokenEscrowed "
                "deviceFirmwareConfigurationInterfaceManaged easActivated isEncrypted isSupervised "
                "requireUserEnrollmentApproval"
            ),
            "str": (
                "activationLockBypassCode androidSecurityPatchLevel azureADDeviceId azureActiveDirectoryDeviceId "
                "deviceCategoryDisplayName deviceName easDeviceId emailAddress enrolledByUserPrincipalName "
                "enrollmentProfileName ethernetMacAddress iccid imei jailBroken managedDeviceName manufacturer "
                "meid model notes operatingSystem osVersion phoneNumber remoteAssistanceSessionErrorDetails "
                "remoteAssistanceSessionUrl securityPatchLevel serialNumber skuFamily specificationVersion "
                "subscriberCarrier udid userDisplayName userId userPrincipalName wiFiMacAddress"
            ),
            "ChassisType": "chassisType",
            "Collection(ChromeOSDeviceProperty)": "chromeOSDeviceInfo",
            "Collection(CloudPcRemoteActionResult)": "cloudPcRemoteActionResults",
            "datetime": (
                "complianceGracePeriodExpirationDateTime easActivationDateTime enrolledDateTime "
                "exchangeLastSuccessfulSyncDateTime lastSyncDateTime managementCertificateExpirationDate "
                "preferMdmOverGroupPolicyAppliedDateTime retireAfterDateTime"
            ),
            "ComplianceState": "complianceState",
            "ConfigurationManagerClientEnabledFeatures": "configurationManagerClientEnabledFeatures",
            "ConfigurationManagerClientHealthState": "configurationManagerClientHealthState",
            "ConfigurationManagerClientInformation": "configurationManagerClientInformation",
            "Collection(DeviceActionResult)": "deviceActionResults",
            "DeviceEnrollmentType": "deviceEnrollmentType",
            "DeviceHealthAttestationState": "deviceHealthAttestationState",
            "DeviceRegistrationState": "deviceRegistrationState",
            "DeviceType": "deviceType",
            "DeviceManagementExchangeAccessState": "exchangeAccessState",
            "DeviceManagementExchangeAccessStateReason": "exchangeAccessStateReason",
            "int64": "freeStorageSpaceInBytes physicalMemoryInBytes totalStorageSpaceInBytes",
            "HardwareInformation": "hardwareInformation",
            "JoinType": "joinType",
            "LostModeState": "lostModeState",
            "ManagedDeviceOwnerType": "managedDeviceOwnerType",
            "ManagementAgentType": "managementAgent",
            "ManagedDeviceManagementFeatures": "managementFeatures",
            "ManagementState": "managementState",
            "OwnerType": "ownerType",
            "ManagedDevicePartnerReportedHealthState": "partnerReportedThreatState",
            "ManagedDeviceArchitecture": "processorArchitecture",
            "Collection(str)": "roleScopeTagIds",
            "int": "skuNumber windowsActiveMalwareCount windowsRemediatedMalwareCount",
            "Collection(LoggedOnUser)": "usersLoggedOn",
        },
        "managedDeviceOverview": {
            "DeviceExchangeAccessStateSummary": "deviceExchangeAccessStateSummary",
            "DeviceOperatingSystemSummary": "deviceOperatingSystemSummary",
            "int": "dualEnrolledDeviceCount enrolledDeviceCount mdmEnrolledCount",
            "datetime": "lastModifiedDateTime",
            "ManagedDeviceModelsAndManufacturers": "managedDeviceModelsAndManufacturers",
        },
        "deviceCompliancePolicy": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": "description displayName",
            "Collection(str)": "roleScopeTagIds",
            "int": "version",
        },
        "androidCompliancePolicy": {
            "DeviceThreatProtectionLevel": (
                "advancedThreatProtectionRequiredSecurityLevel deviceThreatProtectionRequiredSecurityLevel"
            ),
            "str": (
                "conditionStatementId description displayName minAndroidSecurityPatchLevel osMaximumVersion "
                "osMinimumVersion"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "bool": (
                "deviceThreatProtectionEnabled passwordRequired securityBlockDeviceAdministratorManagedDevices "
                "securityBlockJailbrokenDevices securityDisableUsbDebugging "
                "securityPreventInstallAppsFromUnknownSources securityRequireCompanyPortalAppIntegrity "
                "securityRequireGooglePlayServices securityRequireSafetyNetAttestationBasicIntegrity "
                "securityRequireSafetyNetAttestationCertifiedDevice securityRequireUpToDateSecurityProviders "
                "securityRequireVerifyApps storageRequireEncryption"
            ),
            "int": (
                "passwordExpirationDays passwordMinimumLength passwordMinutesOfInactivityBeforeLock "
                "passwordPreviousPasswordBlockCount passwordSignInFailureCountBeforeFactoryReset version"
            ),
            "AndroidRequiredPasswordType": "passwordRequiredType",
            "AndroidRequiredPasswordComplexity": "requiredPasswordComplexity",
            "Collection(AppListItem)": "restrictedApps",
            "Collection(str)": "roleScopeTagIds",
        },
        "androidWorkProfileCompliancePolicy": {
            "DeviceThreatProtectionLevel": (
                "advancedThreatProtectionRequiredSecurityLevel deviceThreatProtectionRequiredSecurityLevel"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": ("description displayName minAndroidSecurityPatchLevel osMaximumVersion osMinimumVersion"),
            "bool": (
                "deviceThreatProtectionEnabled passwordRequired securityBlockJailbrokenDevices "
                "securityDisableUsbDebugging securityPreventInstallAppsFromUnknownSources "
                "securityRequireCompanyPortalAppIntegrity securityRequireGooglePlayServices "
                "securityRequireSafetyNetAttestationBasicIntegrity "
                "securityRequireSafetyNetAttestationCertifiedDevice securityRequireUpToDateSecurityProviders "
                "securityRequireVerifyApps storageRequireEncryption workProfileRequirePassword"
            ),
            "int": (
                "passwordExpirationDays passwordMinimumLength passwordMinutesOfInactivityBeforeLock "
                "passwordPreviousPasswordBlockCount passwordSignInFailureCountBeforeFactoryReset version "
                "workProfileInactiveBeforeScreenLockInMinutes workProfilePasswordExpirationInDays "
                "workProfilePasswordMinimumLength workProfilePreviousPasswordBlockCount"
            ),
            "AndroidRequiredPasswordType": "passwordRequiredType",
            "AndroidRequiredPasswordComplexity": "requiredPasswordComplexity workProfileRequiredPasswordComplexity",
            "Collection(str)": "roleScopeTagIds",
            "AndroidSafetyNetEvaluationType": "securityRequiredAndroidSafetyNetEvaluationType",
            "AndroidWorkProfileRequiredPasswordType": "workProfilePasswordRequiredType",
        },
        "iosCompliancePolicy": {
            "DeviceThreatProtectionLevel": (
                "advancedThreatProtectionRequiredSecurityLevel deviceThreatProtectionRequiredSecurityLevel"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "description displayName osMaximumBuildVersion osMaximumVersion osMinimumBuildVersion osMinimumVersion"
            ),
            "bool": (
                "deviceThreatProtectionEnabled managedEmailProfileRequired passcodeBlockSimple passcodeRequired "
                "securityBlockJailbrokenDevices"
            ),
            "int": (
                "passcodeExpirationDays passcodeMinimumCharacterSetCount passcodeMinimumLength "
                "passcodeMinutesOfInactivityBeforeLock passcodeMinutesOfInactivityBeforeScreenTimeout "
                "passcodePreviousPasscodeBlockCount version"
            ),
            "RequiredPasswordType": "passcodeRequiredType",
            "Collection(AppListItem)": "restrictedApps",
            "Collection(str)": "roleScopeTagIds",
        },
        "macOSCompliancePolicy": {
            "DeviceThreatProtectionLevel": (
                "advancedThreatProtectionRequiredSecurityLevel deviceThreatProtectionRequiredSecurityLevel"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "description displayName osMaximumBuildVersion osMaximumVersion osMinimumBuildVersion osMinimumVersion"
            ),
            "DeviceCompliancePolicyScript": "deviceCompliancePolicyScript",
            "bool": (
                "deviceThreatProtectionEnabled firewallBlockAllIncoming firewallEnableStealthMode "
                "firewallEnabled passwordBlockSimple passwordRequired storageRequireEncryption "
                "systemIntegrityProtectionEnabled"
            ),
            "MacOSGatekeeperAppSources": "gatekeeperAllowedAppSource",
            "int": (
                "passwordExpirationDays passwordMinimumCharacterSetCount passwordMinimumLength "
                "passwordMinutesOfInactivityBeforeLock passwordPreviousPasswordBlockCount version"
            ),
            "RequiredPasswordType": "passwordRequiredType",
            "Collection(str)": "roleScopeTagIds",
        },
        "windows10CompliancePolicy": {
            "bool": (
                "activeFirewallRequired antiSpywareRequired antivirusRequired bitLockerEnabled "
                "codeIntegrityEnabled configurationManagerComplianceRequired defenderEnabled "
                "deviceThreatProtectionEnabled earlyLaunchAntiMalwareDriverEnabled firmwareProtectionEnabled "
                "kernelDmaProtectionEnabled memoryIntegrityEnabled passwordBlockSimple passwordRequired "
                "passwordRequiredToUnlockFromIdle requireHealthyDeviceReport rtpEnabled secureBootEnabled "
                "signatureOutOfDate storageRequireEncryption tpmRequired virtualizationBasedSecurityEnabled"
            ),
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "defenderVersion description displayName mobileOsMaximumVersion mobileOsMinimumVersion "
                "osMaximumVersion osMinimumVersion"
            ),
            "DeviceCompliancePolicyScript": "deviceCompliancePolicyScript",
            "DeviceThreatProtectionLevel": "deviceThreatProtectionRequiredSecurityLevel",
            "int": (
                "passwordExpirationDays passwordMinimumCharacterSetCount passwordMinimumLength "
                "passwordMinutesOfInactivityBeforeLock passwordPreviousPasswordBlockCount version"
            ),
            "RequiredPasswordType": "passwordRequiredType",
            "Collection(str)": "roleScopeTagIds",
            "Collection(OperatingSystemVersionRange)": "validOperatingSystemBuildRanges",
            "Collection(WslDistributionConfiguration)": "wslDistributions",
        },
        "deviceCompliancePolicySettingStateSummary": {
            "int": (
                "compliantDeviceCount conflictDeviceCount errorDeviceCount nonCompliantDeviceCount "
                "notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
            "PolicyPlatformType": "platformType",
            "str": "setting settingName",
        },
        "notificationMessageTemplate": {
            "Collection(NotificationTemplateBrandingOptions)": "brandingOptions",
            "str": "defaultLocale description displayName",
            "datetime": "lastModifiedDateTime",
            "Collection(str)": "roleScopeTagIds",
        },
        "deviceCompliancePolicyDeviceStateSummary": {
            "int": (
                "compliantDeviceCount configManagerCount conflictDeviceCount errorDeviceCount inGracePeriodCount "
                "nonCompliantDeviceCount notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
        },
        "deviceCompliancePolicyAssignment": {
            "DeviceAndAppManagementAssignmentSource": "source",
            "str": "sourceId",
            "DeviceAndAppManagementAssignmentTarget": "target",
        },
        "deviceComplianceScheduledActionForRule": {
            "str": "ruleName",
        },
        "settingStateDeviceSummary": {
            "int": (
                "compliantDeviceCount conflictDeviceCount errorDeviceCount nonCompliantDeviceCount "
                "notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount"
            ),
            "str": "instancePath settingName",
        },
        "deviceComplianceDeviceOverview": {
            "int": (
                "configurationVersion conflictCount errorCount failedCount notApplicableCount "
                "notApplicablePlatformCount pendingCount successCount"
            ),
            "datetime": "lastUpdateDateTime",
        },
        "deviceComplianceDeviceStatus": {
            "datetime": "complianceGracePeriodExpirationDateTime lastReportedDateTime",
            "str": "deviceDisplayName deviceModel userName userPrincipalName",
            "int": "platform",
            "ComplianceStatus": "status",
        },
        "deviceComplianceUserOverview": {
            "int": (
                "configurationVersion conflictCount errorCount failedCount notApplicableCount pendingCount successCount"
            ),
            "datetime": "lastUpdateDateTime",
        },
        "deviceComplianceUserStatus": {
            "int": "devicesCount",
            "datetime": "lastReportedDateTime",
            "ComplianceStatus": "status",
            "str": "userDisplayName userPrincipalName",
        },
        "localizedNotificationMessage": {
            "bool": "isDefault",
            "datetime": "lastModifiedDateTime",
            "str": "locale messageTemplate subject",
        },
        "deviceCompliancePolicyState": {
            "str": "displayName userId userPrincipalName",
            "PolicyPlatformType": "platformType",
            "int": "settingCount version",
            "ComplianceStatus": "state",
        },
        "deviceComplianceActionItem": {
            "DeviceComplianceActionType": "actionType",
            "int": "gracePeriodHours",
            "Collection(str)": "notificationMessageCCList",
            "str": "notificationTemplateId",
        },
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
            "Collection(WindowsManagedAppDataTransferLocations)": (
                "allowedInboundDataTransferSourceApps allowedOutboundDataTransferDestinationApps"
            ),
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
        "organization": {
            "Collection(str)": "businessPhones",
            "datetime": "createdDateTime",
            "str": "displayName preferredLanguage",
            "Collection(VerifiedDomain)": "verifiedDomains",
        },
        "iosManagedAppProtection": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "allowedIosDeviceModels customBrowserProtocol customDialerAppProtocol description displayName "
                "maximumRequiredOsVersion maximumWarningOsVersion maximumWipeOsVersion "
                "messagingRedirectAppUrlScheme minimumRequiredAppVersion minimumRequiredOsVersion "
                "minimumRequiredSdkVersion minimumWarningAppVersion minimumWarningOsVersion "
                "minimumWarningSdkVersion minimumWipeAppVersion minimumWipeOsVersion minimumWipeSdkVersion "
                "version"
            ),
            "Collection(str)": "exemptedUniversalLinks managedUniversalLinks roleScopeTagIds",
            "Collection(ManagedAppDataIngestionLocation)": "allowedDataIngestionLocations",
            "Collection(ManagedAppDataStorageLocation)": "allowedDataStorageLocations",
            "ManagedAppDataTransferLevel": "allowedInboundDataTransferSources allowedOutboundDataTransferDestinations",
            "int": (
                "allowedOutboundClipboardSharingExceptionLength deployedAppCount maximumPinRetries "
                "minimumPinLength previousPinBlockCount"
            ),
            "ManagedAppClipboardSharingLevel": "allowedOutboundClipboardSharingLevel",
            "ManagedAppRemediationAction": (
                "appActionIfAccountIsClockedOut appActionIfDeviceComplianceRequired "
                "appActionIfIosDeviceModelNotAllowed appActionIfMaximumPinRetriesExceeded "
                "appActionIfUnableToAuthenticateUser mobileThreatDefenseRemediationAction"
            ),
            "bool": (
                "allowWidgetContentSync blockDataIngestionIntoOrganizationDocuments contactSyncBlocked "
                "dataBackupBlocked deviceComplianceRequired disableAppPinIfDevicePinIsSet "
                "disableProtectionOfManagedOutboundOpenInData faceIdBlocked filterOpenInToOnlyManagedApps "
                "fingerprintBlocked isAssigned managedBrowserToOpenLinksRequired "
                "organizationalCredentialsRequired pinRequired printBlocked protectInboundDataFromUnknownSources "
                "saveAsBlocked simplePinBlocked thirdPartyKeyboardsBlocked"
            ),
            "ManagedAppPhoneNumberRedirectLevel": "dialerRestrictionLevel",
            "timedelta": (
                "gracePeriodToBlockAppsDuringOffClockHours periodBeforePinReset periodOfflineBeforeAccessCheck "
                "periodOfflineBeforeWipeIsEnforced periodOnlineBeforeAccessCheck "
                "pinRequiredInsteadOfBiometricTimeout"
            ),
            "Collection(ManagedBrowserType)": "managedBrowser",
            "ManagedAppDeviceThreatLevel": "maximumAllowedDeviceThreatLevel",
            "MobileThreatDefensePartnerPriority": "mobileThreatDefensePartnerPriority",
            "ManagedAppNotificationRestriction": "notificationRestriction",
            "ManagedAppPinCharacterSet": "pinCharacterSet",
            "MessagingRedirectAppType": "protectedMessagingRedirectAppType",
            "ManagedAppPurviewEvaluationRequirement": "purviewContentEvaluationRequired",
            "TargetedManagedAppGroupType": "appGroupType",
            "Collection(TargetedManagedAppPolicyAssignment)": "assignments",
            "Collection(AppManagementLevel)": "targetedAppManagementLevels",
            "ManagedAppDataEncryptionType": "appDataEncryptionType",
            "Collection(ManagedMobileApp)": "apps",
            "ManagedAppPolicyDeploymentSummary": "deploymentSummary",
            "Collection(KeyValuePair)": "exemptedAppProtocols",
            "GenmojiIosManagedAppConfigurationState": "genmojiConfigurationState",
            "ScreenCaptureIosManagedAppConfigurationState": "screenCaptureConfigurationState",
            "WritingToolsIosManagedAppConfigurationState": "writingToolsConfigurationState",
        },
        "androidManagedAppProtection": {
            "datetime": "createdDateTime lastModifiedDateTime",
            "str": (
                "allowedAndroidDeviceManufacturers customBrowserDisplayName customBrowserPackageId "
                "customDialerAppDisplayName customDialerAppPackageId description displayName "
                "maximumRequiredOsVersion maximumWarningOsVersion maximumWipeOsVersion "
                "messagingRedirectAppDisplayName messagingRedirectAppPackageId minimumRequiredAppVersion "
                "minimumRequiredCompanyPortalVersion minimumRequiredOsVersion minimumRequiredPatchVersion "
                "minimumWarningAppVersion minimumWarningCompanyPortalVersion minimumWarningOsVersion "
                "minimumWarningPatchVersion minimumWipeAppVersion minimumWipeCompanyPortalVersion "
                "minimumWipeOsVersion minimumWipePatchVersion version"
            ),
            "Collection(str)": "allowedAndroidDeviceModels roleScopeTagIds",
            "Collection(ManagedAppDataIngestionLocation)": "allowedDataIngestionLocations",
            "Collection(ManagedAppDataStorageLocation)": "allowedDataStorageLocations",
            "ManagedAppDataTransferLevel": "allowedInboundDataTransferSources allowedOutboundDataTransferDestinations",
            "int": (
                "allowedOutboundClipboardSharingExceptionLength blockAfterCompanyPortalUpdateDeferralInDays "
                "deployedAppCount maximumPinRetries minimumPinLength previousPinBlockCount "
                "warnAfterCompanyPortalUpdateDeferralInDays wipeAfterCompanyPortalUpdateDeferralInDays"
            ),
            "ManagedAppClipboardSharingLevel": "allowedOutboundClipboardSharingLevel",
            "ManagedAppRemediationAction": (
                "appActionIfAccountIsClockedOut appActionIfAndroidDeviceManufacturerNotAllowed "
                "appActionIfAndroidDeviceModelNotAllowed appActionIfAndroidSafetyNetAppsVerificationFailed "
                "appActionIfAndroidSafetyNetDeviceAttestationFailed appActionIfDeveloperOptionsEnabled "
                "appActionIfDeviceComplianceRequired appActionIfDeviceLockNotSet "
                "appActionIfDevicePasscodeComplexityLessThanHigh appActionIfDevicePasscodeComplexityLessThanLow "
                "appActionIfDevicePasscodeComplexityLessThanMedium appActionIfMaximumPinRetriesExceeded "
                "appActionIfSamsungKnoxAttestationRequired appActionIfUnableToAuthenticateUser "
                "mobileThreatDefenseRemediationAction"
            ),
            "bool": (
                "biometricAuthenticationBlocked blockDataIngestionIntoOrganizationDocuments connectToVpnOnLaunch "
                "contactSyncBlocked dataBackupBlocked deviceComplianceRequired deviceLockRequired "
                "disableAppEncryptionIfDeviceEncryptionIsEnabled disableAppPinIfDevicePinIsSet encryptAppData "
                "fingerprintAndBiometricEnabled fingerprintBlocked isAssigned keyboardsRestricted "
                "managedBrowserToOpenLinksRequired organizationalCredentialsRequired pinRequired printBlocked "
                "requireClass3Biometrics requirePinAfterBiometricChange saveAsBlocked screenCaptureBlocked "
                "simplePinBlocked"
            ),
            "ManagedAppPhoneNumberRedirectLevel": "dialerRestrictionLevel",
            "timedelta": (
                "gracePeriodToBlockAppsDuringOffClockHours periodBeforePinReset periodOfflineBeforeAccessCheck "
                "periodOfflineBeforeWipeIsEnforced periodOnlineBeforeAccessCheck "
                "pinRequiredInsteadOfBiometricTimeout"
            ),
            "Collection(ManagedBrowserType)": "managedBrowser",
            "ManagedAppDeviceThreatLevel": "maximumAllowedDeviceThreatLevel",
            "MobileThreatDefensePartnerPriority": "mobileThreatDefensePartnerPriority",
            "ManagedAppNotificationRestriction": "notificationRestriction",
            "ManagedAppPinCharacterSet": "pinCharacterSet",
            "MessagingRedirectAppType": "protectedMessagingRedirectAppType",
            "ManagedAppPurviewEvaluationRequirement": "purviewContentEvaluationRequired",
            "TargetedManagedAppGroupType": "appGroupType",
            "Collection(TargetedManagedAppPolicyAssignment)": "assignments",
            "Collection(AppManagementLevel)": "targetedAppManagementLevels",
            "Collection(KeyValuePair)": "approvedKeyboards exemptedAppPackages",
            "Collection(ManagedMobileApp)": "apps",
            "ManagedAppPolicyDeploymentSummary": "deploymentSummary",
            "AndroidManagedAppSafetyNetAppsVerificationType": "requiredAndroidSafetyNetAppsVerificationType",
            "AndroidManagedAppSafetyNetDeviceAttestationType": "requiredAndroidSafetyNetDeviceAttestationType",
            "AndroidManagedAppSafetyNetEvaluationType": "requiredAndroidSafetyNetEvaluationType",
        },
        "managedAppPolicyDeploymentSummary": {
            "int": "configurationDeployedUserCount",
            "Collection(ManagedAppPolicyDeploymentSummaryPerApp)": "configurationDeploymentSummaryPerApp",
            "str": "displayName version",
            "datetime": "lastRefreshTime",
        },
        "conditionalAccessPolicy": {
            "ConditionalAccessConditionSet": "conditions",
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "description displayName",
            "ConditionalAccessGrantControls": "grantControls",
            "ConditionalAccessSessionControls": "sessionControls",
            "ConditionalAccessPolicyState": "state",
        },
        "namedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
        },
        "ipNamedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
            "bool": "isTrusted",
            "Collection(IpRange)": "ipRanges",
        },
        "countryNamedLocation": {
            "datetime": "createdDateTime deletedDateTime modifiedDateTime",
            "str": "displayName",
            "bool": "includeUnknownCountriesAndRegions",
            "Collection(str)": "countriesAndRegions",
            "CountryLookupMethodType": "countryLookupMethod",
        },
        "auditEvent": {
            "str": ("activity activityOperationType activityResult activityType category componentName displayName"),
            "datetime": "activityDateTime",
            "AuditActor": "actor",
            "uuid": "correlationId",
            "Collection(AuditResource)": "resources",
        },
        "roleDefinition": {
            "str": "description displayName",
            "bool": "isBuiltIn isBuiltInRoleDefinition",
            "Collection(RolePermission)": "permissions rolePermissions",
            "Collection(RoleAssignment)": "roleAssignments",
            "Collection(str)": "roleScopeTagIds",
        },
        "deviceAndAppManagementRoleDefinition": {
            "str": "description displayName",
            "bool": "isBuiltIn isBuiltInRoleDefinition",
            "Collection(RolePermission)": "permissions rolePermissions",
            "Collection(RoleAssignment)": "roleAssignments",
            "Collection(str)": "roleScopeTagIds",
        },
        "deviceAndAppManagementRoleAssignment": {
            "str": "description displayName",
            "Collection(str)": "members resourceScopes roleScopeTagIds scopeMembers",
            "RoleDefinition": "roleDefinition",
            "Collection(RoleScopeTag)": "roleScopeTags",
            "RoleAssignmentScopeType": "scopeType",
        },
        "roleScopeTag": {
            "Collection(RoleScopeTagAutoAssignment)": "assignments",
            "str": "description displayName",
            "bool": "isBuiltIn",
        },
        "resourceOperation": {
            "str": "actionName description resource resourceName",
            "bool": "enabledForScopeValidation",
        },
        "roleScopeTagAutoAssignment": {
            "DeviceAndAppManagementAssignmentTarget": "target",
        },
        "managedAppOperation": {
            "str": "displayName state version",
            "datetime": "lastModifiedDateTime",
        },
        "deviceManagementExportJob": {
            "datetime": "expirationDateTime requestDateTime",
            "str": "filter reportName search snapshotId url",
            "DeviceManagementReportFileFormat": "format",
            "DeviceManagementExportJobLocalizationType": "localizationType",
            "Collection(str)": "select",
            "DeviceManagementReportStatus": "status",
        },
        "signIn": {
            "AgentSignIn": "agent",
            "str": (
                "appDisplayName appId appOwnerTenantId authenticationRequirement azureResourceId "
                "clientAppUsed clientSessionId correlationId federatedCredentialId "
                "globalSecureAccessIpAddress homeTenantId homeTenantName ipAddress "
                "ipAddressFromResourceProvider originalRequestId resourceDisplayName resourceId "
                "resourceOwnerTenantId resourceServicePrincipalId resourceTenantId rootActorId "
                "servicePrincipalCredentialKeyId servicePrincipalCredentialThumbprint servicePrincipalId "
                "servicePrincipalName sessionId signInIdentifier tokenIssuerName uniqueTokenIdentifier "
                "userAgent userDisplayName userId userPrincipalName"
            ),
            "TokenProtectionStatus": "appTokenProtectionStatus signInTokenProtectionStatus",
            "Collection(AppliedConditionalAccessPolicy)": "appliedConditionalAccessPolicies",
            "Collection(AppliedAuthenticationEventListener)": "appliedEventListeners",
            "AuthenticationAppDeviceDetails": "authenticationAppDeviceDetails",
            "Collection(AuthenticationAppPolicyDetails)": "authenticationAppPolicyEvaluationDetails",
            "Collection(AuthenticationContext)": "authenticationContextClassReferences",
            "Collection(AuthenticationDetail)": "authenticationDetails",
            "Collection(str)": (
                "authenticationMethodsUsed conditionalAccessAudiences riskEventTypes_v2 signInEventTypes"
            ),
            "Collection(KeyValue)": "authenticationProcessingDetails",
            "Collection(ProtocolType)": "authenticationProtocol",
            "Collection(AuthenticationRequirementPolicy)": "authenticationRequirementPolicies",
            "int": "autonomousSystemNumber processingTimeInMilliseconds",
            "ClientCredentialType": "clientCredentialType",
            "ConditionalAccessStatus": "conditionalAccessStatus",
            "datetime": "createdDateTime",
            "Collection(SignInAccessType)": "crossTenantAccessType",
            "DeviceDetail": "deviceDetail",
            "bool": "flaggedForReview isInteractive isTenantRestricted isThroughGlobalSecureAccess",
            "Collection(IncomingTokenType)": "incomingTokenType",
            "SignInLocation": "location",
            "ManagedIdentity": "managedServiceIdentity",
            "MfaDetail": "mfaDetail",
            "Collection(NetworkLocationDetail)": "networkLocationDetails",
            "OriginalTransferMethods": "originalTransferMethod",
            "PrivateLinkDetails": "privateLinkDetails",
            "RiskDetail": "riskDetail",
            "RiskLevel": "riskLevelAggregated riskLevelDuringSignIn",
            "RiskState": "riskState",
            "Collection(SessionLifetimePolicy)": "sessionLifetimePolicies",
            "SignInIdentifierType": "signInIdentifierType",
            "SignInStatus": "status",
            "TokenIssuerType": "tokenIssuerType",
            "TokenProtectionStatusDetails": "tokenProtectionStatusDetails",
            "SignInUserType": "userType",
        },
        "user": {
            "datetime": (
                "birthday createdDateTime deletedDateTime employeeHireDate employeeLeaveDateTime hireDate "
                "lastPasswordChangeDateTime onPremisesLastSyncDateTime refreshTokensValidFromDateTime "
                "signInSessionsValidFromDateTime"
            ),
            "str": (
                "aboutMe ageGroup city companyName consentProvidedForMinor country creationType department "
                "displayName employeeId employeeType externalUserState externalUserStateChangeDateTime faxNumber "
                "givenName identityParentId jobTitle legalAgeGroupClassification mail mailNickname mobilePhone "
                "mySite officeLocation onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId "
                "onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesUserPrincipalName "
                "passwordPolicies postalCode preferredDataLocation preferredLanguage preferredName "
                "securityIdentifier state streetAddress surname usageLocation userPrincipalName userType"
            ),
            "bool": (
                "accountEnabled isLicenseReconciliationNeeded isManagementRestricted isResourceAccount "
                "onPremisesSyncEnabled showInAddressList"
            ),
            "Collection(AssignedLicense)": "assignedLicenses",
            "Collection(str)": (
                "businessPhones imAddresses infoCatalogs interests otherMails pastProjects proxyAddresses "
                "responsibilities schools skills"
            ),
            "int": "deviceEnrollmentLimit",
            "PasswordProfile": "passwordProfile",
        },
        "group": {
            "datetime": (
                "createdDateTime deletedDateTime expirationDateTime onPremisesLastSyncDateTime renewedDateTime"
            ),
            "bool": (
                "allowExternalSenders autoSubscribeNewMembers disableNesting hasMembersWithLicenseErrors "
                "hideFromAddressLists hideFromOutlookClients isArchived isAssignableToRole isFavorite "
                "isManagementRestricted isSubscribedByMail mailEnabled onPremisesSyncEnabled securityEnabled "
                "welcomeMessageEnabled"
            ),
            "Collection(AssignedLicense)": "assignedLicenses",
            "str": (
                "classification createdByAppId description displayName mail mailNickname membershipRule "
                "membershipRuleProcessingState onPremisesDomainName onPremisesNetBiosName "
                "onPremisesSamAccountName onPremisesSecurityIdentifier organizationId preferredDataLocation "
                "preferredLanguage securityIdentifier theme uniqueName visibility"
            ),
            "Collection(str)": (
                "groupTypes infoCatalogs proxyAddresses resourceBehaviorOptions resourceProvisioningOptions"
            ),
            "int": "unseenConversationsCount unseenCount unseenMessagesCount",
        },
    },
}
