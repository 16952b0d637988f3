"""阿里云短信服务, through its own SDK (`pip install talent-portal[sms-aliyun]`)."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from alibabacloud_dysmsapi20170525 import models
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_tea_openapi import utils_models
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from darabonba.exceptions import UnretryableException
from darabonba.runtime import RuntimeOptions
from django.utils import timezone

from accounts.gateways.base import Message, Never, TryLater, Unsure
from accounts.gateways.sms import (
    CONNECT_SECONDS,
    READ_SECONDS,
    Account,
    broken_connection,
    parameters_of,
    template_of,
)
from portal.lib.dates import BUSINESS_ZONE

#: Another try would be refused in the same way. Everything else may pass: limits, overload, and
#: what staff can mend in the platform's console.
PERMANENT = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "isv.INVALID_PARAMETERS",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.SMS_TEMPLATE_ILLEGAL",
    }
)
SERVER_ERROR = 500
PAGE = 50
"""The most a query answers; a phone gets at most 40 messages of one sender a day."""


class AliyunGateway:
    """One client per process. The SDK never repeats a call: that would send a message twice."""

    name = "aliyun"
    settling = dt.timedelta(minutes=2)

    def __init__(self) -> None:
        self.account = Account.from_settings("dysmsapi.aliyuncs.com")
        self.runtime = RuntimeOptions(
            autoretry=False,
            connect_timeout=CONNECT_SECONDS * 1000,
            read_timeout=READ_SECONDS * 1000,
        )
        self.client = Client(
            utils_models.Config(
                access_key_id=self.account.key,
                access_key_secret=self.account.secret,
                endpoint=self.account.endpoint,
                protocol=self.account.protocol,
            )
        )

    def send(self, message: Message) -> str:
        request = models.SendSmsRequest(
            phone_numbers=message.to,
            sign_name=self.account.sign,
            template_code=template_of(message),
            template_param=json.dumps(parameters_of(message), ensure_ascii=False),
            out_id=message.id,
        )
        answer = self._call(self.client.send_sms_with_options, request)
        return str(answer.biz_id)

    def find(self, message: Message) -> str | None:
        """Looks through what the phone was sent on each day since the first try."""
        first = timezone.localdate(message.tried_at, BUSINESS_ZONE)
        days = (timezone.localdate(timezone=BUSINESS_ZONE) - first).days
        for day in range(days + 1):
            request = models.QuerySendDetailsRequest(
                phone_number=message.to,
                send_date=f"{first + dt.timedelta(days=day):%Y%m%d}",
                page_size=PAGE,
                current_page=1,
            )
            answer = self._call(self.client.query_send_details_with_options, request)
            details = answer.sms_send_detail_dtos
            for detail in (details and details.sms_send_detail_dto) or []:
                if detail.out_id == message.id:
                    return message.id
        return None

    def _call(self, method: Callable[[Any, RuntimeOptions], Any], request: Any) -> Any:
        """The body of a good answer; everything else raises."""
        try:
            body = method(request, self.runtime).body
        except AlibabaCloudException as error:  # refused with an HTTP status
            raise _refused_with_status(error) from error
        except UnretryableException as error:  # no answer that makes sense
            raise broken_connection(str(error)) from error
        if body.code != "OK":
            refusal = Never if body.code in PERMANENT else TryLater
            raise refusal(f"{body.code} {body.message}")
        return body


def _refused_with_status(error: AlibabaCloudException) -> TryLater | Unsure:
    """A refusal of the request itself; a broken server may have taken it all the same."""
    broken = (error.status_code or 0) >= SERVER_ERROR
    return (Unsure if broken else TryLater)(str(error.code))
