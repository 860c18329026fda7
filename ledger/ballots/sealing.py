"""Sealing a slip to both keys, and opening all of them together (HPKE, RFC 9180).

Every sealed ballot of a box has the same length: a longer word for a choice would show through.
"""

import json
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.ballot.paper import MOST_MARKS, Paper, Slip
from domain.ballot.refusals import WrongKeys
from domain.refusals import Contradicted
from ledger.ballots.keys import private_of, public_key, public_of

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_FRAME, _MARK = 90, 3
"""Bytes of a slip beside its marks, and of one mark: two digits and a comma."""

Pair = tuple[X25519PrivateKey, X25519PrivateKey]


class Opened(NamedTuple):
    """What lay in the box: slips and receipts, each in an order that says nothing."""

    slips: tuple[Slip, ...]
    receipts: tuple[str, ...]


def seal(paper: Paper, slip: Slip, receipt: str, ballot: str, keys: tuple[str, str]) -> bytes:
    """The slip, readable for nobody who does not hold both private keys."""
    numbers = {x: n for n, x in enumerate(paper.choices)}
    marks = [[numbers[x] for x in item] for item in slip]
    text = json.dumps({"r": receipt, "m": marks}, separators=(",", ":"))
    sealed = text.encode().ljust(_size(paper))
    for key in keys:
        sealed = _SUITE.encrypt(sealed, public_key(key), info=_info(ballot))
    return sealed


def pair_of(codes: Sequence[str], ballot: str, keys: tuple[str, str]) -> Pair:
    """The private keys in the order of the public ones, whoever spoke first. Raises WrongKeys."""
    given = {public_of(x): x for x in (private_of(code, ballot) for code in codes)}
    wrong = [key for key in keys if key not in given]
    if wrong:
        raise WrongKeys("两把钥匙都" if len(wrong) == 2 else "其中一把钥匙")
    return (given[keys[0]], given[keys[1]])


def open_all(paper: Paper, sealed: Sequence[bytes], ballot: str, pair: Pair) -> Opened:
    """Every slip of the box, shuffled before the first is read. Raises Contradicted."""
    mixed = secrets.SystemRandom().sample(list(sealed), len(sealed))
    read = [_open(x, ballot, pair) for x in mixed]
    choices = paper.choices
    slips = (tuple(tuple(choices[n] for n in item) for item in x.marks) for x in read)
    return Opened(tuple(sorted(slips)), tuple(sorted(x.receipt for x in read)))


class _Read(NamedTuple):
    marks: list[list[int]]
    receipt: str


def _open(sealed: bytes, ballot: str, pair: Pair) -> _Read:
    try:
        for key in reversed(pair):
            sealed = _SUITE.decrypt(sealed, key, info=_info(ballot))
    except InvalidTag as error:
        raise Contradicted(
            "票箱中有一张票不是用本次投票的钥匙封的，不能计票；请查明原因，或作废后重新投票。",
            "a ballot was not sealed to this box's keys; annul the vote or find out why.",
        ) from error
    slip = json.loads(sealed)
    return _Read(slip["m"], slip["r"])


def _size(paper: Paper) -> int:
    return _FRAME + len(paper.items) * (3 + MOST_MARKS * _MARK)


def _info(ballot: str) -> bytes:
    return f"bihuan ballot {ballot}".encode()
