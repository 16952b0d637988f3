"""The budget of a call, which the disbursement may not exceed."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("programs", "0007_engine_facts")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="budget",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="不设上限留空；拨付总额超过预算时不能启动拨付",
                max_digits=16,
                null=True,
                verbose_name="年度预算（元）",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="a_budget_is_not_negative",
            ),
        ),
    ]
