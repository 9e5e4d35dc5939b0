"""Which properties have policies of other types? Scripts send one body to all of them: these are taken and ignored."""

from protection.graph import mobile_properties

#: Of Windows Information Protection, which is not served here.
INFORMATION_PROTECTION = [
    "azureRightsManagementServicesAllowed",
    "dataRecoveryCertificate",
    "daysWithoutContactBeforeUnenroll",
    "enforcementLevel",
    "enterpriseDomain",
    "enterpriseIPRanges",
    "enterpriseIPRangesAreAuthoritative",
    "enterpriseInternalProxyServers",
    "enterpriseNetworkDomainNames",
    "enterpriseProtectedDomainNames",
    "enterpriseProxiedDomains",
    "enterpriseProxyServers",
    "enterpriseProxyServersAreAuthoritative",
    "exemptAppLockerFiles",
    "exemptApps",
    "iconsVisible",
    "indexingEncryptedStoresOrItemsBlocked",
    "isAssigned",
    "mdmEnrollmentUrl",
    "minutesOfInactivityBeforeDeviceLock",
    "neutralDomainResources",
    "numberOfPastPinsRemembered",
    "passwordMaximumAttemptCount",
    "pinExpirationDays",
    "pinLowercaseLetters",
    "pinMinimumLength",
    "pinSpecialCharacters",
    "pinUppercaseLetters",
    "protectedAppLockerFiles",
    "protectedApps",
    "protectionUnderLockConfigRequired",
    "revokeOnMdmHandoffDisabled",
    "revokeOnUnenrollDisabled",
    "rightsManagementServicesTemplateId",
    "smbAutoEncryptedFileExtensions",
    "windowsHelloForBusinessBlocked",
]

#: What a policy for Windows may bring in vain; one for phones may bring what Windows has besides.
ELSEWHERE = frozenset(
    [
        *(one.name for one in (*mobile_properties.IOS, *mobile_properties.ANDROID)),
        *INFORMATION_PROTECTION,
        "deploymentSummary",
    ]
)
