import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_certificates")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                help_text="告知的是该单位的事务；本人的事务留空",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="accounts.unit",
                verbose_name="单位",
            ),
        )
    ]
