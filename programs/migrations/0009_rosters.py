"""Rosters, archives of scans, and many people submitted at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.stored_file


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_payment_details"),
        ("programs", "0008_call_budget"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="网络地址")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.call",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量提交",
                "verbose_name_plural": "批量提交",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="BatchSubmissionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待提交"), ("done", "已提交"), ("refused", "未提交")],
                        default="waiting",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("problems", models.JSONField(default=list)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programs.application",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="programs.batchsubmission",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量提交明细",
                "verbose_name_plural": "批量提交明细",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
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
                ("name", models.CharField(max_length=100, verbose_name="文件名")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "检查中"),
                            ("checked", "待确认"),
                            ("importing", "导入中"),
                            ("done", "已导入"),
                            ("failed", "无法导入"),
                            ("cancelled", "已取消"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("complaint", models.TextField(blank=True, verbose_name="说明")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("checked", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "returned",
                    models.FileField(
                        blank=True, max_length=120, upload_to=accounts.models.stored_file.random_key
                    ),
                ),
                ("remarks", models.JSONField(default=list)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.call",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "名单导入",
                "verbose_name_plural": "名单导入",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("update", "更新"),
                            ("wrong", "有误"),
                            ("left", "不变"),
                        ],
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待导入"), ("done", "已导入"), ("refused", "未导入")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="programs.application",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="programs.rosterimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "名单明细",
                "verbose_name_plural": "名单明细",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ScanArchive",
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
                ("name", models.CharField(max_length=100, verbose_name="文件名")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "检查中"),
                            ("checked", "待确认"),
                            ("importing", "导入中"),
                            ("done", "已导入"),
                            ("failed", "无法导入"),
                            ("cancelled", "已取消"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("complaint", models.TextField(blank=True, verbose_name="说明")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("checked", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.call",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "材料批量上传",
                "verbose_name_plural": "材料批量上传",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScanFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=300, verbose_name="文件")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待确认"),
                            ("waiting", "待上传"),
                            ("done", "已上传"),
                            ("refused", "未上传"),
                            ("skipped", "不上传"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("slot", models.CharField(blank=True, max_length=40, verbose_name="材料")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="programs.application",
                    ),
                ),
                (
                    "archive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="programs.scanarchive",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量材料明细",
                "verbose_name_plural": "批量材料明细",
                "ordering": ["position"],
            },
        ),
        migrations.AddIndex(
            model_name="batchsubmission",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", True)),
                fields=["id"],
                name="submission_to_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchsubmissionrow",
            constraint=models.UniqueConstraint(fields=("batch", "application"), name="ticked_once"),
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(
                condition=models.Q(("state__in", ["checking", "importing"])),
                fields=["id"],
                name="roster_to_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.UniqueConstraint(
                fields=("roster", "number"), name="a_row_is_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True),
                    ("verdict__in", ["new", "update"]),
                    _connector="OR",
                ),
                name="only_good_rows_wait",
            ),
        ),
        migrations.AddIndex(
            model_name="scanarchive",
            index=models.Index(
                condition=models.Q(("state__in", ["checking", "importing"])),
                fields=["id"],
                name="archive_to_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanfile",
            constraint=models.UniqueConstraint(
                fields=("archive", "position"), name="a_file_is_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scanfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True),
                    models.Q(("slot", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_waits_has_a_slot",
            ),
        ),
    ]
