from .audit import AuditEntry
from .notification import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Notification,
    NotificationTemplate,
)
from .place import District, Office, StaffPosition
from .stored_file import StoredFile
from .unit import JoinRequest, Membership, Unit, UnitAttachment
from .user import User
from .verification import VerificationCode

__all__ = [
    "AuditEntry",
    "Channel",
    "Delivery",
    "DeliveryAttempt",
    "District",
    "JoinRequest",
    "Membership",
    "Notification",
    "NotificationTemplate",
    "Office",
    "StaffPosition",
    "StoredFile",
    "Unit",
    "UnitAttachment",
    "User",
    "VerificationCode",
]
