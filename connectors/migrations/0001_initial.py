import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MobileThreatDefenseConnector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, verbose_name='partner id')),
                ('last_heartbeat_date_time', models.DateTimeField(blank=True, null=True)),
                ('partner_state', models.CharField(max_length=40)),
                ('android_mobile_application_management_enabled', models.BooleanField(default=False)),
                ('ios_mobile_application_management_enabled', models.BooleanField(default=False)),
                ('windows_mobile_application_management_enabled', models.BooleanField(default=False)),
                ('android_enabled', models.BooleanField(default=False)),
                ('ios_enabled', models.BooleanField(default=False)),
                ('windows_enabled', models.BooleanField(default=False)),
                ('mac_enabled', models.BooleanField(default=False)),
                ('android_device_blocked_on_missing_partner_data', models.BooleanField(default=False)),
                ('ios_device_blocked_on_missing_partner_data', models.BooleanField(default=False)),
                ('windows_device_blocked_on_missing_partner_data', models.BooleanField(default=False)),
                ('mac_device_blocked_on_missing_partner_data', models.BooleanField(default=False)),
                ('partner_unsupported_os_version_blocked', models.BooleanField(default=False)),
                ('partner_unresponsiveness_threshold_in_days', models.PositiveSmallIntegerField(default=7)),
                ('allow_partner_to_collect_ios_application_metadata', models.BooleanField(default=False)),
                ('allow_partner_to_collect_ios_personal_application_metadata', models.BooleanField(default=False)),
                ('allow_partner_to_collect_ios_certificate_metadata', models.BooleanField(default=False)),
                ('allow_partner_to_collect_ios_personal_certificate_metadata', models.BooleanField(default=False)),
                ('microsoft_defender_for_endpoint_attach_enabled', models.BooleanField(default=False)),
                ('grant_mobile_threat_defense_partner_role', models.BooleanField(default=False)),
                ('launch_mobile_threat_defense_partner_on_setup_enabled', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('provisioned_at', models.DateTimeField(blank=True, null=True)),
                ('deprovisioned_at', models.DateTimeField(blank=True, null=True)),
                ('error_code', models.PositiveBigIntegerField(blank=True, null=True)),
                ('dropped_report_count', models.PositiveBigIntegerField(default=0)),
                ('partner_state_at', models.DateTimeField()),
                ('partner_state_cause', models.CharField(max_length=40)),
                ('unresponsive_at', models.DateTimeField(blank=True, null=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connectors', to='tenants.tenant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('unresponsive_at__isnull', False)), fields=['unresponsive_at'], name='connector_unresponsive_at')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'graph_id'), name='connector_once_per_partner'), models.CheckConstraint(condition=models.Q(('partner_unresponsiveness_threshold_in_days__range', (1, 90))), name='connector_threshold_range'), models.CheckConstraint(condition=models.Q(('partner_state__in', ['unavailable', 'available', 'enabled', 'unresponsive', 'notSetUp', 'error'])), name='connector_partner_state_words')],
            },
        ),
        migrations.CreateModel(
            name='ConnectorStateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=40, null=True)),
                ('to_state', models.CharField(max_length=40)),
                ('cause', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('connector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='state_changes', to='connectors.mobilethreatdefenseconnector')),
            ],
            options={
                'indexes': [models.Index(fields=['connector', '-at', '-id'], name='connector_change_newest')],
            },
        ),
    ]
