"""Codes for who objects to a public notice, and the wording of what is told about one."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps

from accounts.notifications.defaults import default_wordings


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        if kind.startswith(("notice_", "objection_")):
            # A new database has got it with all the others.
            template.objects.get_or_create(
                kind=kind, medium=medium, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_call_opened_wording")]

    operations = [
        migrations.AlterField(
            model_name="verificationcode",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign_up", "注册"),
                    ("log_in", "登录"),
                    ("reset_password", "重置密码"),
                    ("change_phone", "更换手机号"),
                    ("appeal", "用户申诉"),
                    ("account_change", "账号变更"),
                    ("confirm", "身份确认"),
                    ("objection", "公示异议"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(store_wording, migrations.RunPython.noop),
    ]
