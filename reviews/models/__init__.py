from .batch import BatchDecision, BatchItem
from .disbursement import DisbursementBatch, Payment, PaymentLine, PaymentState
from .draft import DecisionDraft
from .export import QueueExport
from .item import ReviewItem
from .payment_file import BankResult, PaymentFile
from .phrase import OpinionPhrase
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
    "OpinionPhrase",
    "Payment",
    "PaymentFile",
    "PaymentLine",
    "PaymentState",
    "QueueExport",
    "Receipt",
    "ReceiptPhoto",
    "ReviewItem",
    "Statistic",
]
