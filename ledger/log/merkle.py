"""The Merkle tree of RFC 6962: a log whose root says everything that stands before it.

A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right). Every *complete* subtree has
one name, (level, index), and one hash for ever; roots and proofs of any size are folded from a few
of them. Pure: whoever calls brings the nodes.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

Node = tuple[int, int]
"""Level above the leaves, and index from the left: it covers `2**level` leaves."""
Range = tuple[int, int]
"""Leaves from the first (included) to the last (excluded)."""
EMPTY = sha256().digest()
"""The root of no leaves at all."""


def leaf(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def cover(leaves: Range) -> list[Node]:
    """The complete subtrees that make up a range, from the left, each smaller than the last."""
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def hash_of(leaves: Range, nodes: Mapping[Node, bytes]) -> bytes:
    """The hash of a range that some subtree of a log covers. Raises KeyError for a missing node."""
    parts = [nodes[x] for x in cover(leaves)]
    if not parts:
        return EMPTY
    folded = parts.pop()
    while parts:
        folded = parent(parts.pop(), folded)
    return folded


def grown(size: int, frontier: Mapping[Node, bytes], leaves: Sequence[bytes]) -> dict[Node, bytes]:
    """Every complete subtree that appears when leaves (their hashes) are added to a log of `size`.

    `frontier` holds the nodes of `cover((0, size))`.
    """
    made: dict[Node, bytes] = {(0, size + n): x for n, x in enumerate(leaves)}
    end, level = size + len(leaves), 0
    while (end >> (level + 1)) > (size >> (level + 1)):
        for index in range(size >> (level + 1), end >> (level + 1)):
            left, right = (level, 2 * index), (level, 2 * index + 1)
            made[level + 1, index] = parent(
                made[left] if left in made else frontier[left],
                made[right] if right in made else frontier[right],
            )
        level += 1
    return made


def inclusion(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove leaf `index` in a log of `size`, the lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a log of {size}")
    start, end, path = 0, size, list[Range]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that a log of `new` begins with that of `old`."""
    if not 0 < old <= new:
        raise ValueError(f"a log of {new} cannot begin with one of {old}")
    start, end, whole, path = 0, new, True, list[Range]()
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    return [*([] if whole else [(start, end)]), *path[::-1]]


def includes(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf to the root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf_hash
    for x in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = parent(x, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = parent(found, x)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, new: int, first: bytes, second: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the log with the second root begins with all of the first's (RFC 9162 §2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and (first == second if old == new else first == EMPTY)
    path = [first, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for x in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = parent(x, before), parent(x, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = parent(after, x)
        at, last = at >> 1, last >> 1
    return last == 0 and (before, after) == (first, second)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
