"""Pictures: PNG, JPEG, TIFF and others, each frame a page."""

from __future__ import annotations

import io
from collections.abc import Iterator

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
    import numpy as np
    from PIL import Image, ImageOps

    from kg.reading.containers.printed.recognised.sheet import recognised_page

    what = "图片损坏或没有下载完整，打不开；请重新下载或重新扫描 (a damaged picture)"
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            count = getattr(picture, "n_frames", 1)
            if count > MAX_SCANS:
                raise too_large(f"图片有 {count:,} 页，超过上限 {MAX_SCANS:,}")
            for number in range(count):
                picture.seek(number)
                if picture.width * picture.height > MAX_PICTURE:
                    raise too_large(f"图片有 {picture.width:,} × {picture.height:,} 点，超过上限")
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                grey = np.asarray(Image.alpha_composite(paper, upright).convert("L"))
                yield recognised_page(grey, number + 1)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("damaged", what) from error
