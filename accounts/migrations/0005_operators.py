"""Operators with seats, businesses and a credential of their own; 隶属关系, 审核机构, 联络员."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def keep_who_acts_already(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who could act for a unit still can; the account that registered it becomes its own."""
    membership = apps.get_model("accounts", "Membership")
    membership.objects.update(activated_at=F("created_at"), all_business=True)
    membership.objects.filter(role="admin").update(role="legal_representative")
    seats: dict[int, int] = {}
    for operator in membership.objects.filter(role="operator", is_active=True).order_by("pk"):
        seats[operator.unit_id] = seats.get(operator.unit_id, 0) + 1
        operator.seat = seats[operator.unit_id]
        operator.save(update_fields=["seat"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_profile_and_checks")]

    operations = [
        migrations.CreateModel(
            name="Business",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=100, verbose_name="事项名称")),
                ("name_en", models.CharField(blank=True, max_length=160, verbose_name="英文名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "业务事项",
                "verbose_name_plural": "业务事项",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Liaison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("mobile", models.CharField(max_length=11, verbose_name="移动电话")),
                (
                    "department",
                    models.CharField(blank=True, max_length=60, verbose_name="所在部门"),
                ),
                ("position", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="办公电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        related_name="liaison",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={"verbose_name": "单位联络员", "verbose_name_plural": "单位联络员"},
        ),
        migrations.AddField(
            model_name="membership",
            name="activated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="启用时间"),
        ),
        migrations.AddField(
            model_name="membership",
            name="all_business",
            field=models.BooleanField(default=False, verbose_name="可办理全部业务"),
        ),
        migrations.AddField(
            model_name="membership",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="本人确认时间"),
        ),
        migrations.AddField(
            model_name="membership",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="授权人",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="handling_password",
            field=models.CharField(
                blank=True, editable=False, max_length=128, verbose_name="经办密码"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="seat",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="席位"),
        ),
        migrations.RunPython(keep_who_acts_already, migrations.RunPython.noop),
        migrations.AddField(
            model_name="unit",
            name="affiliation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("central", "中央"),
                    ("province", "省（自治区、直辖市）"),
                    ("city", "市（地区）"),
                    ("county", "县（市、区）"),
                    ("township", "街道、镇、乡"),
                    ("community", "居民、村民委员会"),
                    ("other", "其他"),
                ],
                max_length=20,
                verbose_name="隶属关系",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="reviewing_office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="units",
                to="accounts.office",
                verbose_name="审核机构（所属主管部门）",
            ),
        ),
        migrations.CreateModel(
            name="BusinessGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="grants",
                        to="accounts.business",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="business_grants",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={"verbose_name": "业务授权", "verbose_name_plural": "业务授权"},
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True), ("role", "legal_representative")),
                fields=("unit",),
                name="one_active_legal_representative_per_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True), ("role", "operator")),
                fields=("unit", "seat"),
                name="one_active_operator_per_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "operator"), _negated=True),
                    ("is_active", False),
                    models.Q(("seat__gte", 1), ("seat__isnull", False), ("seat__lte", 10)),
                    _connector="OR",
                ),
                name="an_active_operator_has_one_of_ten_seats",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "operator"), ("all_business", True), _connector="OR"),
                name="who_administers_may_do_every_business",
            ),
        ),
        migrations.AddConstraint(
            model_name="businessgrant",
            constraint=models.UniqueConstraint(
                fields=("membership", "business"), name="one_grant_per_membership_and_business"
            ),
        ),
    ]
