"""A delivery that staff sent once more knows the one it repeats."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_stashed_uploads")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="resend_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="resends",
                to="accounts.delivery",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="产生时间"),
        ),
        migrations.AlterField(
            model_name="notificationtemplate",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="修改时间"),
        ),
    ]
