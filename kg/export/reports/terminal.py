"""A report on a terminal."""

from __future__ import annotations

import click

from kg.export.reports.language import in_language
from kg.export.reports.model import Figure, Heading, Paragraph, Report
from kg.export.terminal import print_table, safe


def print_report(report: Report, language: str = "zh") -> None:
    """Print the report on stdout; figures only by their captions."""
    report = in_language(report, language)
    click.echo(safe(report.title))
    for block in report.blocks:
        if isinstance(block, Heading):
            click.echo(f"\n{safe(block.text)}")
        elif isinstance(block, Paragraph):
            click.echo(safe(str(block.text)))
        elif not isinstance(block, Figure):
            print_table(
                block.header,
                [[str(cell).replace("\n", "；") for cell in row] for row in block.rows],
                block.name,
            )
