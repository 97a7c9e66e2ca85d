"""IRIs of the data: ASCII, from codes, never from Chinese names (design section 2)."""

from __future__ import annotations

from kg.errors import UsageError
from kg.frozen import frozen
from kg.patterns import regex
from kg.rdf.terms import CERTAINTIES, DEFAULT_BASE, ROLES
from kg.values import Department, Document, ListKind, Place, Row

_BASE = regex(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/[^?#]*"
)
"""Scheme, host and path: no name and password, no query, no fragment."""
_OTHER = regex(r"[^!#-;=?-Z\[\]_a-z~]")
"""A character that no IRI of ours has: a blank, <, a quotation mark, a Chinese character."""
_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")
_DOTS = regex(r"/\.{1,2}/")
_SHOWN = 5
_PORTS = 65535


def _reason(base: str) -> str:
    """Why ``base`` is none, as what is to be done about it; '' where it is one."""
    if not base.startswith(("http://", "https://")):
        return "应以 http:// 或 https:// 开头 (must begin with http:// or https://)"
    if not base.isascii():
        return "只能用 ASCII 字符，中文域名请写成 xn--… (must be ASCII; write a domain as xn--…)"
    for mark, what in (("#", "片段"), ("?", "查询")):
        if mark in base:
            return f"里不能有 {mark}：数据网址里不带{what}，用 / 结尾 (must not contain {mark})"
    other = sorted(set(_OTHER.findall(base)))
    if other:
        signs = " ".join("空格" if sign == " " else repr(sign)[1:-1] for sign in other[:_SHOWN])
        return f"里有不能用的字符 {signs} (has characters that may not be in it)"
    if _PERCENT.search(base):
        return "里的 % 后面应是两位十六进制数 (% must be followed by two hexadecimal digits)"
    if not base.endswith("/"):
        return "应以 / 结尾 (must end in /)"
    host, _, path = base.partition("://")[2].partition("/")
    if not host.rpartition("@")[2].strip(":.-"):
        return "缺少域名 (has no host)"
    if "@" in host:
        return "里不能有用户名和密码 (must not contain a user name)"
    if not _BASE.fullmatch(base) or ".." in host:
        return f"的域名不对：{host} (the host is none)"
    port = host.rpartition("]")[2].partition(":")[2]
    if port and int(port) > _PORTS:
        return f"的端口不对：{port} (no such port)"
    if _DOTS.search(f"/{path}") or any(mark in path for mark in "[]"):
        return "的路径里不能有 ./、../、[ ] (the path must not contain ./, ../, [ ])"
    return ""


@frozen
class Iris:
    """Mints the IRIs of one dataset under ``base`` (http(s), ASCII, ending in a slash).

    Raises:
        UsageError: ``base`` is not such an IRI.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        """Check the base once."""
        if self.base != DEFAULT_BASE and (reason := _reason(self.base)):
            raise UsageError(f"--base {reason}：{self.base}")

    def dataset(self) -> str:
        """The whole graph as a dataset."""
        return f"{self.base}dataset"

    def township(self, code: str) -> str:
        """A township."""
        return f"{self.base}township/{code}"

    def place(self, place: Place) -> str:
        """A county, prefecture, province or the nation."""
        return f"{self.base}place/{place.code}"

    def function(self, slug: str) -> str:
        """A kind of office."""
        return f"{self.base}function/{slug}"

    def department(self, department: Department) -> str:
        """A body: jurisdiction and function."""
        return f"{self.base}org/{department.code}/{department.function}"

    def category(self, slug: str) -> str:
        """A duty category."""
        return f"{self.base}category/{slug}"

    def scheme(self, name: str) -> str:
        """A concept scheme of the data: functions, categories."""
        return f"{self.base}scheme/{name}"

    @staticmethod
    def role(slug: str) -> str:
        """A role in a responsibility: a concept of the ontology, whatever the base.

        Raises:
            KeyError: the ontology has no such role.
        """
        return ROLES[slug]

    @staticmethod
    def certainty(slug: str) -> str:
        """What a responsibility rests on: a concept of the ontology, whatever the base.

        Raises:
            KeyError: the ontology has no such certainty.
        """
        return CERTAINTIES[slug]

    def document(self, document: Document) -> str:
        """A file of an edition of a township's lists; one with a list of its own has its part's number."""
        part = f"/part-{document.part}" if document.part > 1 else ""
        return f"{self.base}document/{self._edition(document)}{part}"

    def duty_list(self, document: Document, kind: ListKind) -> str:
        """One of the three lists of a document."""
        return f"{self.base}list/{self._edition(document)}/{kind.value}"

    def duty(self, document: Document, row: Row) -> str:
        """A duty: ``{base}duty/{township}/{edition}/c-012``."""
        return f"{self.base}duty/{self._edition(document)}/{row.kind.letter}-{row.number:03d}"

    @staticmethod
    def _edition(document: Document) -> str:
        code = document.township.code if document.township else "x-0000000000"
        return f"{code}/{document.edition}"
