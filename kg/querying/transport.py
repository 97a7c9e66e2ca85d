"""HTTP to other SPARQL stores: bytes there and back, with a password where one is asked for, and retries."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
import urllib3
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import QueryError, UsageError, reason

_TIMEOUT = 300.0
"""Seconds until an answer begins, and again until it ends."""
_CONNECTING = 20.0
_STILL = 10.0
_MOST_BYTES = 1 << 28
_PIECE = 1 << 16
_PAUSES = (0.5, 2.0, 8.0)
_PASSING = frozenset((429, 502, 503, 504))
"""Statuses that may be gone at the next try."""

_WHO = "名字或密码不对；密码从环境变量 KG_PASSWORD 读 (wrong name or password, which KG_PASSWORD holds)"
_DIRECT = {"http": "", "https": ""}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: status, media type, bytes and headers (by lower-case name)."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def checked(url: str, what: str) -> str:
    """``url``, if it is one that can be asked; ``what`` names it in the message.

    A password in it would stand in every message; what comes behind a ``#`` is never sent.

    Raises:
        UsageError: it is no http(s) URL, has a name or a fragment, or characters that want
            percent-encoding.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        sound = sound and "@" not in parts.netloc and "#" not in url
    except ValueError:
        sound = False
    if not sound or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(
            f"{what} 应为 http(s) 网址，不带用户名、密码和 #，中文和空格要百分号编码"
            f" (must be an http(s) URL, percent-encoded, without name, password and #): {_shown(url)}"
        )
    return url


def without_query(url: str) -> str:
    """The address as messages name it: what follows a ? may be a key."""
    return url.partition("?")[0]


def _shown(url: str) -> str:
    """The address without what may be a password."""
    return re.sub(r"(?<=//)[^/?#]*@", "…@", _printable(url))


@contextlib.contextmanager
def said_if_slow(say: Callable[[str], None], message: str, seconds: float) -> Iterator[None]:
    """Tell ``say`` the message, once, if what follows takes longer than ``seconds``."""
    timer = threading.Timer(seconds, say, (message,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _is_here(url: str) -> bool:
    """Whether this very machine is asked: what a proxy takes for "here" would be another one."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _Nobody(AuthBase):
    """Sends no name: without it ``requests`` looks into the user's .netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Client:
    """Sends requests, with a name and password where the other side asks for them."""

    def __init__(
        self,
        user: str = "",
        password: str = "",
        say: Callable[[str], None] = lambda message: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """``say`` is told why, and ``wait`` pauses for some seconds, before another try."""
        self._user = user
        self._password = password
        self._say = say
        self._wait = wait
        self._session = requests.Session()
        self._session.headers = {"User-Agent": "duty-kg", "Accept-Encoding": "identity"}
        self._known: AuthBase | None = None
        """How the other side wants to be told who we are, once it has said so."""

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """The answer to a request that may be repeated without harm; tried again where that may help.

        Raises:
            UsageError: ``url`` is none that can be asked.
            QueryError: the other side cannot be reached or refuses, with its reason.
        """
        checked(url, "网址")
        problem = ""
        for pause in (*_PAUSES, None):
            try:
                answer = self._once(method, url, body, headers)
                if answer.status < 300:
                    return answer
                text = _printable(answer.body[:400].decode("utf-8", "replace"))
                moved = _printable(answer.headers.get("location", ""))
                problem = f"{answer.status} {f'→ {moved}' if moved else text}"
                if answer.status == 401:
                    problem = f"401 {_WHO}"
                if answer.status not in _PASSING:
                    break
            except (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError, TimeoutError):
                problem = f"等了 {_TIMEOUT:g} 秒 (waited {_TIMEOUT:g} s)"
                break
            except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
                self._known = None
                problem = _reason(error)
            if pause is None:
                break
            self._say(
                f"{without_query(url)}：{problem}；{pause:g} 秒后再试 (trying again in {pause:g} s)"
            )
            self._wait(pause)
        raise QueryError(f"{without_query(url)} 没有答复或拒绝 (no answer, or refused): {problem}")

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        if not self._user:
            return self._exchange(method, url, body, headers, _Nobody())
        if self._known is None:
            # Introduce ourselves with next to nothing: a server that refuses a long body closes
            # the connection before it is read (measured with Virtuoso).
            known: AuthBase = HTTPDigestAuth(self._user, self._password)
            answer = self._exchange(method, url, b"\n", headers, known)
            asked = answer.headers.get("www-authenticate", "").lower()
            if answer.status == 401 and "basic" in asked and "digest" not in asked:
                known = HTTPBasicAuth(self._user.encode(), self._password.encode())
                answer = self._exchange(method, url, b"\n", headers, known)
            if answer.status == 401:
                return answer
            self._known = known
        return self._exchange(method, url, body, headers, self._known)

    def _exchange(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        known: AuthBase,
    ) -> Answer:
        # No redirects: a password must not travel to another server.
        with (
            said_if_slow(
                self._say,
                f"还在等 {without_query(url)} 的答复…… (still waiting for the answer)",
                _STILL,
            ),
            self._session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                auth=known,
                proxies=_DIRECT if _is_here(url) else None,
                timeout=(_CONNECTING, _TIMEOUT),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            told = {name.lower(): value for name, value in response.headers.items()}
            media = told.get("content-type", "").partition(";")[0].strip().lower()
            return Answer(response.status_code, media, _received(response.raw, url), told)


def _received(raw: urllib3.HTTPResponse, url: str) -> bytes:
    """The body, as long as it comes in time and is not without end.

    Raises:
        QueryError: it is too long.
        TimeoutError: it takes too long.
    """
    received, end = bytearray(), time.monotonic() + _TIMEOUT
    while piece := raw.read1(_PIECE, decode_content=True):
        received += piece
        if len(received) > _MOST_BYTES:
            raise QueryError(
                f"{without_query(url)} 的回答超过 {_MOST_BYTES >> 20} MiB，没有读完；请问得窄些或加 LIMIT"
                f" (the answer exceeds {_MOST_BYTES >> 20} MiB: ask for less)"
            )
        if time.monotonic() > end:
            raise TimeoutError
    return bytes(received)


def _printable(text: str) -> str:
    """The text on one line, without what a terminal takes for a command."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _reason(error: BaseException) -> str:
    """What is at the bottom of an error: the system's words, not each layer's about the one below."""
    while below := error.__cause__ or error.__context__:
        error = below
    if isinstance(error, OSError) and error.errno:
        return _printable(reason(error))
    return _printable(str(error)) or type(error).__name__
