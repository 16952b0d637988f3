"""What was counted last of large calls, and the list of statistics."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0011_call_preparation"),
        ("reviews", "0004_decision_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Statistic",
            fields=[],
            options={
                "verbose_name": "项目统计",
                "verbose_name_plural": "项目统计",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("programs.call",),
        ),
        migrations.CreateModel(
            name="CallCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("counted_at", models.DateTimeField(auto_now=True, verbose_name="统计时间")),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="count",
                        to="programs.call",
                    ),
                ),
            ],
            options={"verbose_name": "统计结果", "verbose_name_plural": "统计结果"},
        ),
    ]
