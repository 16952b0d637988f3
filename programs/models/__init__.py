from .application import Application
from .attachment import Attachment
from .batch import BatchSubmission, BatchSubmissionRow
from .call_parts import CallFile, DistrictBudget
from .document import Document
from .history import Mark, Submission, Transition, UniqueClaim
from .program import Call, Hotline, Program, ProgramVersion
from .reading import GuideReading
from .roster import RosterImport, RosterRow, ScanArchive, ScanFile

__all__ = [
    "Application",
    "Attachment",
    "BatchSubmission",
    "BatchSubmissionRow",
    "Call",
    "CallFile",
    "DistrictBudget",
    "Document",
    "GuideReading",
    "Hotline",
    "Mark",
    "Program",
    "ProgramVersion",
    "RosterImport",
    "RosterRow",
    "ScanArchive",
    "ScanFile",
    "Submission",
    "Transition",
    "UniqueClaim",
]
