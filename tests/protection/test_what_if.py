"""Would a Conditional Access policy apply to a sign-in, and why not?"""

from typing import Any

import pytest

from protection.engine.conditional_access import AnalysisReason, PolicyState, UserAction
from protection.engine.what_if import SignIn, reasons_against

pytestmark = pytest.mark.pure

SHAREPOINT = "00000003-0000-0ff1-ce00-000000000000"
EVERYBODY = {"users": {"includeUsers": ["All"]}}
ANYTHING = {"applications": {"includeApplications": ["All"]}}
ANYONE_ANYWHERE = {**EVERYBODY, **ANYTHING}


@pytest.mark.parametrize(
    ("conditions", "said", "reasons"),
    [
        ({}, {}, ""),
        ({"users": {"includeGroups": ["staff"]}}, {"people": {"alex", "staff"}}, ""),
        ({"users": {"includeUsers": ["alex"], "excludeGroups": ["staff"]}}, {"people": {"alex", "staff"}}, "users"),
        ({"users": {"includeUsers": ["None"]}}, {"people": {"alex"}}, "users"),
        ({}, {"workload": "robot"}, "workloadIdentities"),
        ({"clientApplications": {"includeServicePrincipals": ["ServicePrincipalsInMyTenant"]}}, {"workload": "r"}, ""),
        ({"applications": {"includeApplications": ["Office365"]}}, {"applications": {SHAREPOINT}}, ""),
        ({"applications": {"includeApplications": ["Office365"]}}, {"applications": {"other"}}, "application"),
        ({"applications": {"includeApplications": ["All"], "excludeApplications": ["mine"]}}, {"applications": {"mine"}},
         "application"),
        ({}, {"user_action": UserAction.REGISTER_DEVICES}, "userActions"),
        ({"applications": {"includeUserActions": ["urn:user:registerdevice"]}},
         {"user_action": UserAction.REGISTER_DEVICES}, ""),
        ({"applications": {"includeAuthenticationContextClassReferences": ["c1"]}}, {"authentication_context": "c1"}, ""),
        ({"applications": {"includeAuthenticationContextClassReferences": ["c1"]}}, {"authentication_context": "c2"},
         "authenticationContext"),
        ({"platforms": {"includePlatforms": ["windows"]}}, {"platform": "windows"}, ""),
        ({"platforms": {"includePlatforms": ["all"], "excludePlatforms": ["iOS"]}}, {"platform": "iOS"}, "devicePlatform"),
        ({"platforms": {"includePlatforms": ["all"]}}, {}, ""),
        ({"platforms": {"includePlatforms": ["all"], "excludePlatforms": ["iOS"]}}, {}, "notEnoughInformation"),
        ({"locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}}, {"places": {"AllTrusted"}},
         "location"),
        ({"locations": {"includeLocations": ["office"]}}, {"places": frozenset()}, "location"),
        ({"clientAppTypes": ["all"], "signInRiskLevels": ["high"]}, {"sign_in_risk": "low"}, "signInRisk"),
        ({"userRiskLevels": ["high"], "insiderRiskLevels": "minor,moderate"},
         {"user_risk": "low", "insider_risk": "moderate"}, "userRisk"),
        ({"authenticationFlows": {"transferMethods": "deviceCodeFlow"}}, {"transfer_method": "authenticationTransfer"},
         "authenticationFlow"),
        ({"devices": {"deviceFilter": {"mode": "include", "rule": "x"}}, "clientAppTypes": ["browser"]}, {},
         "notEnoughInformation"),
    ],
)  # fmt: skip
def test_a_policy_applies_where_every_condition_is_met(conditions: Any, said: Any, reasons: str) -> None:
    found = reasons_against(PolicyState.ENABLED, {**ANYONE_ANYWHERE, **conditions}, SignIn(**said))

    assert ",".join(found) == reasons


def test_a_policy_that_is_off_applies_to_nothing() -> None:
    assert reasons_against(PolicyState.DISABLED, ANYONE_ANYWHERE, SignIn()) == (AnalysisReason.POLICY_NOT_ENABLED,)
    assert reasons_against(PolicyState.REPORT_ONLY, ANYONE_ANYWHERE, SignIn()) == ()
