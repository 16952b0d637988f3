"""Why a photo of a receipt will not do, and how to take a better one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.uploads import UploadRefused

NAMES = {
    "TL": gettext_lazy("左上角"),
    "TR": gettext_lazy("右上角"),
    "BR": gettext_lazy("右下角"),
    "BL": gettext_lazy("左下角"),
}


def nothing_found() -> UploadRefused:
    return UploadRefused(
        _("照片中没有找到收据。请将收据平放，四角放入取景框，对焦清晰后重拍。"),
        code="no_receipt",
    )


def several() -> UploadRefused:
    return UploadRefused(_("照片中有不止一张收据，请一次只拍一张。"), code="several")


def cut(corners: Sequence[str]) -> UploadRefused:
    return UploadRefused(
        _("收据没有拍全，缺少%(corners)s。请将手机拿远一些，让虚线框的四角都在画面内。"),
        code="cut",
        params={"corners": _names(corners)},
    )


def corners_unread(corners: Sequence[str]) -> UploadRefused:
    return UploadRefused(
        _("看不清收据%(corners)s的标记。请避开反光和阴影，不要用手遮挡四角，对焦清晰后重拍。"),
        code="corners",
        params={"corners": _names(corners)},
    )


def not_flat() -> UploadRefused:
    return UploadRefused(_("收据没有放平，请展平后从正上方重拍。"), code="not_flat")


def blurred() -> UploadRefused:
    return UploadRefused(
        _("照片模糊，看不清收据。请拿稳手机，点按屏幕对焦后重拍。"), code="blurred"
    )


def no_mark() -> UploadRefused:
    return UploadRefused(
        _("无法识别收据右侧的二维码，请不要让印章压住二维码，避开反光后重拍。"),
        code="no_mark",
    )


def _names(corners: Sequence[str]) -> str:
    return _("、").join(str(NAMES[name]) for name in corners)
