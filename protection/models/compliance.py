"""Which devices count as compliant, whom is that asked of, and what follows when they are not? Kept, not judged."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import Group, OwnedQuerySet, Tenant, default_scope_tags
from intune_sim.vocabulary import Word
from protection.models.policies import Policy

#: The longest wait before an action, in hours: a year.
LONGEST_GRACE_PERIOD = 8760


class CompliancePolicyType(Word):
    """Which platform a policy is for, by the name of its Graph type."""

    ANDROID = "androidCompliancePolicy", "Android device administrator"
    ANDROID_WORK_PROFILE = "androidWorkProfileCompliancePolicy", "Android Enterprise"
    IOS = "iosCompliancePolicy", "iOS/iPadOS"
    MACOS = "macOSCompliancePolicy", "macOS"
    WINDOWS = "windows10CompliancePolicy", "Windows 10 and later"

    @property
    def profile_type(self) -> str:
        """What the admin center calls the kind of policy."""
        return {
            self.ANDROID: "Android compliance policy",
            self.ANDROID_WORK_PROFILE: "Personally-owned work profile",
            self.IOS: "iOS compliance policy",
            self.MACOS: "Mac compliance policy",
            self.WINDOWS: "Windows 10/11 compliance policy",
        }[self]


class AssignmentTarget(Word):
    """Whom an assignment means, by the name of its Graph type."""

    GROUP = "groupAssignmentTarget", "Group"
    EXCLUSION_GROUP = "exclusionGroupAssignmentTarget", "Excluded group"
    ALL_LICENSED_USERS = "allLicensedUsersAssignmentTarget", "All users"
    ALL_DEVICES = "allDevicesAssignmentTarget", "All devices"


#: The targets that name a group.
GROUP_TARGETS = (AssignmentTarget.GROUP, AssignmentTarget.EXCLUSION_GROUP)


class ComplianceActionType(Word):
    """What follows when a device is not compliant (`deviceComplianceActionType`)."""

    NO_ACTION = "noAction", "No action"
    NOTIFICATION = "notification", "Send email to end user"
    BLOCK = "block", "Mark device noncompliant"
    RETIRE = "retire", "Add device to retire list"
    WIPE = "wipe", "Wipe"
    REMOVE_RESOURCE_ACCESS_PROFILES = "removeResourceAccessProfiles", "Remove resource access profiles"
    PUSH_NOTIFICATION = "pushNotification", "Send push notification to end user"
    REMOTE_LOCK = "remoteLock", "Remotely lock the noncompliant device"


class BrandingOption(Word):
    """What an email shows of the company (`notificationTemplateBrandingOptions`, flags)."""

    NONE = "none", "None"
    COMPANY_LOGO = "includeCompanyLogo", "Email header: include company logo"
    COMPANY_NAME = "includeCompanyName", "Email footer: include company name"
    CONTACT_INFORMATION = "includeContactInformation", "Email footer: include contact information"
    COMPANY_PORTAL_LINK = "includeCompanyPortalLink", "Company Portal website link"
    DEVICE_DETAILS = "includeDeviceDetails", "Device details"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue", "Unknown"


class DeviceCompliancePolicy(Policy):
    """What a managed device must be like (the platforms' subtypes of `deviceCompliancePolicy`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="compliance_policies")
    type = WordField(CompliancePolicyType)
    version = models.IntegerField(default=1)
    #: What the admin set, by Graph name and in wire form.
    settings = models.JSONField(default=dict)

    objects = OwnedQuerySet["DeviceCompliancePolicy"].as_manager()

    class Meta:
        constraints = [
            words_only("compliance_policy_type_words", "type", CompliancePolicyType),
            models.CheckConstraint(name="compliance_policy_version", condition=Q(version__gte=1)),
        ]
        indexes = [
            # The policy list of one tenant.
            models.Index(fields=["tenant", "id"], name="compliance_policy_tenant"),
        ]

    @property
    def graph_type(self) -> str:
        """The name of the type that all platforms' policies derive from."""
        return "deviceCompliancePolicy"


class ComplianceAssignment(models.Model):
    """Whom a policy is meant for, or not meant for (`deviceCompliancePolicyAssignment`)."""

    #: What stands in an assignment's id where there is no group: the ids of the two groups that every tenant has.
    EVERYBODY: ClassVar[dict[AssignmentTarget, str]] = {
        AssignmentTarget.ALL_LICENSED_USERS: "acacacac-9df4-4c7d-9d50-4ef0226f57a9",
        AssignmentTarget.ALL_DEVICES: "adadadad-808e-44e2-905a-0b7873a8a531",
    }

    policy = models.ForeignKey(DeviceCompliancePolicy, on_delete=models.CASCADE, related_name="assignments")
    target = WordField(AssignmentTarget)
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="compliance_assignments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "group"], name="compliance_assignment_once"),
            models.UniqueConstraint(
                fields=["policy", "target"], condition=Q(group=None), name="compliance_assignment_everybody_once"
            ),
            models.CheckConstraint(
                name="compliance_assignment_group",
                condition=Q(target__in=[one.value for one in GROUP_TARGETS], group__isnull=False)
                | Q(
                    target__in=[AssignmentTarget.ALL_LICENSED_USERS.value, AssignmentTarget.ALL_DEVICES.value],
                    group=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.assignment_id

    @property
    def assignment_id(self) -> str:
        """The wire id: the policy's and the group's."""
        whom = self.group.graph_id if self.group else self.EVERYBODY[AssignmentTarget(self.target)]
        return f"{self.policy.graph_id}_{whom}"


class ComplianceScheduledActionForRule(models.Model):
    """The actions of a policy: every policy has one rule (`deviceComplianceScheduledActionForRule`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    policy = models.ForeignKey(
        DeviceCompliancePolicy, on_delete=models.CASCADE, related_name="scheduled_actions_for_rule"
    )
    rule_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy"], name="compliance_rule_one_per_policy")]

    def __str__(self) -> str:
        return self.rule_name or str(self.graph_id)


class ComplianceActionItem(models.Model):
    """What is done about a device so many hours after it failed (`deviceComplianceActionItem`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    rule = models.ForeignKey(
        ComplianceScheduledActionForRule, on_delete=models.CASCADE, related_name="scheduled_action_configurations"
    )
    action_type = WordField(ComplianceActionType)
    grace_period_hours = models.IntegerField(default=0)
    notification_template_id = models.CharField(max_length=36, blank=True)
    notification_message_cc_list = models.JSONField("notificationMessageCCList", default=list)

    class Meta:
        constraints = [
            words_only("compliance_action_words", "action_type", ComplianceActionType),
            models.CheckConstraint(
                name="compliance_action_grace_period",
                condition=Q(grace_period_hours__range=(0, LONGEST_GRACE_PERIOD)),
            ),
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(action_type=ComplianceActionType.BLOCK.value),
                name="compliance_action_one_block",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_type} after {self.grace_period_hours} h"


class NotificationMessageTemplate(models.Model):
    """An email to the users of devices that are not compliant (`notificationMessageTemplate`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="notification_templates")
    last_modified_date_time = models.DateTimeField()
    display_name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    default_locale = models.CharField(max_length=20, blank=True)
    #: Members of `BrandingOption` with commas between them.
    branding_options = models.CharField(max_length=200, default=BrandingOption.NONE.value)
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)

    class Meta:
        indexes = [
            # The template list of one tenant.
            models.Index(fields=["tenant", "id"], name="notification_template_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name


class LocalizedNotificationMessage(models.Model):
    """A template's text in one language (`localizedNotificationMessage`)."""

    template = models.ForeignKey(
        NotificationMessageTemplate, on_delete=models.CASCADE, related_name="localized_notification_messages"
    )
    last_modified_date_time = models.DateTimeField()
    #: In small letters, as `en-us`.
    locale = models.CharField(max_length=20)
    subject = models.CharField(max_length=78)
    message_template = models.CharField(max_length=2000)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "locale"], name="localized_message_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(is_default=True), name="localized_message_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """The wire id: the template's and the locale."""
        return f"{self.template.graph_id}_{self.locale}"
