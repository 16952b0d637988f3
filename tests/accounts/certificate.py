"""The way in with a certificate, as a browser goes it with the stand-in's USB keys."""

import re
from typing import Any

from django.test import Client

from accounts import certificates_stand_in as usb
from accounts.models import LegalEntity
from tests.factories.identifiers import resident_id
from tests.factories.places import district

from .getting_in import PHONE, captcha_of, last_code, messages_to, png

NEW, KNOWN = usb.KEYS["new"], usb.KEYS["known"]
LOG_IN, REGISTER = "/certificate/login/", "/certificate/register/"


def in_register(key: usb.UsbKey = NEW) -> LegalEntity:
    return LegalEntity.objects.create(uscc=key.uscc, name=key.name)


def challenge(client: Client, page: str = LOG_IN, authority: str = "jiangsu") -> str:
    """The text that our page asks the key to sign."""
    shown = client.post(page, {"authority": authority, "way": "key"})
    assert shown.status_code == 200, shown.content.decode()
    found = re.search(r'class="secret form-text">([^<]+)<', shown.content.decode())
    assert found
    return found[1]


def signed(key: str, text: str, authority: str = "jiangsu") -> dict[str, str]:
    return {
        "certificate": usb.certificate(authority, key),
        "signature": usb.sign(authority, key, text),
    }


def show(client: Client, key: str, page: str = LOG_IN, authority: str = "jiangsu") -> Any:
    """The answer to a certificate whose key has signed what it was given."""
    text = challenge(client, page, authority)
    return client.post("/certificate/answer/", signed(key, text, authority))


FORM, CONFIRM = "/certificate/registration/", "/certificate/registration/confirm/"
LOGIN = "/accounts/login/?kind=enterprise&method=unit_name"
PAPERS = (
    "uscc_certificate",
    "admin_document",
    "admin_filing",
    "registration_form",
    "user_agreement",
)


def entered(**changes: Any) -> dict[str, Any]:
    return {
        "district": district().pk,
        "address": "苏州工业园区星湖街218号",
        "legal_representative": "沈周",
        "contact_phone": "0512-62881234",
        "contact_email": "office@example.com",
        "admin_name": "祝允明",
        "admin_id_doc_type": "resident_id",
        "admin_id_doc_number": resident_id(),
        "admin_phone": PHONE,
        "admin_email": "admin@example.com",
        "consent": "on",
        **changes,
    }


def papers() -> dict[str, Any]:
    files: dict[str, Any] = {name: png(f"{name}.png") for name in PAPERS}
    return {**files, "admin_document": [png("正面.png"), png("反面.png")]}


def at_the_form(client: Client) -> str:
    in_register()
    answer = show(client, "new", REGISTER)
    assert answer.headers["Location"] == FORM
    return str(client.get(FORM).content.decode())


def ask_for_code(client: Client, phone: str = PHONE) -> str:
    shown = client.get(CONFIRM).content.decode()
    answer = captcha_of(shown) if 'name="captcha_id"' in shown else {}
    client.post(CONFIRM, {"send_code": "1", "phone": phone, **answer})
    return last_code(phone)


def registered(client: Client, **changes: Any) -> Any:
    """The answer to the right code."""
    at_the_form(client)
    handed_in = client.post(FORM, {**entered(**changes), **papers()})
    assert handed_in.status_code == 302, handed_in.content.decode()
    return client.post(CONFIRM, {"code": ask_for_code(client)})


def codes() -> dict[str, str]:
    """Account name → activation code, as the SMS tells them."""
    return dict(re.findall(r"\((\w+)\)，激活码\((\d+)\)", messages_to(PHONE)[-1]))


def log_in(client: Client, name: str, password: str, unit: str = NEW.name) -> Any:
    typed = {"unit_name": unit, "login": name, "password": password}
    return client.post(LOGIN, {**typed, **captcha_of(client.get(LOGIN).content.decode())})
