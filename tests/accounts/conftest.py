from tests.accounts.sms import sms_platform

__all__ = ["sms_platform"]
