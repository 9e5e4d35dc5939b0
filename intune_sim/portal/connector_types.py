"""What stands in the menu of Connectors and tokens? Plain data: most of it is there to be found, not to work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConnectorType:
    """A kind of connector that the admin center lists and this simulation does not have."""

    slug: str
    title: str
    group: str
    does: str


#: The one whose data comes in through a connector of Mobile Threat Defense.
DEFENDER = "defender-for-endpoint"

CONNECTOR_TYPES: tuple[ConnectorType, ...] = (
    ConnectorType(
        "windows-enterprise-certificate",
        "Windows enterprise certificate",
        "Windows",
        "holds the certificate that signs line-of-business apps for Windows",
    ),
    ConnectorType(
        "configuration-manager",
        "Microsoft Endpoint Configuration Manager",
        "Windows",
        "shows the state of a connection to Configuration Manager",
    ),
    ConnectorType(
        "windows-365-partners",
        "Windows 365 partner connectors",
        "Windows",
        "connects partners that reach Cloud PCs in other ways",
    ),
    ConnectorType("windows-data", "Windows data", "Windows", "lets reports use diagnostic data of Windows"),
    ConnectorType("apple-vpp-tokens", "Apple VPP tokens", "Apple", "syncs apps that were bought in volume from Apple"),
    ConnectorType(
        "managed-google-play", "Managed Google Play", "Android", "binds the tenant to an Android Enterprise account"
    ),
    ConnectorType("chrome-enterprise", "Chrome Enterprise", "Android", "reads ChromeOS devices from Google"),
    ConnectorType(
        "firmware-over-the-air", "Firmware over-the-air update", "Android", "lets a manufacturer update firmware"
    ),
    ConnectorType(
        DEFENDER,
        "Microsoft Defender for Endpoint",
        "Cross platform",
        "connects Defender, which tells how much at risk a device is",
    ),
    ConnectorType(
        "partner-device-management", "Partner device management", "Cross platform", "connects another device manager"
    ),
    ConnectorType(
        "partner-compliance-management",
        "Partner compliance management",
        "Cross platform",
        "takes compliance states from another device manager",
    ),
    ConnectorType("teamviewer", "TeamViewer connector", "Cross platform", "starts remote help sessions"),
    ConnectorType("servicenow", "ServiceNow connector", "Cross platform", "shows incidents of ServiceNow"),
    ConnectorType(
        "certificate-connectors",
        "Certificate connectors",
        "Cross platform",
        "lists the connectors that fetch certificates for devices",
    ),
    ConnectorType(
        "derived-credentials", "Derived Credentials", "Cross platform", "issues credentials that stand for a smart card"
    ),
)

#: The headings of the menu, in order.
GROUPS = ("Windows", "Apple", "Android", "Cross platform")
