import datetime
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('user_principal_name', models.CharField(max_length=320)),
                ('display_name', models.CharField(max_length=256)),
                ('given_name', models.CharField(blank=True, max_length=64)),
                ('surname', models.CharField(blank=True, max_length=64)),
                ('mail', models.CharField(blank=True, max_length=320)),
                ('job_title', models.CharField(blank=True, max_length=128)),
                ('department', models.CharField(blank=True, max_length=64)),
                ('account_enabled', models.BooleanField(default=True)),
                ('created_date_time', models.DateTimeField()),
                ('is_staff', models.BooleanField(default=False, verbose_name='may use Django admin')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('user_principal_name'), name='user_upn_unique')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('display_name', models.CharField(max_length=256)),
                ('description', models.CharField(blank=True, max_length=1024)),
                ('created_date_time', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='tenants.group')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'group'), name='membership_once')],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='members',
            field=models.ManyToManyField(related_name='member_of', through='tenants.Membership', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='role_once_per_user'), models.CheckConstraint(condition=models.Q(('role__in', ['globalAdministrator', 'intuneAdministrator', 'applicationManager', 'endpointSecurityManager', 'helpDeskOperator', 'intuneRoleAdministrator', 'policyAndProfileManager', 'readOnlyOperator', 'schoolAdministrator', 'endpointPrivilegeManager', 'endpointPrivilegeReader'])), name='role_assignment_words')],
            },
        ),
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('display_name', models.CharField(max_length=256)),
                ('domain', models.CharField(max_length=253)),
                ('created_date_time', models.DateTimeField()),
                ('health_state_validity_days', models.PositiveSmallIntegerField(default=30)),
                ('missing_health_state', models.CharField(default='block', max_length=40)),
                ('clock_offset', models.DurationField(default=datetime.timedelta(0))),
                ('clock_frozen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('domain'), name='tenant_domain_unique'), models.CheckConstraint(condition=models.Q(('health_state_validity_days__range', (1, 120))), name='tenant_validity_range'), models.CheckConstraint(condition=models.Q(('missing_health_state__in', ['block', 'allow'])), name='tenant_missing_health_words')],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='tenant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='tenants.tenant'),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('object_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('display_name', models.CharField(max_length=120)),
                ('secret_hash', models.CharField(editable=False, max_length=200)),
                ('partner_id', models.UUIDField(blank=True, help_text='The threat partner that this application speaks for.', null=True)),
                ('created_date_time', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='tenants.tenant')),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='tenant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='users', to='tenants.tenant'),
        ),
        migrations.CreateModel(
            name='AppRoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=80)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='app_role_assignments', to='tenants.application')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'role'), name='app_role_once'), models.CheckConstraint(condition=models.Q(('role__in', ['MobileThreatDefense.Report.All', 'ManagedApp.Client.All', 'Simulator.Control.All', 'DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All', 'DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementRBAC.Read.All', 'DeviceManagementRBAC.ReadWrite.All', 'DeviceManagementServiceConfig.Read.All', 'DeviceManagementServiceConfig.ReadWrite.All', 'AuditLog.Read.All', 'Directory.Read.All', 'User.Read.All', 'User.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Organization.Read.All', 'Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess'])), name='app_role_words')],
            },
        ),
        migrations.CreateModel(
            name='AssignedLicense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku_id', models.UUIDField(default=uuid.UUID('061f9ace-7d42-4136-88ac-31dc755f143f'))),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assigned_licenses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'sku_id'), name='license_once_per_user')],
            },
        ),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(fields=['tenant', 'id'], name='group_tenant'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['tenant', 'id'], name='user_tenant'),
        ),
    ]
