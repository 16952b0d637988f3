"""The first wording of every notification."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.notifications.defaults import default_wordings


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        template.objects.get_or_create(
            kind=kind, medium=medium, defaults={"subject": subject, "body": body}
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(store_wording, migrations.RunPython.noop)]
