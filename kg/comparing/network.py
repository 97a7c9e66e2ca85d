"""The network of departments that answer for duties together: who, with whom, in what groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.comparing.rows import Entry
from kg.kinds import shown_function
from kg.values import ListKind

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of office in the network.

    ``degree``: with how many others it shares duties; ``shared``: how many duties it shares;
    ``betweenness`` 0…1: how often the shortest way between two others leads over it.
    ``source``: the first duty it shares.
    """

    function: str
    degree: int
    shared: int
    betweenness: float
    community: int
    source: str


@dataclass(frozen=True, slots=True)
class Network:
    """The network: its nodes by rank, the pairs with how many duties they share, and the groups.

    A pair ends in where the first duty stands that the two share.
    """

    nodes: tuple[Node, ...]
    pairs: tuple[tuple[str, str, int, str], ...]
    communities: tuple[tuple[str, ...], ...]

    def sentences(self) -> list[str]:
        """The network in words, a sentence for each group and for who stands in the middle."""
        said = []
        if not self.nodes:
            return ["没有两个部门共同负责的事项。"]
        first = self.nodes[0]
        most = [n for n in self.nodes if (n.degree, n.shared) == (first.degree, first.shared)]
        names = "、".join(shown_function(node.function) for node in most)
        said.append(
            f"联系最广的是{names}：与 {first.degree} 类部门共同负责过事项，共 {first.shared} 项。"
        )
        middle = max(self.nodes, key=lambda n: (n.betweenness, n.function))
        if middle.betweenness > 0:
            share = round(middle.betweenness * 100)
            said.append(
                f"居中的是{shown_function(middle.function)}：别的两类部门之间最短的联系有 {share}% 经过它。"
            )
        for number, group in enumerate(self.communities, 1):
            inside = [p for p in self.pairs if p[0] in group and p[1] in group]
            if len(group) < 2 or not inside:
                continue
            one, two, count, _ = max(inside, key=lambda p: (p[2], p[0], p[1]))
            listed = "、".join(map(shown_function, group[:8])) + ("等" if len(group) > 8 else "")
            said.append(
                f"第 {number} 组（{len(group)} 类）：{listed}；组内往来最多的是{shown_function(one)}和{shown_function(two)}，"
                f"共同负责 {count} 项。"
            )
        return said


def network(rows: Sequence[Entry]) -> Network:
    """The network of kinds of office in the cooperation duties of these rows."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    shared: Counter[str] = Counter()
    weights: Counter[tuple[str, str]] = Counter()
    first: dict[str | tuple[str, ...], str] = {}
    for row in rows:
        if row.kind is not ListKind.COOPERATION:
            continue
        names = sorted({body.house.kind for body in row.departments})
        if len(names) > 1:
            shared.update(names)
            weights.update(combinations(names, 2))
            counted: list[str | tuple[str, ...]] = [*names, *combinations(names, 2)]
            for one in counted:
                first.setdefault(one, row.source)
    for (a, b), count in sorted(weights.items()):
        graph.add_edge(a, b, weight=count)
    if not graph:
        return Network((), (), ())
    between = nx.betweenness_centrality(graph)
    groups = nx.community.greedy_modularity_communities(graph, weight="weight")
    communities = sorted((tuple(sorted(group)) for group in groups), key=lambda g: (-len(g), g))
    member = {name: at for at, group in enumerate(communities, 1) for name in group}
    nodes = [
        Node(
            name,
            graph.degree(name),
            shared[name],
            round(between[name], 4),
            member[name],
            first[name],
        )
        for name in graph
    ]
    nodes.sort(key=lambda n: (-n.degree, -n.shared, n.function))
    pairs = [(a, b, n, first[a, b]) for (a, b), n in weights.items()]
    pairs.sort(key=lambda p: (-p[2], p[0], p[1]))
    return Network(tuple(nodes), tuple(pairs), tuple(communities))
