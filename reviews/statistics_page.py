"""The statistics of a call as its page shows them, and as a workbook takes them out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from portal.lib.money import yuan
from portal.lib.sheets import neutral
from reviews.charts import Bar, Chart, bars
from reviews.queries.statistics import DistrictFigures, Figures

Cell = str | int | float | Decimal | None


@dataclass(frozen=True)
class Table:
    """The figures of a chart as text and numbers; the last row may be the sum."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()


@dataclass(frozen=True)
class Block:
    """A chart and the table beside it. `legend`: what the outer and the inner bar are."""

    chart: Chart
    table: Table
    legend: tuple[str, str] | None = None


def blocks(figures: Figures) -> list[Block]:
    found = [_funnel(figures), _districts(figures), _waiting(figures)]
    if figures.call.definition.disbursement or figures.total.approved:
        found.append(_money(figures))
    return found


def _funnel(figures: Figures) -> Block:
    total = figures.total
    steps = [(_("已提交"), total.submitted)]
    steps += [(stage.title, stage.reached) for stage in figures.stages]
    steps.append((_("审核通过"), total.granted))
    if figures.call.definition.disbursement:
        steps.append((_("已拨付"), figures.disbursed))
    chart = bars(
        "funnel",
        _("各环节办理漏斗"),
        [Bar(label, number, _share(number, total.submitted)) for label, number in steps],
    )
    heads = [_("环节"), _("到达"), _("在办"), _("通过"), _("退回"), _("不通过")]
    rows = [(s.title, s.reached, s.now, s.approved, s.returned, s.rejected) for s in figures.stages]
    return Block(chart, Table(heads, rows))


def _districts(figures: Figures) -> Block:
    drawn = [
        Bar(each.name, each.submitted, f"{each.submitted:,} / {each.granted:,}", each.granted)
        for each in figures.districts
    ]
    heads = [_("区域"), _("已提交"), _("在办"), _("退回修改"), _("不通过"), _("审核通过")]
    return Block(
        bars("districts", _("各区域申报与通过"), drawn),
        Table(
            heads,
            [_counts(each.name, each) for each in figures.districts],
            _counts(_("合计"), figures.total),
        ),
        (_("已提交"), _("审核通过")),
    )


def _counts(name: str, of: DistrictFigures) -> tuple[Cell, ...]:
    return name, of.submitted, of.waiting, of.returned, of.rejected, of.granted


def _waiting(figures: Figures) -> Block:
    lines = [(s.title, s.median, s.most) for s in figures.stages if s.median is not None]
    if figures.median is not None:
        lines.append((_("提交至办结"), figures.median, figures.most))
    drawn = [
        Bar(title, most or 0, _days(median, most), median or 0) for title, median, most in lines
    ]
    heads = [_("环节"), _("中位数（天）"), _("九成不超过（天）")]
    rows = [(title, _rounded(median), _rounded(most)) for title, median, most in lines]
    chart = bars("waiting", _("办理用时（自然日）"), drawn)
    return Block(chart, Table(heads, rows), (_("九成不超过"), _("中位数")))


def _money(figures: Figures) -> Block:
    total = figures.total
    lines = [
        (_("年度预算"), total.budget),
        (_("已核定"), total.approved),
        (_("已安排拨付"), total.committed),
        (_("已付款"), total.paid),
    ]
    drawn = [
        Bar(label, amount or 0, _("不设上限") if amount is None else yuan(amount))
        for label, amount in lines
    ]
    heads = [
        _("区域"),
        _("预算"),
        _("已核定"),
        _("已安排拨付"),
        _("已付款"),
        _("预算余额"),
    ]
    return Block(
        bars("money", _("金额与预算（元）"), drawn),
        Table(
            heads,
            [_amounts(each.name, each) for each in figures.districts],
            _amounts(_("合计"), total),
        ),
    )


def _amounts(name: str, of: DistrictFigures) -> tuple[Cell, ...]:
    return name, of.budget, of.approved, of.committed, of.paid, of.left


def _share(number: int, of: int) -> str:
    if not of:
        return f"{number:,}"
    return _("%(number)s（%(share)s）") % {"number": f"{number:,}", "share": f"{number / of:.0%}"}


def _days(median: float | None, most: float | None) -> str:
    return _("中位 %(median)s 天，九成 %(most)s 天") % {
        "median": _rounded(median),
        "most": _rounded(most),
    }


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 1)


def workbook(figures: Figures) -> bytes:
    """Every table on a sheet of its own."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        for block in blocks(figures):
            sheet = book.add_worksheet(block.chart.title.replace("/", " ")[:31])
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 28)
            sheet.set_column(1, len(block.table.heads), 18)
            sheet.write_row(0, 0, block.table.heads, bold)
            lines = [*block.table.rows, *([block.table.total] if block.table.total else [])]
            for at, line in enumerate(lines, start=1):
                _write(sheet, at, line, money)
    return buffer.getvalue()


def _write(sheet: Any, at: int, line: Sequence[Cell], money: Any) -> None:
    for column, cell in enumerate(line):
        if isinstance(cell, str):
            sheet.write_string(at, column, neutral(cell))
        elif isinstance(cell, Decimal):
            sheet.write_number(at, column, float(cell), money)
        elif cell is not None:
            sheet.write_number(at, column, cell)


def shown(cell: Cell) -> str:
    """A cell as the page shows it."""
    if cell is None:
        return "—"
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
