"""File names from strangers, made harmless but still recognisable."""

import re
import unicodedata

MAX_LENGTH = 100
FORBIDDEN = re.compile(r'[<>:"|?*]')
# Names that Windows takes for devices, whatever follows the dot.
DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)
FALLBACK = "文件"


def safe_filename(name: str) -> str:
    """The name without folders, control characters and direction marks, 100 characters at most.

    Direction marks can make `报告\u202efdp.exe` look like a PDF. The extension is kept and put
    in small letters.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char for char in base if unicodedata.category(char)[0] != "C")
    cleaned = " ".join(FORBIDDEN.sub("_", visible).split()).strip(". ")
    stem, dot, extension = cleaned.rpartition(".")
    if not dot:
        stem, extension = cleaned, ""
    suffix = f".{extension.lower()}" if extension else ""
    if DEVICES.match(stem + "."):
        stem = f"_{stem}"
    return (stem.strip() or FALLBACK)[: MAX_LENGTH - len(suffix)] + suffix


def extension_of(name: str) -> str:
    """What follows the last dot, in small letters; "jpeg" counts as "jpg"."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return "jpg" if extension == "jpeg" else extension
