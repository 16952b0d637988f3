from .alipay import AlipayAccount
from .appeal import Appeal, AppealAttachment
from .audit import AuditEntry
from .division import AdministrativeDivision
from .identity_check import IdentityCheck
from .notification import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Notification,
    NotificationTemplate,
)
from .person import PersonProfile
from .place import District, Office, StaffPosition
from .qr import QrTicket
from .stash import StashedUpload
from .stored_file import StoredFile
from .unit import JoinRequest, Membership, Unit, UnitAttachment
from .user import User
from .verification import VerificationCode

__all__ = [
    "AdministrativeDivision",
    "AlipayAccount",
    "Appeal",
    "AppealAttachment",
    "AuditEntry",
    "Channel",
    "Delivery",
    "DeliveryAttempt",
    "District",
    "IdentityCheck",
    "JoinRequest",
    "Membership",
    "Notification",
    "NotificationTemplate",
    "Office",
    "PersonProfile",
    "QrTicket",
    "StaffPosition",
    "StashedUpload",
    "StoredFile",
    "Unit",
    "UnitAttachment",
    "User",
    "VerificationCode",
]
