"""Which address shows which page of app protection?"""

from django.urls import path

from protection import views

ROOT = "apps/app-protection-policies"

urlpatterns = [
    path(ROOT, views.policies, name="policies"),
    path(f"{ROOT}/create/windows", views.start_policy, name="policy-create"),
    path(f"{ROOT}/create/<uuid:draft_id>/<slug:slug>", views.create_step, name="policy-create-step"),
    path(f"{ROOT}/<uuid:policy_id>/properties", views.policy, name="policy"),
    path(f"{ROOT}/<uuid:policy_id>/delete", views.delete_policy, name="policy-delete"),
    path(f"{ROOT}/<uuid:policy_id>/duplicate", views.duplicate_policy, name="policy-duplicate"),
    # Assignments need a right of their own.
    path(f"{ROOT}/<uuid:policy_id>/edit/assignments", views.start_assignments, name="policy-assign"),
    path(
        f"{ROOT}/<uuid:policy_id>/edit/assignments/<uuid:draft_id>/<slug:slug>",
        views.edit_assignments,
        name="policy-assign-step",
    ),
    path(f"{ROOT}/<uuid:policy_id>/edit/<slug:section>", views.start_section, name="policy-edit"),
    path(
        f"{ROOT}/<uuid:policy_id>/edit/<slug:section>/<uuid:draft_id>/<slug:slug>",
        views.edit_section,
        name="policy-edit-step",
    ),
]
