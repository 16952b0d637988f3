"""Messages that wait for others, messages that expire, and finding a message by its address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_appeals_and_alipay")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="address_hash",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="delivery",
            name="gather_key",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="delivery",
            name="count",
            field=models.PositiveIntegerField(default=1, verbose_name="合并件数"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    ("state", "queued"), models.Q(("gather_key", ""), _negated=True)
                ),
                fields=["gather_key"],
                name="delivery_waiting",
            ),
        ),
    ]
