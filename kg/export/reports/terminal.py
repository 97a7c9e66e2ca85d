"""A report on a terminal."""

from __future__ import annotations

import sys

import click

from kg.export.reports.language import in_language
from kg.export.reports.model import Figure, Heading, Paragraph, Report
from kg.export.terminal import print_table, safe
from kg.patterns import regex

_COUNT = regex(r" ?[（(][^（()）]*[）)]$")
"""How many there are, behind a heading: 木垒县东城镇（17 项，29 处）."""


def print_report(report: Report, language: str = "zh") -> None:
    """Print the report on stdout; figures only by their captions."""
    report = in_language(report, language)
    _print(report.title)
    head = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            click.echo()
            _print(block.text)
            head = block.text
        elif isinstance(block, Paragraph):
            _print(str(block.text))
        elif not isinstance(block, Figure):
            print_table(
                block.header,
                [[str(cell).replace("\n", "；") for cell in row] for row in block.rows],
                "" if block.name == _COUNT.sub("", head) else block.name,
            )


def _print(text: str) -> None:
    """A sentence: on a screen in lines that fit, between words and characters; in a pipe as it is."""
    text = safe(text)
    if sys.stdout.isatty():
        import shutil

        from kg.helping import wrapped

        text = "\n".join(wrapped(text, shutil.get_terminal_size().columns)) or text
    click.echo(text)
