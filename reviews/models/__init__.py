from .batch import BatchDecision, BatchItem
from .export import QueueExport
from .item import ReviewItem
from .phrase import OpinionPhrase

__all__ = ["BatchDecision", "BatchItem", "OpinionPhrase", "QueueExport", "ReviewItem"]
