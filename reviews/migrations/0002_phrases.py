"""The sentences that every office starts with; staff change them in the admin."""

from typing import Any

from django.db import migrations

PHRASES = {
    "approve": [
        "材料齐全，符合条件，同意通过。",
        "经核对申报信息与证明材料一致，同意。",
        "原退回问题已修改到位，同意通过。",
    ],
    "return": [
        "上传的材料不清晰，请重新上传原件彩色扫描件。",
        "填报金额与证明材料不一致，请核对后修改。",
        "缺少必要的证明材料，请按标记处补充。",
        "劳动合同缺页，请上传完整扫描件。",
        "发票抬头不是申报人本人，请更换后重新提交。",
        "个人所得税完税证明年度不符，请上传上一自然年度的证明。",
    ],
    "reject": [
        "不符合申报条件：上年度工资薪金收入未达到申报门槛。",
        "同一年度已享受同类奖励，不重复享受。",
        "经核实申报材料不属实，不予通过。",
    ],
}


def write(apps: Any, _schema_editor: Any) -> None:
    phrase = apps.get_model("reviews", "OpinionPhrase")
    phrase.objects.bulk_create(
        phrase(verb=verb, text=text, position=10 * (number + 1))
        for verb, texts in PHRASES.items()
        for number, text in enumerate(texts)
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
