"""The wording of what is told when a call opens."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps

from accounts.notifications.defaults import default_wordings


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        if kind == "call_opened":
            # A new database has got it with all the others.
            template.objects.get_or_create(
                kind=kind, medium=medium, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_qr_ticket_subject")]

    operations = [migrations.RunPython(store_wording, migrations.RunPython.noop)]
