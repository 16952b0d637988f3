"""The lettering of forms: fonts for what is printed alike on every paper of a kind.

Cutting glyphs out of a font of ten megabytes takes longer than drawing the page. Titles, labels
and remarks need the same glyphs each time, so what was cut out for them is kept, compressed, and
put into the next file as it is. Names are drawn with the plain font: no two papers share those.

The same glyphs means the same in the same order. Figures therefore stand in front: whatever an
amount or a number is, it adds nothing.
"""

import copy
import functools
import threading
import zlib
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

#: Another tag than the plain font has: two cuttings of one font in one file.
TAG = 100_000
#: A kind of paper, an office and a programme take three; each is some 20 KiB.
KEPT = 256

_cutting = threading.Lock()


@dataclass(frozen=True)
class Cutting:
    """Glyphs cut out of a font, as they stand in a file."""

    program: bytes
    length: int
    to_unicode: bytes
    widths: str


class Lettering(ttfonts.TTFont):
    """A second instance of a font that was opened already."""

    def __init__(self, name: str, font: ttfonts.TTFont, first: str = "") -> None:
        self.__dict__.update(font.__dict__)
        self.fontName = name
        self.first = first
        self.base_font = font.face.name.decode("ascii")
        # reportlab takes two fonts of one face name for the same.
        self.face = copy.copy(font.face)
        self.face.name = ttfonts.TTFNameBytes(name.encode("ascii"))
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def splitString(  # noqa: N802
        self, text: str, doc: Any, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        if doc not in self.state:
            self._assignState(doc)
            super().splitString(self.first, doc)
        pieces: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return pieces

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """What reportlab's own does, out of cuttings."""
        state = self._assignState(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for place, subset in enumerate(state.subsets):
            key = self.getSubsetInternalName(place, doc)[1:]
            fonts[key] = self._font_object(doc, key, place, _cut(self.fontName, tuple(subset)))
            doc.Reference(fonts[key], key)
        del self.state[doc]

    def _font_object(self, doc: Any, key: str, place: int, cutting: Cutting) -> Any:
        face = self.face
        base_font = f"{ttfonts.SUBSETN(TAG + place).decode('ascii')}+{self.base_font}"
        program = _stream(doc, f"fontFile:{key}", cutting.program, Length1=cutting.length)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(base_font),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": program,
                "MissingWidth": face.defaultWidth,
            }
        )
        font = pdfdoc.PDFTrueTypeFont()
        font.Name = key
        font.BaseFont = base_font
        font.FirstChar = 0
        font.LastChar = cutting.widths.count(" ") - 2
        font.Widths = cutting.widths
        font.ToUnicode = _stream(doc, f"toUnicodeCMap:{key}", cutting.to_unicode)
        font.FontDescriptor = doc.Reference(descriptor, f"fontDescriptor:{key}")
        return font


@functools.lru_cache(maxsize=KEPT)
def _cut(name: str, subset: tuple[int, ...]) -> Cutting:
    face = pdfmetrics.getFont(name).face
    # The face remembers where in its file it reads; what went wrong here would be kept.
    with _cutting:
        program = face.makeSubset(subset)
    cmap = ttfonts.makeToUnicodeCMap(name, list(subset))
    widths = " ".join(pdfdoc.fp_str(face.getCharWidth(code)) for code in subset)
    return Cutting(
        program=zlib.compress(program),
        length=len(program),
        to_unicode=zlib.compress(cmap.encode("ascii")),
        widths=f"[ {widths} ]",
    )


def _stream(doc: Any, key: str, content: bytes, **entries: int) -> Any:
    """A stream that is compressed already."""
    dictionary = pdfdoc.PDFDictionary({**entries, "Filter": "/FlateDecode"})
    return doc.Reference(pdfdoc.PDFStream(dictionary, content), key)
