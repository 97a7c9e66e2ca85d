"""Building: the conductor, from files to a generation of the store; only what changed is made anew.

In: paths or sources. Out: a store and a :class:`Build`. Open ``making`` first, then ``stages``.
"""

from kg.building.making import Build, build, loaded, make
from kg.building.order import Check

__all__ = ["Build", "Check", "build", "loaded", "make"]
