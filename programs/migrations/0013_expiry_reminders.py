from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0012_guide_readings")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="reminded_ahead",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="到期提醒（提前天数）"),
        ),
    ]
