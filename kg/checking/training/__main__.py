"""``python -m kg.checking.training``: what asks for something, what is typed in haste, then weights and examples.

``--requests`` or ``--haste`` for one of the first two alone.
"""

from __future__ import annotations

import json
import sys

from kg.checking.training import hastening, requests, trainer


def main() -> None:
    """Train and write what is learned beside the code; say the figures."""
    alone = {"--requests", "--haste"} & set(sys.argv[1:])
    told = {}
    if alone != {"--haste"}:
        told["requests"] = requests.learn()
    if alone != {"--requests"}:
        told["haste"] = hastening.learn()
    if not alone:
        told["tasks"] = trainer.learn()
    sys.stderr.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")


if __name__ == "__main__":
    main()
