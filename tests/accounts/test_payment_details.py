"""收款信息: the bank accounts and contacts that a unit keeps."""

import pytest
from django.db import connection
from django.test import Client

from accounts.actions.payment_details import save_detail
from accounts.models import AuditEntry, BankAccount, Contact, Unit
from portal.lib.refusals import Refused
from tests.factories import make_clerk

pytestmark = pytest.mark.django_db

ACCOUNT = {"bank": "ICBC", "branch": "苏州工业园区支行", "number": "1102 0201 0900 0012 345"}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_clerk())
    return client


@pytest.mark.requirement("S3-035")
def test_accounts_are_added_changed_and_deleted(client: Client) -> None:
    add = "/member/payment/bank-account/add/"
    assert client.post(add, ACCOUNT)["Location"] == "/member/payment/"
    account = BankAccount.objects.get()
    assert account.number == "1102020109000012345"
    page = client.get("/member/payment/").content.decode()
    assert "中国工商银行苏州工业园区支行" in page
    assert "**** **** **** 2345" in page
    assert account.number not in page

    twice = client.post(add, ACCOUNT)
    assert (twice.status_code, "该账号已保存" in twice.content.decode()) == (422, True)
    edit = f"/member/payment/bank-account/{account.pk}/"
    assert account.number not in client.get(edit).content.decode()
    client.post(edit, {**ACCOUNT, "branch": "苏州独墅湖支行", "number": ""})
    account.refresh_from_db()
    assert (account.branch, account.number) == ("苏州独墅湖支行", "1102020109000012345")
    client.post(f"{edit}delete/")
    assert not BankAccount.objects.exists()
    actions = AuditEntry.objects.filter(action__endswith="bank_account").order_by("pk")
    assert [entry.action.split("_")[0] for entry in actions] == ["add", "change", "delete"]
    assert "1102020109000012345" not in str(list(actions.values_list("detail", flat=True)))


def test_a_colleague_who_saves_the_same_account_meanwhile_is_told() -> None:
    clerk = make_clerk()
    unit = clerk.memberships.get().unit
    number = "1102020109000012345"
    save_detail(BankAccount(unit=unit, bank="ICBC", branch="支行", number=number), clerk)
    with pytest.raises(Refused, match="该账号已保存"):
        save_detail(BankAccount(unit=unit, bank="ICBC", branch="支行", number=number), clerk)
    assert unit.bank_accounts.count() == 1


@pytest.mark.requirement("S3-035")
def test_contacts_are_added_changed_and_deleted(client: Client) -> None:
    data = {"name": "唐寅", "mobile": "139 1234 0077", "email": "tangyin@example.com"}
    back = {"next": "/disbursement/"}
    assert client.post("/member/payment/contact/add/", data | back)["Location"] == "/disbursement/"
    contact = Contact.objects.get()
    assert contact.mobile == "13912340077"
    url = f"/member/payment/contact/{contact.pk}/"
    bad = client.post(url, {**data, "mobile": "12345"})
    assert (bad.status_code, "12345" in bad.content.decode()) == (422, True)
    client.post(url, {**data, "name": "文徵明"})
    contact.refresh_from_db()
    assert contact.name == "文徵明"
    client.post(f"{url}delete/")
    assert not Contact.objects.exists()


def test_numbers_are_encrypted_at_rest(client: Client) -> None:
    client.post("/member/payment/bank-account/add/", ACCOUNT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_bankaccount")
        assert cursor.fetchall()[0][0].startswith("v1:")


def test_another_unit_finds_nothing(client: Client) -> None:
    client.post("/member/payment/bank-account/add/", ACCOUNT)
    account = BankAccount.objects.get()
    stranger = Client()
    stranger.force_login(make_clerk())
    for path in ("", "delete/"):
        url = f"/member/payment/bank-account/{account.pk}/{path}"
        assert stranger.post(url, ACCOUNT).status_code == 404
    assert Unit.objects.filter(bank_accounts=account).exists()
    assert client.get("/member/payment/nonsense/add/").status_code == 404
