"""The wording of what is told of a restricted filing and of a revoked document."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps

from accounts.notifications.defaults import default_wordings

KINDS = ("application_restricted", "document_revoked", "document_revoked_of_person")


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        if kind in KINDS:
            # A new database has got it with all the others.
            template.objects.get_or_create(
                kind=kind, medium=medium, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_public_notices")]

    operations = [migrations.RunPython(store_wording, migrations.RunPython.noop)]
