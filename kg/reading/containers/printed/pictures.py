"""Pictures: PNG, JPEG, TIFF and others, each frame a page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.reading.blocks import Block
from kg.reading.containers.limits import MAX_PICTURE, MAX_SCANS, Refused, TextProblem, too_large
from kg.reading.containers.printed.page import Page
from kg.reading.containers.printed.pages import page_blocks

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def picture_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The lines and table rows of a picture; a TIFF may have many pages.

    Raises:
        Refused: it is damaged or larger than any scan.
    """
    return page_blocks(_pages(data))


def _pages(data: bytes) -> Iterator[Page]:
    from kg.reading.containers.printed.recognised.sheet import recognised_page

    for number, grey in enumerate(_frames(data), 1):
        yield recognised_page(grey, number)


def _frames(data: bytes) -> Iterator[Any]:
    """The frames of a picture as arrays of grey, upright as cameras note it, on white paper."""
    from PIL import Image

    at = 0
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            count = getattr(picture, "n_frames", 1)
            if count > MAX_SCANS:
                raise too_large(f"图片有 {count:,} 页，超过上限 {MAX_SCANS:,}")
            while at < count:
                picture.seek(at)
                if picture.width * picture.height > MAX_PICTURE:
                    raise too_large(f"图片有 {picture.width:,} × {picture.height:,} 点，超过上限")
                yield _grey(picture)
                at += 1
    except (Refused, MemoryError):
        raise
    except Exception as error:  # decoders raise what they like on broken pictures
        where = f"第{at + 1}页" if at else ""
        what = f"图片{where}损坏或没有下载完整，打不开；请重新下载或重新扫描 (a damaged picture)"
        raise Refused("damaged", what) from error


def _grey(picture: Any) -> Any:
    import numpy as np
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # sixteen bits
        return np.clip(np.asarray(upright, np.int64) >> 8, 0, 255).astype(np.uint8)
    if upright.mode in ("RGBA", "LA", "PA", "P") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    return np.asarray(upright.convert("L"))
