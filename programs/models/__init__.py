from .application import Application
from .attachment import Attachment
from .document import Document
from .history import Mark, Submission, Transition, UniqueClaim
from .program import Call, Hotline, Program, ProgramVersion

__all__ = [
    "Application",
    "Attachment",
    "Call",
    "Document",
    "Hotline",
    "Mark",
    "Program",
    "ProgramVersion",
    "Submission",
    "Transition",
    "UniqueClaim",
]
