"""Asking an authority for time stamps (RFC 3161): the only part of the program that may use the network, when asked."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import os
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from auditor_app.core.errors import UserError
from auditor_app.i18n import _

SECONDS_TO_WAIT = 15
LARGEST_ANSWER = 1 << 20
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class TimeAuthority(TimeStamper):
    """A time-stamping authority at an address; it learns a digest and never the report.

    The standard library does the asking: one POST needs no client of its own, and it honours the system's proxy.
    Plain http is common and safe here, because the answer is signed and names the digest and a random number.
    """

    def __init__(self, url: str, seconds: float = SECONDS_TO_WAIT) -> None:
        """Take the address; raises `UserError("timestamp.bad_address")` for what is no http or https address."""
        super().__init__()  # type: ignore[no-untyped-call]  # not annotated in pyHanko
        self.url = checked_address(url)
        self._seconds = seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and give the answer; raises `UserError("timestamp.unreachable")` or `timestamp.refused`."""
        return tsp.TimeStampResp.load(await asyncio.to_thread(self._ask, req.dump()), strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Give a time stamp over a digest; whatever is wrong with the answer is `UserError("timestamp.refused")`."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            stamped = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
            digest = stamped["hashed_message"].native
        # An answer from outside: asn1crypto and pyHanko raise all of these for a wrong structure or number.
        except (TimestampRequestError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError("timestamp.refused", url=self.url, reason=_short(error)) from error
        if digest != message_digest:
            raise UserError("timestamp.refused", url=self.url, reason=_("the time stamp is not of this document"))
        return token

    def _ask(self, query: bytes) -> bytes:
        request = urllib.request.Request(self.url, query, _HEADERS, method="POST")  # noqa: S310 - http(s) was checked
        try:
            with urllib.request.urlopen(  # noqa: S310 - http(s) was checked
                request, timeout=self._seconds, context=ssl.create_default_context()
            ) as answer:
                content: bytes = answer.read(LARGEST_ANSWER + 1)
                kind = answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                raise UserError("timestamp.refused", url=self.url, reason=f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, "reason", error), ssl.SSLError):
                # A hotel's or school's log-in page answers under a certificate of its own.
                raise UserError("timestamp.insecure", url=self.url) from error
            raise UserError("timestamp.unreachable", url=self.url, reason=_why(error)) from error
        if len(content) > LARGEST_ANSWER:
            raise UserError("timestamp.refused", url=self.url, reason=_("too long an answer"))
        if kind == "text/html":
            raise UserError("timestamp.portal", url=self.url)
        return content

    def tried(self) -> str:
        """Ask for a time stamp of nothing in particular; gives the name of who answered."""
        digest = hashlib.sha256(os.urandom(32)).digest()
        token = asyncio.run(self.async_timestamp(digest, "sha256"))
        certificates = [one.chosen for one in token["content"]["certificates"] if one.name == "certificate"]
        names = [one.subject.native.get("common_name", "") for one in certificates if not one.ca]
        return str(next(filter(None, names), urllib.parse.urlsplit(self.url).hostname))


def checked_address(url: str) -> str:
    """Give the address of an authority as it will be used; refuses everything but http and https."""
    try:
        parts = urllib.parse.urlsplit(url.strip())
        is_sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or not url.strip().isprintable() or " " in url.strip():
        raise UserError("timestamp.bad_address", url=url)
    return url.strip()


def _why(error: Exception) -> str:
    """Say in words why nobody could be reached; what the system says only where we have no words."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, socket.gaierror):
        return _("there is no network, or nobody has this name")
    if isinstance(cause, TimeoutError):
        return _("no answer came in time")
    if isinstance(cause, ConnectionError):
        return _("nobody answers there")
    return str(cause) or type(error).__name__


def _short(error: Exception) -> str:
    if isinstance(error, TimestampRequestError):
        return str(error)
    return _("the answer is no time stamp for this request")
