from .batch import BatchDecision, BatchItem
from .disbursement import DisbursementBatch, Payment, PaymentLine, PaymentState
from .draft import DecisionDraft
from .export import QueueExport
from .item import ReviewItem
from .notice import NoticeLine, PublicNotice
from .objection import Objection, ObjectionMessage, ObjectionProof
from .payment_file import BankResult, PaymentFile
from .phrase import OpinionPhrase
from .ranking import RankedCall
from .receipt import EmploymentProof, Receipt, ReceiptPhoto
from .statistic import CallCount, Statistic

__all__ = [
    "BankResult",
    "BatchDecision",
    "BatchItem",
    "CallCount",
    "DecisionDraft",
    "DisbursementBatch",
    "EmploymentProof",
    "NoticeLine",
    "Objection",
    "ObjectionMessage",
    "ObjectionProof",
    "OpinionPhrase",
    "Payment",
    "PaymentFile",
    "PaymentLine",
    "PaymentState",
    "PublicNotice",
    "QueueExport",
    "RankedCall",
    "Receipt",
    "ReceiptPhoto",
    "ReviewItem",
    "Statistic",
]
