"""The tree against the vectors of RFC 6962's reference implementation, and against a slow one."""

import itertools
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from ledger.log.merkle import (
    EMPTY,
    Node,
    consistency,
    cover,
    extends,
    grown,
    hash_of,
    includes,
    inclusion,
    leaf,
)

DATA = [bytes.fromhex(x) for x in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def slow(data: list[bytes]) -> bytes:
    """The definition of RFC 6962 §2.1, word by word."""
    if not data:
        return EMPTY
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return sha256(b"\x01" + slow(data[:k]) + slow(data[k:])).digest()


def tree(data: list[bytes], *cuts: int) -> dict[Node, bytes]:
    """All complete subtrees, grown in as many steps as there are cuts."""
    nodes: dict[Node, bytes] = {}
    for start, end in itertools.pairwise((0, *sorted(cuts), len(data))):
        frontier = {x: nodes[x] for x in cover((0, start))}
        nodes |= grown(start, frontier, [leaf(x) for x in data[start:end]])
    return nodes


def test_the_roots_are_those_of_the_reference() -> None:
    for size, root in enumerate(ROOTS, 1):
        assert hash_of((0, size), tree(DATA[:size])).hex() == root
    assert hash_of((0, 0), {}) == EMPTY


SIZES = st.integers(1, 130)


@given(SIZES, st.data())
def test_a_tree_grown_in_steps_is_the_tree_and_proves_each_leaf(
    size: int, draw: st.DataObject
) -> None:
    data = [bytes([x]) for x in range(size)]
    cuts = draw.draw(st.lists(st.integers(0, size), max_size=4))
    nodes = tree(data, *cuts)
    root = hash_of((0, size), nodes)
    assert root == slow(data)
    index = draw.draw(st.integers(0, size - 1))
    proof = [hash_of(x, nodes) for x in inclusion(index, size)]
    assert includes(index, size, leaf(data[index]), proof, root)
    assert not includes(index, size, leaf(b"another"), proof, root)
    assert not includes(index, size, leaf(data[index]), [*proof, EMPTY], root)
    assert not includes((index + 1) % size, size, leaf(data[index]), proof, root) or size == 1
    assert len(proof) <= size.bit_length()


@given(SIZES, st.data())
def test_a_longer_log_proves_that_it_begins_with_a_shorter(size: int, draw: st.DataObject) -> None:
    data = [bytes([x]) for x in range(size)]
    nodes = tree(data)
    old = draw.draw(st.integers(1, size))
    first, second = slow(data[:old]), slow(data)
    proof = [hash_of(x, nodes) for x in consistency(old, size)]
    assert extends(old, size, first, second, proof)
    if old < size:
        assert not extends(old, size, second, second, proof)
        assert not extends(old, size, first, first, proof)
        assert not extends(old, size, first, second, [])
        for n in range(len(proof)):
            assert not extends(old, size, first, second, [*proof[:n], EMPTY, *proof[n + 1 :]])
    assert not extends(old + size, size, first, second, proof)
