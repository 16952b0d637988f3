"""A code that confirms who one is; 实人认证 by staff at the counter; the wording of 重发激活码."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps as Apps

from accounts.notifications.defaults import default_wordings

KIND = "activation_code"


def store_wording(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("accounts", "NotificationTemplate")
    for kind, medium, subject, body in default_wordings():
        if kind == KIND:
            # A new database has got it with all the others.
            template.objects.get_or_create(
                kind=kind, medium=medium, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_columns_of_units_and_members")]

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
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="identitycheck",
            name="provider",
            field=models.CharField(
                choices=[
                    ("alipay", "支付宝"),
                    ("government", "江苏政务服务网"),
                    ("counter", "窗口核验"),
                ],
                max_length=20,
                verbose_name="认证渠道",
            ),
        ),
        migrations.RunPython(store_wording, migrations.RunPython.noop),
    ]
