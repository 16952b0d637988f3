"""Private files: the bucket that S3_* names, or a folder of this machine."""

from typing import Any

from botocore.config import Config

from portal.settings import env


def private_storage() -> dict[str, Any]:
    """Where private files live: the bucket of S3_BUCKET, or the local media folder."""
    bucket = env.text("S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    env.require("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    env.split_url("S3_ENDPOINT", env.text("S3_ENDPOINT"), "https://host:port", ("https", "http"))
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.text("S3_ENDPOINT"),
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "region_name": env.text("S3_REGION", "us-east-1"),
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "client_config": s3_config(),
        },
    }


def s3_config() -> Config:
    """Settings that stores other than Amazon's understand.

    With the client's newer default checksums, ranged reads fail elsewhere.
    """
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
