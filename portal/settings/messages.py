"""What goes out to people: e-mail, SMS, and when a notice may be read."""

from portal.settings import env

globals().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "talent-portal@localhost")
SMS_GATEWAY = env.choice("SMS_GATEWAY", ("outbox", "aliyun", "tencent"))
SMS_ACCESS_KEY = env.text("SMS_ACCESS_KEY")
SMS_ACCESS_SECRET = env.text("SMS_ACCESS_SECRET")
SMS_SIGN_NAME = env.text("SMS_SIGN_NAME", "苏州人才总入口")
SMS_TEMPLATE = env.text("SMS_TEMPLATE")  # of verification codes; the others: in the admin
SMS_APP_ID = env.text("SMS_APP_ID")  # Tencent only
SMS_ENDPOINT = env.text("SMS_ENDPOINT")
# Seconds in which notices of one kind to one person become one message.
NOTICE_WINDOW = env.number("NOTICE_WINDOW", 60)
NOTICE_PUBLIC_DAYS = env.number("NOTICE_PUBLIC_DAYS", 30)  # a 公示 may be read after its end
