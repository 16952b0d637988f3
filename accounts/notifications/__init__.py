"""Telling people: rows in the transaction of the change, carried out after the commit."""

from .telling import notify, notify_all, notify_contact, send_code_message

__all__ = ["notify", "notify_all", "notify_contact", "send_code_message"]
