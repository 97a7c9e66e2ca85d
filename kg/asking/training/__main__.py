"""Training: ``python -m kg.asking.training`` learns to read questions, and what people say of duties.

Needs torch and scikit-learn, which the program does not. It writes the sentences that teach, learns the
nets from them (:mod:`kg.asking.training.nets`, which has more settings and can run elsewhere), then what is
recalled, what texts mean by their sense, and how stories are heard (:mod:`kg.asking.training.hearing`).
The encoder of texts is trained further only with ``--encoder BASE``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import click

from kg.asking.training import hearing, recalling, sentences
from kg.resources import folder


def main() -> None:
    """Learn everything from the data of the checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=folder("vocabulary").parent / "training")
    parser.add_argument("--only-sayings", action="store_true", help="leave the nets as they are")
    parser.add_argument("--only-stories", action="store_true", help="learn how stories are heard")
    parser.add_argument(
        "--only-words", action="store_true", help="learn what texts sort under and the stories"
    )
    parser.add_argument("--encoder", type=Path, help="e5-small-q4.bin: train the encoder first")
    options = parser.parse_args()
    if options.encoder:
        from kg.asking.training import encoding

        encoding.convert(options.encoder, options.data / "pieces.txt")
        encoding.learn(recalling.duties(options.data))
    some = options.only_sayings or options.only_stories or options.only_words
    if not some:
        from kg.asking.training import nets

        with tempfile.TemporaryDirectory() as made:
            file = Path(made) / "sentences.jsonl.gz"
            sentences.write(file, options.data)
            nets.main([str(file)])
    if options.only_words:
        recalling.remember(options.data)
    elif not options.only_stories:
        click.echo(str(recalling.learn(options.data)))
    if not options.only_stories:
        from kg.asking.training import understanding

        understanding.learn(recalling.duties(options.data))
    click.echo(str(hearing.learn(options.data)))


if __name__ == "__main__":
    main()
