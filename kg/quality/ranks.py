"""Ranks: words of a town in the list of a street, of a street in that of a town, and so on."""

from __future__ import annotations

import re

_TOLD_STREET = (
    r"(?:[向报由]|指导|督促|通知|会同|推送给?|反馈给?)街道(?![路两办（(、和及])"
    r"|街道(?:便民服务中心|居家养老服务中心|党群服务中心|综合行政执法队|党工委|办事处)"
)
_OF_TOWN = (
    r"(?<![\u4e00-\u9fff][乡村集城市古小建重名强特各])(?<![各）)、乡村集城市古小])"
    r"(?:镇(?:便民服务中心|党群服务中心|综合行政执法队|党委|人民政府|政府|人大|敬老院|文化站|级)|本镇|本乡(?![土村]))"
    r"|(?:[向报由])(?:镇|乡)(?![\u4e00-\u9fff]{0,2}(?:街|街道)|[（(、村])(?=[\u4e00-\u9fff]{2})"
)
"""A town's own words in the list of a street: 镇便民服务中心, 向镇下达."""
OTHER_RANK = {
    "街道": re.compile(_OF_TOWN),
    "镇": re.compile(
        r"本乡(?![土村])|(?<![各）)])(?:乡、村(?!庄)|乡级|乡党委|乡(?:人民)?政府|乡人大|乡人民代表|报乡(?![镇村]))|"
        + _TOLD_STREET
    ),
    "乡": re.compile(
        r"本镇|(?<![乡）)])(?:镇、村|镇级|镇党委|镇(?:人民)?政府|镇人大|镇人民代表|报镇)|"
        + _TOLD_STREET
    ),
}
