"""腾讯云短信, through its own SDK (`pip install talent-portal[sms-tencent]`)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient

from accounts.gateways.base import GatewayError, Message, Never, TryLater, Unsure
from accounts.gateways.sms import (
    READ_SECONDS,
    Account,
    broken_connection,
    parameters_of,
    template_of,
)

REGION = "ap-guangzhou"
COUNTRY = "+86"
PAGE = 100
NETWORK_ERRORS = frozenset({"ClientNetworkError", "ServerNetworkError"})
#: Another try would be refused in the same way, see `aliyun.PERMANENT`.
PERMANENT = frozenset(
    {
        "FailedOperation.PhoneNumberInBlacklist",
        "FailedOperation.ContainSensitiveWord",
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        "InvalidParameterValue.IncorrectPhoneNumber",
        "InvalidParameterValue.TemplateParameterFormatError",
        "InvalidParameterValue.TemplateParameterLengthLimit",
        "UnsupportedOperation.UnsupportedRegion",
    }
)


class TencentGateway:
    """Finds a message by its session context, once its report is in: hence the longer settling."""

    name = "tencent"
    settling = dt.timedelta(minutes=10)

    def __init__(self) -> None:
        self.account = Account.from_settings("sms.tencentcloudapi.com")
        http = HttpProfile(
            protocol=self.account.protocol,
            endpoint=self.account.endpoint,
            reqTimeout=READ_SECONDS,
        )
        # Without the breaker the SDK asks one region, once.
        profile = ClientProfile(httpProfile=http, disable_region_breaker=True)
        credential = Credential(self.account.key, self.account.secret)
        self.client = SmsClient(credential, REGION, profile)

    def send(self, message: Message) -> str:
        request = models.SendSmsRequest()
        request.SmsSdkAppId = self.account.app_id
        request.SignName = self.account.sign
        request.TemplateId = template_of(message)
        request.TemplateParamSet = list(parameters_of(message).values())
        request.PhoneNumberSet = [COUNTRY + message.to]
        request.SessionContext = message.id
        [status] = self._call(self.client.SendSms, request).SendStatusSet
        if status.Code != "Ok":
            raise _refusal(status.Code, status.Message)
        return str(status.SerialNo)

    def find(self, message: Message) -> str | None:
        request = models.PullSmsSendStatusByPhoneNumberRequest()
        tried = message.tried_at or timezone.now()
        request.BeginTime = int((tried - dt.timedelta(minutes=1)).timestamp())
        request.EndTime = int(timezone.now().timestamp())
        request.Offset, request.Limit = 0, PAGE
        request.PhoneNumber = COUNTRY + message.to
        request.SmsSdkAppId = self.account.app_id
        answer = self._call(self.client.PullSmsSendStatusByPhoneNumber, request)
        for status in answer.PullSmsSendStatusSet or []:
            if status.SessionContext == message.id:
                return str(status.SerialNo)
        return None

    def _call(self, method: Callable[[Any], Any], request: Any) -> Any:
        try:
            return method(request)
        except TencentCloudSDKException as error:
            if error.code in NETWORK_ERRORS:
                raise broken_connection(str(error.message)) from error
            raise _refusal(error.code, error.message) from error


def _refusal(code: str, message: str) -> GatewayError:
    if code.startswith("InternalError"):
        return Unsure(code)
    return (Never if code in PERMANENT else TryLater)(f"{code} {message}")
