"""Which address shows which page of app protection and endpoint security?"""

from django.urls import path

from protection.views import app_protection, endpoint_security, mobile_app_protection

ROOT = "apps/app-protection-policies"

COMPLIANCE = "endpoint-security/device-compliance"
CONDITIONAL_ACCESS = "endpoint-security/conditional-access"

urlpatterns = [
    path(COMPLIANCE, endpoint_security.compliance_policies, name="compliance-policies"),
    path(f"{COMPLIANCE}/<uuid:policy_id>", endpoint_security.compliance_policy, name="compliance-policy"),
    path(CONDITIONAL_ACCESS, endpoint_security.conditional_access_policies, name="conditional-access-policies"),
    path(
        f"{CONDITIONAL_ACCESS}/<uuid:policy_id>",
        endpoint_security.conditional_access_policy,
        name="conditional-access-policy",
    ),
    path(ROOT, app_protection.policies, name="policies"),
    path(f"{ROOT}/create/windows", app_protection.start_policy, name="policy-create"),
    path(f"{ROOT}/create/<uuid:draft_id>/<slug:slug>", app_protection.create_step, name="policy-create-step"),
    path(f"{ROOT}/<uuid:policy_id>/properties", app_protection.policy, name="policy"),
    path(f"{ROOT}/<uuid:policy_id>/delete", app_protection.delete_policy, name="policy-delete"),
    path(f"{ROOT}/<uuid:policy_id>/duplicate", app_protection.duplicate_policy, name="policy-duplicate"),
    path(f"{ROOT}/mobile/<uuid:policy_id>/properties", mobile_app_protection.mobile_policy, name="mobile-policy"),
    path(
        f"{ROOT}/mobile/<uuid:policy_id>/delete",
        mobile_app_protection.delete_mobile_policy,
        name="mobile-policy-delete",
    ),
    # Assignments need a right of their own.
    path(f"{ROOT}/<uuid:policy_id>/edit/assignments", app_protection.start_assignments, name="policy-assign"),
    path(
        f"{ROOT}/<uuid:policy_id>/edit/assignments/<uuid:draft_id>/<slug:slug>",
        app_protection.edit_assignments,
        name="policy-assign-step",
    ),
    path(f"{ROOT}/<uuid:policy_id>/edit/<slug:section>", app_protection.start_section, name="policy-edit"),
    path(
        f"{ROOT}/<uuid:policy_id>/edit/<slug:section>/<uuid:draft_id>/<slug:slug>",
        app_protection.edit_section,
        name="policy-edit-step",
    ),
]
