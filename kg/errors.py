"""The errors this package raises: one readable message for people, findings where there are any.

A caller who catches `KgError` has caught everything that is expected to go wrong. The message is
complete by itself (Chinese first, English beside it); the command line prints it without a
traceback.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from kg.findings import Finding


class KgError(Exception):
    """Base of every error of this package.

    Attributes:
        message: what went wrong, for people.
        findings: what was found in the sources, with file and line; empty where none applies.
        exit_code: what a command ends with: 1 a problem with the data, 2 wrong usage.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        """Keep the message and the findings behind it."""
        self.message = message
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(message, self.findings)

    def __str__(self) -> str:
        """Return the message alone; the findings are printed as the caller likes."""
        return self.message


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "上一层不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读，不能写",
    errno.ENOSPC: "没有空间了",
    errno.EDQUOT: "超出配额",
    errno.ENAMETOOLONG: "名称太长",
    errno.EEXIST: "已经有了",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EADDRINUSE: "端口已有别的程序在用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    errno.ECONNREFUSED: "连不上，那里没有服务",
    errno.ECONNRESET: "连接被对方断开",
    errno.EHOSTUNREACH: "到不了那台机器",
    errno.ENETUNREACH: "没有网络",
    errno.ETIMEDOUT: "等得太久",
    errno.EIO: "读写出错",
}
"""What the system's usual reasons say to somebody who reads no English."""


def reason(error: OSError) -> str:
    """Why the system refused: in Chinese where the reason is a usual one, its own words beside it."""
    own = error.strerror or str(error) or type(error).__name__
    said = _REASONS.get(error.errno or 0, "")
    return f"{said}，{own}" if said else own


class UsageError(KgError):
    """The caller asked for something that does not exist: an option, a format, a parameter."""

    exit_code: ClassVar[int] = 2


class InputError(KgError):
    """A source cannot be read without guessing or losing text; `findings` says where."""


class VocabularyError(KgError):
    """A table that people edit (build/vocabulary/) has a mistake."""


class StoreError(KgError):
    """The graph store cannot be read or written: damaged, locked, no room, no permission."""


class ClusterError(KgError):
    """The machines that were to work together cannot be reached, differ, or were lost."""


class StoreMissing(StoreError):
    """The store that was named does not exist; nothing was created."""


class QueryError(KgError):
    """A query is unknown, malformed, misses a parameter or may not be run."""


class ExportError(KgError):
    """An export cannot be written."""
