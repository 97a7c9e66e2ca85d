"""Understanding: ``understanding.bin`` tells from the vector of a text which duty it means.

The duties are those that texts were learned of, as in :mod:`kg.asking.training.sorting`.
"""

from __future__ import annotations

from pathlib import Path

from kg.asking.training.encoding import Batches
from kg.asking.training.softmax import Told, fitted, labelled, standard
from kg.matrices import write
from kg.meaning.sayings import understanding


def learn(told: Told, into: Path = understanding.FILE) -> None:
    """Write the matrix that is learned of texts with the names of their duties (ten minutes of two cores)."""
    vectors = Batches().vectors([text for text, _ in told])
    classes, wanted = labelled(told)
    middle, spread = standard(vectors)
    duties = fitted((vectors - middle) / spread, wanted, len(classes))
    write(
        into,
        {"classes": classes},
        {
            "duties": duties.weight.detach().numpy(),
            "duties.bias": duties.bias.detach().numpy(),
            "mean": middle.numpy(),
            "spread": spread.numpy(),
        },
    )
