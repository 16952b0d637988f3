"""单位展示信息 of units; when the holders of an account were told of a 账号变更."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.stored_file


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_consents_my_data_and_audit_chain"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountchange",
            name="holders_told_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="告知现持有人时间"),
        ),
        migrations.CreateModel(
            name="UnitIntroduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待审核"),
                            ("approved", "已通过"),
                            ("refused", "未通过"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="审核意见")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审核时间"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                ("text", models.TextField(max_length=1000, verbose_name="单位简介")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="审核机构",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions",
                        to="accounts.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位展示信息",
                "verbose_name_plural": "单位展示信息",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitIntroductionAttachment",
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
                    "unit_introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="accounts.unitintroduction",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "单位标志",
                "verbose_name_plural": "单位标志",
            },
        ),
        migrations.AddIndex(
            model_name="unitintroduction",
            index=models.Index(fields=["state", "-created_at"], name="unitintroduction_queue"),
        ),
        migrations.AddConstraint(
            model_name="unitintroduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_decided_unitintroduction_names_its_judge",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitintroduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("opinion", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refused_unitintroduction_has_an_opinion",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitintroduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("unit",),
                name="one_pending_introduction_per_unit",
            ),
        ),
    ]
