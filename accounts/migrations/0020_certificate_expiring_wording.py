"""The wording of what is told of a certificate that ends soon."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps

from accounts.notifications.defaults import default_wordings


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        if kind.startswith("certificate_expiring"):
            # A new database has got it with all the others.
            template.objects.get_or_create(
                kind=kind, medium=medium, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_restricted_and_revoked_wording")]

    operations = [migrations.RunPython(store_wording, migrations.RunPython.noop)]
