from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_notification_wording")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="context",
            field=models.JSONField(default=dict),
        )
    ]
