"""账号变更 and 企业信息变更: requests with proof that the office decides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.stored_file


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_service_network"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="number",
            field=models.CharField(max_length=40, unique=True, verbose_name="编号"),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="verificationcode",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign_up", "注册"),
                    ("log_in", "登录"),
                    ("reset_password", "重置密码"),
                    ("change_phone", "更换手机号"),
                    ("appeal", "用户申诉"),
                    ("account_change", "账号变更"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="AccountChange",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("enterprise", "企业账号变更"), ("admin", "管理员变更")],
                        max_length=10,
                        verbose_name="变更类别",
                    ),
                ),
                ("unit_name", models.CharField(max_length=100, verbose_name="单位名称")),
                (
                    "uscc",
                    models.CharField(db_index=True, max_length=18, verbose_name="统一社会信用代码"),
                ),
                (
                    "old_account",
                    models.CharField(blank=True, max_length=150, verbose_name="旧账号"),
                ),
                ("phone", models.CharField(max_length=11, verbose_name="新账号（手机号）")),
                ("password", models.CharField(blank=True, editable=False, max_length=128)),
                ("contact_name", models.CharField(max_length=60, verbose_name="新账号持有人")),
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
            ],
            options={
                "verbose_name": "账号变更",
                "verbose_name_plural": "账号变更",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccountChangeAttachment",
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
                    "account_change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="accounts.accountchange",
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
                "verbose_name": "账号变更证明",
                "verbose_name_plural": "账号变更证明",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="UnitChange",
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
                ("changes", models.JSONField(verbose_name="变更内容")),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
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
                "verbose_name": "企业信息变更",
                "verbose_name_plural": "企业信息变更",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitChangeAttachment",
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
                    "unit_change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="accounts.unitchange",
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
                "verbose_name": "企业信息变更材料",
                "verbose_name_plural": "企业信息变更材料",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="accountchange",
            index=models.Index(fields=["state", "-created_at"], name="accountchange_queue"),
        ),
        migrations.AddConstraint(
            model_name="accountchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_decided_accountchange_names_its_judge",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("opinion", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refused_accountchange_has_an_opinion",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("phone",),
                name="one_pending_account_change_per_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "pending"), ("password", ""), _connector="OR"),
                name="a_decided_account_change_keeps_no_password",
            ),
        ),
        migrations.AddIndex(
            model_name="unitchange",
            index=models.Index(fields=["state", "-created_at"], name="unitchange_queue"),
        ),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_decided_unitchange_names_its_judge",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("opinion", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refused_unitchange_has_an_opinion",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("unit",),
                name="one_pending_change_per_unit",
            ),
        ),
    ]
