from .account_change import AccountChange, AccountChangeAttachment
from .activation import Activation
from .appeal import Appeal, AppealAttachment
from .audit import AuditEntry
from .business import Business, BusinessGrant
from .division import AdministrativeDivision
from .external_identity import ExternalIdentity
from .identity_check import IdentityCheck
from .legacy import LegacyFiling, LegacyUnit
from .legal_entity import LegalEntity
from .liaison import Liaison
from .membership import JoinRequest, Membership
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
from .reference import ReferenceVersion
from .stash import StashedUpload
from .stored_file import StoredFile
from .unit import Unit, UnitAttachment
from .unit_change import UnitChange, UnitChangeAttachment
from .user import User
from .verification import VerificationCode

__all__ = [
    "AccountChange",
    "AccountChangeAttachment",
    "Activation",
    "AdministrativeDivision",
    "Appeal",
    "AppealAttachment",
    "AuditEntry",
    "Business",
    "BusinessGrant",
    "Channel",
    "Delivery",
    "DeliveryAttempt",
    "District",
    "ExternalIdentity",
    "IdentityCheck",
    "JoinRequest",
    "LegacyFiling",
    "LegacyUnit",
    "LegalEntity",
    "Liaison",
    "Membership",
    "Notification",
    "NotificationTemplate",
    "Office",
    "PersonProfile",
    "QrTicket",
    "ReferenceVersion",
    "StaffPosition",
    "StashedUpload",
    "StoredFile",
    "Unit",
    "UnitAttachment",
    "UnitChange",
    "UnitChangeAttachment",
    "User",
    "VerificationCode",
]
