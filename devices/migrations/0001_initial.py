import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('connectors', '0001_initial'),
        ('tenants', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UserLevelWipe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='user_level_wipe', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='WindowsManagedAppRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('user_graph_id', models.UUIDField()),
                ('user_principal_name', models.CharField(max_length=320)),
                ('app_identifier', models.CharField(max_length=200, verbose_name='windowsAppId')),
                ('device_tag', models.CharField(max_length=128)),
                ('device_name', models.CharField(blank=True, max_length=256)),
                ('device_manufacturer', models.CharField(blank=True, max_length=256)),
                ('device_model', models.CharField(blank=True, max_length=256)),
                ('created_date_time', models.DateTimeField()),
                ('last_sync_date_time', models.DateTimeField()),
                ('application_version', models.CharField(max_length=23)),
                ('management_sdk_version', models.CharField(max_length=23)),
                ('platform_version', models.CharField(max_length=23)),
                ('is_mdm_enrolled', models.BooleanField(default=False)),
                ('is_entra_joined', models.BooleanField(default=False)),
                ('account_state', models.CharField(default='unknown', max_length=40)),
                ('has_failed_reauthentication', models.BooleanField(default=False)),
                ('is_wipe_held', models.BooleanField(default=False)),
                ('access', models.CharField(max_length=40)),
                ('access_at', models.DateTimeField()),
                ('findings', models.JSONField(default=list)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, max_length=40, null=True)),
                ('next_evaluation_at', models.DateTimeField(blank=True, null=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='tenants.tenant')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registrations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_evaluation_at__isnull', False)), fields=['tenant', 'next_evaluation_at'], name='registration_due'), models.Index(fields=['tenant', 'id'], name='registration_tenant'), models.Index(fields=['tenant', 'access', 'id'], name='registration_access'), models.Index(fields=['user_graph_id', 'app_identifier', 'device_tag', '-id'], name='registration_triple')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('tenant', 'user_graph_id', 'app_identifier', 'device_tag'), name='registration_live_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ending__isnull', True)), models.Q(('ended_at__isnull', False), ('ending__isnull', False), ('next_evaluation_at__isnull', True)), _connector='OR'), name='registration_end_has_ending'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), ('user__isnull', False), _connector='OR'), name='registration_live_has_user'), models.CheckConstraint(condition=models.Q(('access__in', ['allowed', 'warned', 'blocked', 'wipePending', 'wiped', 'inactive', 'unprotected'])), name='registration_access_words'), models.CheckConstraint(condition=models.Q(('ending__in', ['signedOut', 'wiped', 'deregistered'])), name='registration_ending_words'), models.CheckConstraint(condition=models.Q(('account_state__in', ['enabled', 'disabled', 'unknown'])), name='registration_account_words')],
            },
        ),
        migrations.CreateModel(
            name='HealthStateReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner_id', models.UUIDField()),
                ('report_id', models.CharField(max_length=64)),
                ('health_state', models.CharField(max_length=40)),
                ('last_update_date_time', models.DateTimeField()),
                ('threats', models.JSONField(default=list)),
                ('is_stale', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('connector', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='connectors.mobilethreatdefenseconnector')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='devices.windowsmanagedappregistration')),
            ],
            options={
                'indexes': [models.Index(fields=['registration', '-id'], name='report_newest')],
                'constraints': [models.UniqueConstraint(fields=('connector', 'report_id'), name='report_once_per_connector'), models.CheckConstraint(condition=models.Q(('health_state__in', ['unknown', 'activated', 'deactivated', 'secured', 'lowSeverity', 'mediumSeverity', 'highSeverity', 'unresponsive', 'compromised', 'misconfigured'])), name='report_health_words')],
            },
        ),
        migrations.CreateModel(
            name='CurrentHealthState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('health_state', models.CharField(max_length=40)),
                ('last_update_date_time', models.DateTimeField()),
                ('threats', models.JSONField(default=list)),
                ('connector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='health_states', to='connectors.mobilethreatdefenseconnector')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='health_states', to='devices.windowsmanagedappregistration')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('registration', 'connector'), name='health_once_per_connector'), models.CheckConstraint(condition=models.Q(('health_state__in', ['unknown', 'activated', 'deactivated', 'secured', 'lowSeverity', 'mediumSeverity', 'highSeverity', 'unresponsive', 'compromised', 'misconfigured'])), name='health_state_words')],
            },
        ),
        migrations.CreateModel(
            name='AccessChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_access', models.CharField(blank=True, max_length=40, null=True)),
                ('to_access', models.CharField(max_length=40)),
                ('reason', models.CharField(blank=True, max_length=40, null=True)),
                ('cause', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_changes', to='devices.windowsmanagedappregistration')),
            ],
            options={
                'indexes': [models.Index(fields=['registration', '-id'], name='access_change_newest')],
            },
        ),
        migrations.CreateModel(
            name='WipeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('origin', models.CharField(max_length=40)),
                ('state', models.CharField(default='pending', max_length=40)),
                ('created_at', models.DateTimeField()),
                ('last_modified_date_time', models.DateTimeField()),
                ('detail', models.CharField(blank=True, max_length=1024)),
                ('expires_at', models.DateTimeField()),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wipe_requests', to='devices.windowsmanagedappregistration')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['expires_at'], name='wipe_expires')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('registration',), name='wipe_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'successful', 'failed', 'cancelled', 'expired'])), name='wipe_state_words'), models.CheckConstraint(condition=models.Q(('origin__in', ['policy', 'admin', 'userLevel'])), name='wipe_origin_words')],
            },
        ),
        migrations.CreateModel(
            name='ReevaluationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=40)),
                ('scope', models.CharField(max_length=40)),
                ('keys', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('done_up_to', models.BigIntegerField(default=0)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reevaluation_requests', to='tenants.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'id'], name='reevaluation_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['tenant', 'groups', 'users'])), name='reevaluation_scope_words')],
            },
        ),
    ]
