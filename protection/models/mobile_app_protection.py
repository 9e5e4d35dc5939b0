"""What may be done with company data on phones? App protection policies for iOS and Android: kept, not judged."""

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import Group, OwnedQuerySet, Tenant
from intune_sim.vocabulary import Word
from protection.models.policies import AppPolicy, GroupAssignment, Intent

#: Apps of Microsoft by their id on either platform, in small letters: what the admin center calls public apps.
KNOWN_MOBILE_APPS = {
    "com.microsoft.emmx": "Microsoft Edge",
    "com.microsoft.msedge": "Microsoft Edge",
    "com.microsoft.office.excel": "Microsoft Excel",
    "com.microsoft.office.officehubrow": "Microsoft 365",
    "com.microsoft.office.onenote": "Microsoft OneNote",
    "com.microsoft.office.outlook": "Microsoft Outlook",
    "com.microsoft.office.powerpoint": "Microsoft PowerPoint",
    "com.microsoft.office.word": "Microsoft Word",
    "com.microsoft.officemobile": "Microsoft 365",
    "com.microsoft.onenote": "Microsoft OneNote",
    "com.microsoft.sharepoint": "Microsoft SharePoint",
    "com.microsoft.skydrive": "Microsoft OneDrive",
    "com.microsoft.skype.teams": "Microsoft Teams",
    "com.microsoft.teams": "Microsoft Teams",
}


class MobilePolicyType(Word):
    """Which platform a policy is for, by the name of its Graph type."""

    IOS = "iosManagedAppProtection", "iOS/iPadOS"
    ANDROID = "androidManagedAppProtection", "Android"


class MobileAppProtection(AppPolicy):
    """An app protection policy for iOS or Android (`iosManagedAppProtection`, `androidManagedAppProtection`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="mobile_policies")
    type = WordField(MobilePolicyType)
    #: What the admin set, by Graph name and in wire form.
    settings = models.JSONField(default=dict)

    objects = OwnedQuerySet["MobileAppProtection"].as_manager()

    class Meta:
        constraints = [words_only("mobile_policy_type_words", "type", MobilePolicyType)]
        indexes = [
            # The policy list of one tenant and platform.
            models.Index(fields=["tenant", "type", "id"], name="mobile_policy_tenant"),
        ]

    @property
    def graph_type(self) -> str:
        """The name of its Graph type."""
        return str(self.type)


class MobilePolicyAssignment(GroupAssignment):
    """A group that a policy for phones is assigned to, or is not."""

    policy = models.ForeignKey(MobileAppProtection, on_delete=models.CASCADE, related_name="assignments")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="mobile_policy_assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "group", "intent"], name="mobile_assignment_once"),
            words_only("mobile_assignment_intent_words", "intent", Intent),
        ]


class MobilePolicyApp(models.Model):
    """An app that a policy for phones protects, by its bundleId (iOS) or packageId (Android)."""

    #: The column of the app's own id.
    IDENTIFIER = "app_id"

    policy = models.ForeignKey(MobileAppProtection, on_delete=models.CASCADE, related_name="apps")
    app_id = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "app_id"], name="mobile_app_once_per_policy")]

    def __str__(self) -> str:
        return KNOWN_MOBILE_APPS.get(self.app_id.lower(), self.app_id)
