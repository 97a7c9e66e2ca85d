"""``python -m kg.checking.training``: what asks for something, then weights and examples; ``--requests`` for the first alone."""

from __future__ import annotations

import json
import sys

from kg.checking.training import requests, trainer


def main() -> None:
    """Train and write what is learned beside the code; say the figures."""
    told = {"requests": requests.learn()}
    if "--requests" not in sys.argv[1:]:
        told["tasks"] = trainer.learn()
    sys.stderr.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")


if __name__ == "__main__":
    main()
