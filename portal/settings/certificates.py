"""Signing in with a company's certificate: off unless the roots of an authority are named.

For each authority a file of its roots (and what stands between them and companies), and a file
of its lists of revocations, both PEM. Somebody has to keep the latter fresh: without a list in
force nobody gets in.
"""

import os
from pathlib import Path
from typing import Any

from portal.lib.stand_in_ca import Authority, pem
from portal.settings import env

__all__ = [
    "CERTIFICATE_AUTHORITIES",
    "CERTIFICATE_DRIVERS",
    "CERTIFICATE_PROXY_SECRET",
    "CERTIFICATE_SIGNER_URL",
    "CERTIFICATE_STAND_IN_KEYS",
]

NAMES = ("jiangsu", "suzhou")
STAND_IN_NAMES = {"jiangsu": "Jiangsu CA (demo)", "suzhou": "Suzhou CA (demo)"}
REVOKED = 0x1003  # the stand-ins have taken this one back


def _authorities() -> dict[str, dict[str, Path]]:
    found = {}
    for name in NAMES:
        roots, crl = f"CA_{name.upper()}_ROOTS", f"CA_{name.upper()}_CRL"
        if env.text(roots):
            env.require(crl)
            found[name] = {"roots": Path(env.text(roots)), "crl": Path(env.text(crl))}
    return found


CERTIFICATE_AUTHORITIES = _authorities()
# A reverse proxy that asks browsers for certificates hands them on in X-Client-Certificate, and
# says by this secret in X-Client-Certificate-Secret that it is ours. Without it the way is shut.
CERTIFICATE_PROXY_SECRET = env.text("CERTIFICATE_PROXY_SECRET")
CERTIFICATE_SIGNER_URL = env.text("CERTIFICATE_SIGNER_URL")  # a page that signs with a USB key
CERTIFICATE_DRIVERS = {name: env.text(f"CA_{name.upper()}_DRIVER_URL") for name in NAMES}
CERTIFICATE_STAND_IN_KEYS: dict[str, str] = {}  # of the authorities that the demo plays itself


def stand_in(keys: dict[str, str], folder: Path) -> dict[str, Any]:
    """Settings for the demo: the authorities are played by ourselves, with keys of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    authorities = {}
    for name, key in keys.items():
        authority = Authority.of_pem(STAND_IN_NAMES[name], key)
        files = {"roots": folder / f"{name}.pem", "crl": folder / f"{name}.crl"}
        _put(files["roots"], pem(authority.root()))
        _put(files["crl"], pem(authority.revocations([REVOKED])))
        authorities[name] = files
    return {
        "CERTIFICATE_AUTHORITIES": authorities,
        "CERTIFICATE_STAND_IN_KEYS": keys,
        "CERTIFICATE_SIGNER_URL": "/demo/certificate/",
    }


def _put(path: Path, content: str) -> None:
    """Whole or not at all: several processes start at once."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(content)
    draft.replace(path)
