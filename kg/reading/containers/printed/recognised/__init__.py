"""Recognised pages: pictures of pages become characters and ruling lines, as `printed.page` has them.

Comes in: the picture of a page. Goes out: a page. `sheet` puts it together from `ink` (dark points,
ruled lines), `writing` (lines of text) and `model` (what they say). Nothing is ever downloaded.
"""
