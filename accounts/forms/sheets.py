"""One row of a sheet that others hand us."""

from typing import Any, Self

from django import forms


class SheetRow(forms.Form):
    """Its fields stand under the names of the model; `COLUMNS` names them as the sheet does."""

    COLUMNS: dict[str, str]
    KEY: tuple[str, ...]

    @classmethod
    def from_sheet(cls, row: dict[str, str]) -> Self:
        return cls({name: row.get(column, "") for name, column in cls.COLUMNS.items()})

    def problems(self) -> list[str]:
        """Column and what is wrong with it; nothing of the cell itself."""
        return [
            f"{self.COLUMNS.get(name, '')}：{error}"
            for name, errors in self.errors.items()
            for error in errors
        ]

    def key(self) -> tuple[Any, ...]:
        """What no other row of the sheet may have too."""
        return tuple(self.cleaned_data[name] for name in self.KEY)
