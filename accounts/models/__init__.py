from .account_change import AccountChange, AccountChangeAttachment
from .activation import Activation
from .appeal import Appeal, AppealAttachment
from .audit import AuditEntry
from .audit_chain import AuditArchive, AuditLink
from .business import Business, BusinessGrant
from .consent import Consent
from .division import AdministrativeDivision
from .external_identity import ExternalIdentity
from .holidays import HolidayYear
from .identity_check import IdentityCheck
from .legacy import LegacyFiling, LegacyUnit
from .legal_entity import LegalEntity
from .liaison import Liaison
from .membership import JoinRequest, Membership
from .my_data import DataExport, DataRequest, DataRequestAttachment
from .notification import (
    Channel,
    Delivery,
    DeliveryAttempt,
    Notification,
    NotificationTemplate,
)
from .password import PasswordHistory
from .payment_details import BankAccount, Contact
from .person import PersonProfile
from .place import District, Office, StaffPosition
from .qr import QrTicket
from .reference import ReferenceVersion
from .stash import StashedUpload
from .stored_file import StoredFile
from .unit import Unit, UnitAttachment
from .unit_change import UnitChange, UnitChangeAttachment
from .unit_introduction import UnitIntroduction, UnitIntroductionAttachment
from .user import User
from .verification import VerificationCode

__all__ = [
    "AccountChange",
    "AccountChangeAttachment",
    "Activation",
    "AdministrativeDivision",
    "Appeal",
    "AppealAttachment",
    "AuditArchive",
    "AuditEntry",
    "AuditLink",
    "BankAccount",
    "Business",
    "BusinessGrant",
    "Channel",
    "Consent",
    "Contact",
    "DataExport",
    "DataRequest",
    "DataRequestAttachment",
    "Delivery",
    "DeliveryAttempt",
    "District",
    "ExternalIdentity",
    "HolidayYear",
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
    "PasswordHistory",
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
    "UnitIntroduction",
    "UnitIntroductionAttachment",
    "User",
    "VerificationCode",
]
