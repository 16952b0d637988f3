"""Accounts of other systems under one roof; what the earlier system knew; local logins that ended."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import portal.lib.crypto


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_operators")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="must_use_network",
            field=models.BooleanField(
                default=False,
                help_text="原系统账号：只能通过政务服务网登录。",
                verbose_name="停用本地登录",
            ),
        ),
        migrations.DeleteModel(name="AlipayAccount"),
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=200, verbose_name="来源")),
                ("subject", models.CharField(max_length=255, verbose_name="来源用户号")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="绑定时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={"verbose_name": "外部账号绑定", "verbose_name_plural": "外部账号绑定"},
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(
                fields=("issuer", "subject"), name="one_user_per_external_identity"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(
                fields=("user", "issuer"), name="one_external_identity_per_user_and_issuer"
            ),
        ),
        migrations.CreateModel(
            name="LegacyUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uscc",
                    models.CharField(max_length=18, unique=True, verbose_name="统一社会信用代码"),
                ),
                ("name", models.CharField(max_length=100, verbose_name="单位名称")),
                (
                    "reviewing_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="所属主管部门",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legacy",
                        to="accounts.unit",
                        verbose_name="已归入的单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "原系统单位",
                "verbose_name_plural": "原系统单位",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LegacyFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "id_doc_number",
                    portal.lib.crypto.EncryptedTextField(verbose_name="证件号码"),
                ),
                ("id_doc_hash", models.CharField(db_index=True, max_length=64)),
                ("programme", models.CharField(max_length=100, verbose_name="申报项目")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("level", models.CharField(blank=True, max_length=40, verbose_name="认定层次")),
                ("status", models.CharField(max_length=40, verbose_name="办理结果")),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                (
                    "legacy_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="accounts.legacyunit",
                        verbose_name="申报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "历史申报",
                "verbose_name_plural": "历史申报",
                "ordering": ["-year", "programme", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="legacyfiling",
            constraint=models.UniqueConstraint(
                fields=("id_doc_hash", "programme", "year"),
                name="one_legacy_filing_per_person_programme_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="legacyfiling",
            constraint=models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="a_legacy_filing_has_a_year"
            ),
        ),
    ]
