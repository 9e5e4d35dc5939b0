import datetime
import django.db.models.deletion
import intune_sim.tenants.models.roles
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='WindowsManagedAppProtection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('display_name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('created_date_time', models.DateTimeField()),
                ('last_modified_date_time', models.DateTimeField()),
                ('role_scope_tag_ids', models.JSONField(default=intune_sim.tenants.models.roles.default_scope_tags)),
                ('version', models.CharField(max_length=64)),
                ('print_blocked', models.BooleanField(default=False)),
                ('allowed_inbound_data_transfer_sources', models.CharField(default='allApps', max_length=40)),
                ('allowed_outbound_clipboard_sharing_level', models.CharField(default='anyDestinationAnySource', max_length=40)),
                ('allowed_outbound_data_transfer_destinations', models.CharField(default='allApps', max_length=40)),
                ('app_action_if_unable_to_authenticate_user', models.CharField(blank=True, max_length=40, null=True)),
                ('maximum_allowed_device_threat_level', models.CharField(default='notConfigured', max_length=40)),
                ('mobile_threat_defense_remediation_action', models.CharField(default='block', max_length=40)),
                ('minimum_required_sdk_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_wipe_sdk_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_required_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_warning_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_wipe_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_required_app_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_warning_app_version', models.CharField(blank=True, max_length=23, null=True)),
                ('minimum_wipe_app_version', models.CharField(blank=True, max_length=23, null=True)),
                ('maximum_required_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('maximum_warning_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('maximum_wipe_os_version', models.CharField(blank=True, max_length=23, null=True)),
                ('period_offline_before_wipe_is_enforced', models.DurationField(blank=True, default=datetime.timedelta(days=90), null=True)),
                ('period_offline_before_access_check', models.DurationField(blank=True, default=datetime.timedelta(seconds=43200), null=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows_policies', to='tenants.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'id'], name='policy_tenant')],
                'constraints': [models.CheckConstraint(condition=models.Q(('allowed_inbound_data_transfer_sources__in', ['allApps', 'none'])), name='policy_inbound_words'), models.CheckConstraint(condition=models.Q(('allowed_outbound_data_transfer_destinations__in', ['allApps', 'none'])), name='policy_outbound_words'), models.CheckConstraint(condition=models.Q(('allowed_outbound_clipboard_sharing_level__in', ['anyDestinationAnySource', 'orgDestinationAnySource', 'orgDestinationOrgSource', 'none'])), name='policy_clipboard_words'), models.CheckConstraint(condition=models.Q(('maximum_allowed_device_threat_level__in', ['notConfigured', 'secured', 'low', 'medium', 'high'])), name='policy_threat_level_words'), models.CheckConstraint(condition=models.Q(('mobile_threat_defense_remediation_action__in', ['block', 'wipe'])), name='policy_threat_action'), models.CheckConstraint(condition=models.Q(('app_action_if_unable_to_authenticate_user__in', ['block', 'wipe'])), name='policy_account_action')],
            },
        ),
        migrations.CreateModel(
            name='PolicyAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('intent', models.CharField(max_length=40)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policy_assignments', to='tenants.group')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='protection.windowsmanagedappprotection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('policy', 'group', 'intent'), name='assignment_once'), models.CheckConstraint(condition=models.Q(('intent__in', ['include', 'exclude'])), name='assignment_intent_words')],
            },
        ),
        migrations.CreateModel(
            name='ManagedMobileApp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('windows_app_id', models.CharField(max_length=200)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='apps', to='protection.windowsmanagedappprotection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('policy', 'windows_app_id'), name='app_once_per_policy')],
            },
        ),
    ]
