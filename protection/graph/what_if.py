"""How does Graph ask what Conditional Access would do? `evaluate` behind `identity/conditionalAccess`, on v1.0 and beta."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from intune_sim.graph.resources import (
    Action,
    Call,
    Family,
    Kind,
    Parameter,
    Property,
    Resource,
    Shape,
    Vocabulary,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.risk import RiskLevel
from intune_sim.tenants.roles import AppRole
from protection.engine.conditional_access import (
    AnalysisReason,
    ClientApp,
    DevicePlatform,
    GuestType,
    InsiderRisk,
    TransferMethod,
    UserAction,
)
from protection.engine.what_if import SignIn
from protection.graph.conditional_access import POLICIES
from protection.models import ConditionalAccessPolicy
from protection.queries.what_if import analysed, people_of, places_of


def evaluate(call: Call, tenant: Tenant, body: Mapping[str, Any]) -> list[ConditionalAccessPolicy]:
    """Every policy, or those alone that apply, each with why it does not. Raises `Invalid`."""
    found = []
    for policy, reasons in analysed(tenant=call.tenant, sign_in=_sign_in(call, body)):
        policy.reasons = reasons  # type: ignore[attr-defined]
        if not (reasons and body.get("appliedPoliciesOnly")):
            found.append(policy)
    return found


def _sign_in(call: Call, body: Mapping[str, Any]) -> SignIn:
    """The sign-in that a body describes. Raises `Invalid`."""
    identity, context, said = body["signInIdentity"], body["signInContext"], body.get("signInConditions") or {}
    user = identity.get("userId")
    action, flow = context.get("userAction"), said.get("authenticationFlow") or {}
    return SignIn(
        people=frozenset() if user is None else people_of(tenant=call.tenant, user=user),
        workload=identity.get("servicePrincipalId") or "",
        applications=frozenset(context.get("includeApplications", ())),
        user_action=UserAction(action) if action else None,
        authentication_context=context.get("authenticationContextValue") or "",
        platform=said.get("devicePlatform"),
        client_app=said.get("clientAppType"),
        places=places_of(tenant=call.tenant, address=said.get("ipAddress"), country=said.get("country")),
        sign_in_risk=said.get("signInRiskLevel"),
        user_risk=said.get("userRiskLevel"),
        workload_risk=said.get("servicePrincipalRiskLevel"),
        insider_risk=said.get("insiderRiskLevel"),
        transfer_method=flow.get("transferMethod"),
    )


def _reasons(policy: ConditionalAccessPolicy) -> str:
    reasons: tuple[AnalysisReason, ...] = policy.reasons  # type: ignore[attr-defined]
    return ",".join(reasons or (AnalysisReason.NOT_SET,))


def _word(name: str, kind: str, words: Vocabulary) -> Property:
    return writable(name, kind=Kind.ENUM, type=kind, words=words, nullable=True)


def _text(name: str) -> Property:
    return writable(name, kind=Kind.STRING, nullable=True)


IDENTITY = Shape(
    type="signInIdentity",
    is_abstract=True,
    derived=(
        Shape(
            type="userSignIn",
            properties=(
                writable("userId", kind=Kind.STRING, required=True),
                _text("externalTenantId"),
                writable(
                    "externalUserType",
                    kind=Kind.FLAGS,
                    type="conditionalAccessGuestOrExternalUserTypes",
                    words=GuestType,
                    nullable=True,
                ),
            ),
        ),
        Shape(
            type="servicePrincipalSignIn",
            properties=(writable("servicePrincipalId", kind=Kind.STRING, required=True),),
        ),
    ),
)
CONTEXT = Shape(
    type="signInContext",
    is_abstract=True,
    derived=(
        Shape(
            type="applicationContext", properties=(writable("includeApplications", kind=Kind.STRINGS, required=True),)
        ),
        Shape(type="userActionContext", properties=(_word("userAction", "userAction", UserAction),)),
        Shape(type="authContext", properties=(_text("authenticationContextValue"),)),
    ),
)
DEVICE = Shape(
    type="deviceInfo",
    properties=(
        *(writable(name, kind=Kind.BOOLEAN, nullable=True) for name in ("isCompliant",)),
        *(
            _text(name)
            for name in (
                "deviceId", "displayName", "enrollmentProfileName", "manufacturer", "mdmAppId", "model",
                "operatingSystem", "operatingSystemVersion", "ownership", "profileType", "trustType",
                *(f"extensionAttribute{number}" for number in range(1, 16)),
            )
        ),
        *(writable(name, kind=Kind.STRINGS, nullable=True) for name in ("physicalIds", "systemLabels")),
    ),
)  # fmt: skip
CONDITIONS = Shape(
    type="signInConditions",
    properties=(
        writable(
            "authenticationFlow",
            shape=Shape(
                type="authenticationFlow",
                properties=(_word("transferMethod", "conditionalAccessTransferMethods", TransferMethod),),
            ),
            nullable=True,
        ),
        _word("clientAppType", "conditionalAccessClientApp", ClientApp),
        _text("country"),
        writable("deviceInfo", shape=DEVICE, nullable=True),
        _word("devicePlatform", "conditionalAccessDevicePlatform", DevicePlatform),
        _word("insiderRiskLevel", "insiderRiskLevel", InsiderRisk),
        _text("ipAddress"),
        *(
            _word(name, "riskLevel", RiskLevel)
            for name in ("servicePrincipalRiskLevel", "signInRiskLevel", "userRiskLevel")
        ),
    ),
)

WHAT_IF_RESULT = replace(
    POLICIES,
    type="whatIfAnalysisResult",
    path="",
    properties=(
        *POLICIES.properties,
        read_only("policyApplies", kind=Kind.BOOLEAN, value=lambda policy: not policy.reasons),
        read_only(
            "analysisReasons", kind=Kind.FLAGS, type="whatIfAnalysisReasons", words=AnalysisReason, value=_reasons
        ),
    ),
    create=None,
    update=None,
    delete=None,
)

CONDITIONAL_ACCESS = Resource(
    type="conditionalAccessRoot",
    path="identity/conditionalAccess",
    family=Family.IDENTITY,
    is_single=True,
    rows=lambda tenant: (tenant,),
    properties=(key("id", kind=Kind.STRING, value=lambda tenant: "conditionalAccess"),),
    read=(AppRole.POLICY_READ.value,),
    actions=(
        Action(
            name="evaluate",
            run=evaluate,
            status=200,
            returns=WHAT_IF_RESULT,
            many=True,
            permissions=(AppRole.POLICY_READ.value,),
            parameters=(
                Parameter(name="signInIdentity", kind=Kind.COMPLEX, shape=IDENTITY),
                Parameter(name="signInContext", kind=Kind.COMPLEX, shape=CONTEXT),
                Parameter(name="signInConditions", kind=Kind.COMPLEX, shape=CONDITIONS, required=False),
                Parameter(name="appliedPoliciesOnly", kind=Kind.BOOLEAN, required=False),
            ),
        ),
    ),
)

RESOURCES = (CONDITIONAL_ACCESS,)
