import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('graph_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('tenant_id', models.UUIDField()),
                ('display_name', models.CharField(max_length=200)),
                ('component_name', models.CharField(max_length=80)),
                ('activity', models.CharField(max_length=200)),
                ('activity_date_time', models.DateTimeField()),
                ('activity_type', models.CharField(max_length=200)),
                ('activity_operation_type', models.CharField(max_length=40)),
                ('activity_result', models.CharField(default='Success', max_length=20)),
                ('correlation_id', models.UUIDField()),
                ('category', models.CharField(max_length=40)),
                ('actor_type', models.CharField(max_length=40)),
                ('actor_id', models.CharField(blank=True, max_length=100)),
                ('actor_name', models.CharField(max_length=320)),
                ('application_id', models.CharField(blank=True, max_length=100)),
                ('application_name', models.CharField(blank=True, max_length=200)),
                ('ip_address', models.CharField(blank=True, max_length=45)),
                ('resource_type', models.CharField(max_length=100)),
                ('resource_id', models.CharField(blank=True, max_length=200)),
                ('resource_name', models.CharField(blank=True, max_length=320)),
                ('modified_properties', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['tenant_id', '-activity_date_time', '-id'], name='audit_event_newest')],
            },
        ),
    ]
