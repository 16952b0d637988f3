from .alipay import AlipayAccount
from .appeal import Appeal, AppealAttachment
from .audit import AuditEntry
from .notification import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Notification,
    NotificationTemplate,
)
from .place import District, Office, StaffPosition
from .stash import StashedUpload
from .stored_file import StoredFile
from .unit import JoinRequest, Membership, Unit, UnitAttachment
from .user import User
from .verification import VerificationCode

__all__ = [
    "AlipayAccount",
    "Appeal",
    "AppealAttachment",
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
    "StashedUpload",
    "StoredFile",
    "Unit",
    "UnitAttachment",
    "User",
    "VerificationCode",
]
