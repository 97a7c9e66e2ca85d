"""HTTP to other SPARQL stores: bytes there and back, Basic and Digest (RFC 7617, RFC 7616), retries."""

from __future__ import annotations

import base64
import hashlib
import http.client
import ipaddress
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import QueryError, UsageError

_TIMEOUT = 300.0
_PAUSES = (0.5, 2.0, 8.0)
_PASSING = frozenset((429, 502, 503, 504))
"""Statuses that may be gone at the next try."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: status, media type, bytes and headers (by lower-case name)."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def checked(url: str, what: str) -> str:
    """``url``, if it is one that can be asked; ``what`` names it in the message.

    Raises:
        UsageError: it is no http(s) URL, or has characters that want percent-encoding.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(
            f"{what} 应为 http(s) 网址，中文和空格要百分号编码 (must be an http(s) URL, percent-encoded): {url}"
        )
    return url


def _is_here(url: str) -> bool:
    """Whether this very machine is asked: what a proxy takes for "here" would be another one."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a password must not travel to another server."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Client:
    """Sends requests, with a name and password where the other side asks for them."""

    def __init__(
        self, user: str = "", password: str = "", wait: Callable[[float], None] = time.sleep
    ) -> None:
        """``wait`` pauses before another try."""
        self._user = user
        self._password = password
        self._wait = wait
        self._digest: dict[str, str] | None = None
        self._basic = False
        self._count = 0
        self._opener = urllib.request.build_opener(_NoRedirects)
        self._direct = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """The answer to a request that may be repeated without harm; tried again where that may help.

        Raises:
            QueryError: the other side cannot be reached or refuses, with its reason.
        """
        problem = ""
        for pause in (*_PAUSES, None):
            try:
                answer = self._once(method, url, body, headers)
                if answer.status < 300:
                    return answer
                text = " ".join(answer.body[:400].decode("utf-8", "replace").split())
                moved = answer.headers.get("location", "")
                problem = f"{answer.status} {f'→ {moved}' if moved else text}"
                if answer.status not in _PASSING:
                    break
            except (OSError, http.client.HTTPException) as error:
                self._digest = None
                problem = str(getattr(error, "reason", error)) or type(error).__name__
            if pause is None:
                break
            self._wait(pause)
        raise QueryError(f"{url} 没有答复或拒绝 (no answer, or refused): {problem}")

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        if self._user and body and not (self._digest or self._basic):
            # Ask for the challenge with next to nothing: a server that refuses a long body closes
            # the connection before it is read (measured with Virtuoso).
            answer, challenge = self._exchange(method, url, b"\n", headers)
            if answer.status == 401:
                self._accept(challenge)
        answer, challenge = self._exchange(method, url, body, headers)
        if answer.status == 401 and self._user and self._accept(challenge):
            answer, _ = self._exchange(method, url, body, headers)
        return answer

    def _exchange(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Answer, list[str]]:
        request = urllib.request.Request(checked(url, "网址"), body, dict(headers), method=method)  # noqa: S310
        credentials = self._credentials(method, url)
        if credentials:
            request.add_unredirected_header("Authorization", credentials)
        opener = self._direct if _is_here(url) else self._opener
        try:
            with opener.open(request, timeout=_TIMEOUT) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(
                    response.status, response.headers.get_content_type(), response.read(), headers
                ), []
        except urllib.error.HTTPError as error:
            with error:
                challenge = error.headers.get_all("www-authenticate") or []
                headers = {name.lower(): value for name, value in error.headers.items()}
                media = error.headers.get_content_type()
                return Answer(error.code, media, error.read(), headers), challenge

    # -- who we are -----------------------------------------------------------------------

    def _accept(self, challenges: list[str]) -> bool:
        """Take up the other side's challenge; whether there is one we can answer."""
        for challenge in challenges:
            scheme, _, rest = challenge.strip().partition(" ")
            if scheme.lower() == "digest":
                fields = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
                if fields.get("algorithm", "MD5").upper() in _HASHES:
                    self._digest = fields
                    self._count = 0
                    return True
        self._basic = any(c.strip().lower().startswith("basic") for c in challenges)
        return self._basic

    def _credentials(self, method: str, url: str) -> str:
        if self._digest:
            return self._digest_header(self._digest, method, url)
        if self._basic:
            pair = f"{self._user}:{self._password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return ""

    def _digest_header(self, fields: Mapping[str, str], method: str, url: str) -> str:
        algorithm = fields.get("algorithm", "MD5").upper()
        digest = _HASHES[algorithm]
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        realm, nonce = fields.get("realm", ""), fields.get("nonce", "")
        first = digest(f"{self._user}:{realm}:{self._password}")
        second = digest(f"{method}:{path}")
        self._count += 1
        count, own = f"{self._count:08x}", secrets.token_hex(8)
        values = {"username": self._user, "realm": realm, "nonce": nonce, "uri": path}
        plain = {"algorithm": algorithm}
        if "auth" in [q.strip() for q in fields.get("qop", "").split(",")]:
            values["response"] = digest(f"{first}:{nonce}:{count}:{own}:auth:{second}")
            values["cnonce"] = own
            plain |= {"qop": "auth", "nc": count}
        else:
            values["response"] = digest(f"{first}:{nonce}:{second}")
        if "opaque" in fields:
            values["opaque"] = fields["opaque"]
        quoted = [f'{name}="{value}"' for name, value in values.items()]
        return "Digest " + ", ".join(quoted + [f"{name}={value}" for name, value in plain.items()])


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_HASHES = {"MD5": _md5, "SHA-256": _sha256}
