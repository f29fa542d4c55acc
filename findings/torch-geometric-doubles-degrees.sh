#!/usr/bin/env bash
# torch-geometric 2.8.1 and networkx 3.6.1: a graph that went through PyTorch Geometric has every degree doubled.
#
# A good guess: to_networkx(from_networkx(graph)) is the graph again. Seen: it is a directed graph with both directions
# of each edge, and its degree counts both. Against the histogram of the real graphs, which never left networkx, a
# perfect generator has no node of an odd degree and twice the edges; clustering, density and path lengths are as
# before, so that the metrics of degrees alone look as if the generator were bad. to_networkx(data, to_undirected=True)
# is the graph.
#   nodes of degree      2     3    4     5    6    7   8      edges
#   the graph            101   39   19    8    6    9   ...    396
#   there and back       0     0    101   0    39   0   19     792
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    torch==2.13.0 torch-geometric==2.8.1 networkx==3.6.1 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import networkx as nx
from torch_geometric.utils import from_networkx, to_networkx

graph = nx.barabasi_albert_graph(200, 2, seed=0)
data = from_networkx(graph)
seen = {"the graph": graph, "there and back": to_networkx(data), "to_undirected": to_networkx(data, to_undirected=True)}
for name, found in seen.items():
    clustering, density = nx.average_clustering(found), nx.density(found)
    print(f"{name:15} {nx.degree_histogram(found)[:9]}, {found.number_of_edges()} edges, clustering {clustering:.4f}, "
          f"density {density:.4f}")
back = seen["there and back"]
assert back.number_of_edges() == 2 * graph.number_of_edges()
assert nx.degree_histogram(back)[::2] == nx.degree_histogram(graph) and not any(nx.degree_histogram(back)[1::2])
assert abs(nx.average_clustering(back) - nx.average_clustering(graph)) < 1e-12
assert nx.degree_histogram(seen["to_undirected"]) == nx.degree_histogram(graph)
PYTHON
