from .batch import BatchDecision, BatchItem
from .disbursement import DisbursementBatch, Payment, PaymentLine, PaymentState
from .export import QueueExport
from .item import ReviewItem
from .payment_file import BankResult, PaymentFile
from .phrase import OpinionPhrase
from .receipt import EmploymentProof, Receipt, ReceiptPhoto

__all__ = [
    "BankResult",
    "BatchDecision",
    "BatchItem",
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
]
