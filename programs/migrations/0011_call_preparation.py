"""Preparing a call: who sees it, its own texts and files, and budgets of districts."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models.stored_file


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120, upload_to=accounts.models.stored_file.random_key
                    ),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True, max_length=120, upload_to=accounts.models.stored_file.random_key
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("mime", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveSmallIntegerField(default=1, verbose_name="页数")),
                (
                    "scan",
                    models.CharField(
                        choices=[("pending", "待查毒"), ("clean", "安全"), ("infected", "含病毒")],
                        default="clean",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[("unit", "单位申报信息"), ("person", "个人申报信息")],
                        max_length=6,
                    ),
                ),
                ("slot", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "通知附件与模板",
                "verbose_name_plural": "通知附件与模板",
                "ordering": ["call", "part", "slot", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DistrictBudget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="分区预算（元）"
                    ),
                ),
            ],
            options={
                "verbose_name": "分区预算",
                "verbose_name_plural": "分区预算",
                "ordering": ["call", "district__position"],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="announced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="call",
            name="announced_up_to",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="call",
            name="policy",
            field=models.TextField(blank=True, verbose_name="政策说明"),
        ),
        migrations.AddField(
            model_name="call",
            name="policy_en",
            field=models.TextField(blank=True, verbose_name="政策说明（英文）"),
        ),
        migrations.AddField(
            model_name="call",
            name="published_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, null=True, verbose_name="发布时间"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="what_is_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="bac914c340147a730d77bccf869fee22acf45139",
                    operation="UPDATE",
                    pgid="pgtrigger_what_is_published_stays_2e504",
                    table="programs_call",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("announced_at__isnull", True), ("published_at__isnull", False), _connector="OR"
                ),
                name="only_what_is_published_is_announced",
            ),
        ),
        migrations.AddField(
            model_name="callfile",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="programs.call",
            ),
        ),
        migrations.AddField(
            model_name="callfile",
            name="uploaded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="districtbudget",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="district_budgets",
                to="programs.call",
            ),
        ),
        migrations.AddField(
            model_name="districtbudget",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.district",
                verbose_name="区域",
            ),
        ),
        migrations.AddConstraint(
            model_name="callfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slot", ""), _negated=True),
                fields=("call", "part", "slot"),
                name="one_template_per_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="callfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", ""), ("slot", "")),
                    models.Q(
                        models.Q(("part", ""), _negated=True), models.Q(("slot", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_slot_belongs_to_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="districtbudget",
            constraint=models.UniqueConstraint(
                fields=("call", "district"), name="one_budget_per_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="districtbudget",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="a_district_budget_is_not_negative"
            ),
        ),
    ]
