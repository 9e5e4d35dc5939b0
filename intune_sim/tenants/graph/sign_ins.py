"""How does Graph see who signed in? `signIn`, on v1.0 and beta, newest first, to be read only."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from intune_sim.graph.resources import BETA, Family, Kind, Property, Resource, Shape, always, key, read_only
from intune_sim.tenants.models import SignIn
from intune_sim.tenants.risk import RiskLevel, RiskState
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word


class RiskDetail(Word):
    """`riskDetail`, of which there is only one here: nobody looked at any risk."""

    NONE = "none", "None"


class PolicyResult(Word):
    """`appliedConditionalAccessPolicyResult`."""

    SUCCESS = "success", "Success"
    FAILURE = "failure", "Failure"
    NOT_APPLIED = "notApplied", "Not applied"
    NOT_ENABLED = "notEnabled", "Not enabled"
    UNKNOWN = "unknown", "Unknown"
    REPORT_ONLY_SUCCESS = "reportOnlySuccess", "Report-only: Success"
    REPORT_ONLY_FAILURE = "reportOnlyFailure", "Report-only: Failure"
    REPORT_ONLY_NOT_APPLIED = "reportOnlyNotApplied", "Report-only: Not applied"
    REPORT_ONLY_INTERRUPTED = "reportOnlyInterrupted", "Report-only: User action required"


def _status(row: SignIn) -> dict[str, Any]:
    return {"errorCode": row.error_code, "failureReason": row.failure_reason or "Other.", "additionalDetails": None}


def _device(row: SignIn) -> dict[str, Any]:
    return {
        "deviceId": "",
        "displayName": row.device_name,
        "operatingSystem": row.operating_system,
        "browser": row.browser,
        "browserId": None,
        "isCompliant": False,
        "isManaged": False,
        "trustType": "",
    }


def _nowhere(row: SignIn) -> dict[str, Any]:
    """Addresses on this machine are in no city."""
    coordinates = {"altitude": None, "latitude": None, "longitude": None}
    return {"city": "", "state": "", "countryOrRegion": "", "geoCoordinates": coordinates}


def _tenant(row: SignIn) -> str:
    return str(row.tenant.graph_id)


def _text(name: str, **options: Any) -> Property:
    return read_only(name, kind=Kind.STRING, nullable=True, **options)


def _flag(name: str) -> Property:
    return read_only(name, kind=Kind.BOOLEAN, nullable=True)


def _number(name: str) -> Property:
    return read_only(name, kind=Kind.DOUBLE, nullable=True)


STATUS = Shape(
    type="signInStatus",
    properties=(read_only("errorCode", kind=Kind.INT32), _text("failureReason"), _text("additionalDetails")),
)
DEVICE = Shape(
    type="deviceDetail",
    properties=(
        _text("deviceId"),
        _text("displayName"),
        _text("operatingSystem"),
        _text("browser"),
        _text("browserId", only=BETA),
        _flag("isCompliant"),
        _flag("isManaged"),
        _text("trustType"),
    ),
)
COORDINATES = Shape(type="geoCoordinates", properties=(_number("altitude"), _number("latitude"), _number("longitude")))
LOCATION = Shape(
    type="signInLocation",
    properties=(
        _text("city"),
        _text("state"),
        _text("countryOrRegion"),
        read_only("geoCoordinates", shape=COORDINATES, nullable=True),
    ),
)
POLICY = Shape(
    type="appliedConditionalAccessPolicy",
    properties=(
        _text("id"),
        _text("displayName"),
        read_only("enforcedGrantControls", kind=Kind.STRINGS),
        read_only("enforcedSessionControls", kind=Kind.STRINGS),
        read_only("result", kind=Kind.ENUM, type="appliedConditionalAccessPolicyResult", words=PolicyResult),
    ),
)


def _path(name: str, kind: Kind = Kind.STRING, **options: Any) -> Property:
    return Property(name=name, is_path=True, kind=kind, **options)


def _word(name: str, kind: str, word: Word) -> Property:
    return always(name, word.value, Kind.ENUM, type=kind, words=type(word))


#: As `_status` tells it.
FAILURE_REASON = Coalesce(NullIf("failure_reason", Value("")), Value("Other."))


SIGN_INS = Resource(
    type="signIn",
    path="auditLogs/signIns",
    family=Family.IDENTITY,
    model=SignIn,
    rows=lambda tenant: SignIn.objects.for_tenant(tenant).select_related("tenant"),
    order=(("createdDateTime", True),),
    properties=(
        key("id"),
        read_only("createdDateTime"),
        read_only("userDisplayName"),
        read_only("userPrincipalName"),
        read_only("userId"),
        read_only("appId"),
        read_only("appDisplayName"),
        read_only("ipAddress"),
        read_only("clientAppUsed"),
        read_only("userAgent"),
        read_only("correlationId"),
        read_only("conditionalAccessStatus", type="conditionalAccessStatus"),
        always("isInteractive", True, Kind.BOOLEAN),
        always("signInEventTypes", ["interactiveUser"], Kind.STRINGS, only=BETA),
        always("authenticationRequirement", "singleFactorAuthentication", only=BETA),
        always("servicePrincipalId", "", shape_only=True),
        always("servicePrincipalName", None, shape_only=True),
        read_only("homeTenantId", value=_tenant),
        read_only("resourceTenantId", value=_tenant),
        read_only("resourceDisplayName"),
        read_only("resourceId"),
        _word("riskDetail", "riskDetail", RiskDetail.NONE),
        _word("riskLevelAggregated", "riskLevel", RiskLevel.NONE),
        _word("riskLevelDuringSignIn", "riskLevel", RiskLevel.NONE),
        _word("riskState", "riskState", RiskState.NONE),
        always("riskEventTypes_v2", [], Kind.STRINGS, shape_only=True),
        read_only("status", shape=STATUS, value=_status),
        read_only("deviceDetail", shape=DEVICE, value=_device),
        read_only("location", shape=LOCATION, value=_nowhere),
        read_only("appliedConditionalAccessPolicies", shape=POLICY, many=True, shape_only=True, value=lambda row: []),
        _path("status/errorCode", Kind.INT32, field="error_code"),
        _path("status/failureReason", expression=FAILURE_REASON),
        *(
            _path(f"deviceDetail/{name}", field=field)
            for name, field in (
                ("displayName", "device_name"),
                ("operatingSystem", "operating_system"),
                ("browser", "browser"),
            )
        ),
        *(always(f"deviceDetail/{name}", "", is_path=True) for name in ("deviceId", "trustType")),
        *(always(f"deviceDetail/{name}", False, Kind.BOOLEAN, is_path=True) for name in ("isCompliant", "isManaged")),
        *(always(f"location/{name}", "", is_path=True) for name in ("city", "state", "countryOrRegion")),
    ),
    read=(AppRole.AUDIT_LOG_READ.value,),
    also=(AppRole.DIRECTORY_READ.value,),
)

RESOURCES = (SIGN_INS,)
