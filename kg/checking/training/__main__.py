"""``python -m kg.checking.training``: what asks for something, where breath is taken, what is typed in haste, then weights and examples.

``--requests``, ``--breath`` or ``--haste`` for one of the first three alone.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from kg.checking.training import breathing, hastening, requests, trainer


def main() -> None:
    """Train and write what is learned beside the code; say the figures."""
    parts = {"requests": requests.learn, "breath": breathing.learn, "haste": hastening.learn}
    alone = [name for name in parts if f"--{name}" in sys.argv[1:]]
    told: dict[str, Any] = {name: parts[name]() for name in alone or parts}
    if not alone:
        told["tasks"] = trainer.learn()
    sys.stderr.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")


if __name__ == "__main__":
    main()
