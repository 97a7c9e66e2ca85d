"""A form with a file in it: its fields, and the text of the file, read as a build reads documents.

It runs in a worker, where time and memory are bounded; formats are told by content, and documents other
than text are opened in a process of their own (kg.reading.containers). Form: RFC 7578.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import HTTP

from kg.web.errors import Refused

MEDIA = "multipart/form-data"
_PARTS = 20


def fields_of(media: str, body: bytes) -> dict[str, str]:
    """The fields of a form; the text of a file comes behind what was typed as ``text``.

    Raises:
        Refused: 415, no such form; 400, the file cannot be read; 413, too many parts.
    """
    head = b"Content-Type: " + media.encode("latin-1", "replace") + b"\r\n\r\n"
    form = message_from_bytes(head + body, policy=HTTP)
    parts = form.get_payload() if form.is_multipart() else []
    if not isinstance(parts, list) or not any(isinstance(p, Message) and p.keys() for p in parts):
        raise Refused(415, "表单里没有字段 (the form has no fields)")
    if len(parts) > _PARTS:
        raise Refused(413, f"表单超过 {_PARTS} 个字段 (too many fields)")
    fields: dict[str, str] = {}
    texts: list[str] = []
    for part in parts:
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            continue
        file = part.get_filename()
        if file is None:
            fields[name] = data.decode("utf-8", "replace")
        elif data:
            texts.append(_text(file, data))
    if texts:
        fields["text"] = "\n".join(filter(None, [fields.get("text", "").strip(), *texts]))
    return fields


def _text(name: str, data: bytes) -> str:
    """The text of a file.

    Raises:
        Refused: 400, with the reason.
    """
    from kg.reading.containers import read_blocks

    plain = "".join(c if c.isprintable() else " " for c in name.replace("\\", "/").split("/")[-1])
    suffix = plain.rpartition(".")[2]
    blocks, problems = read_blocks(plain if suffix != plain else f"{plain}.txt", data)
    if not blocks:
        why = "；".join(problem.message for problem in problems) or "里面没有文字 (no text in it)"
        raise Refused(400, f"文件“{plain[:80]}”读不出来：{why}")
    return "\n".join(block.text for block in blocks)
