"""Signed notes and checkpoints as C2SP writes them, so that tools of others read ours.

    <origin>                            — <name> base64(key id ‖ signature)
    <size>                              a line for each signer, after one empty line;
    <base64 of the root>                a witness puts the time before its signature

signed-note, tlog-checkpoint, tlog-cosignature (Ed25519, kinds 0x01 and 0x04). A key's text is
`name+id+base64(kind ‖ public key)`; a private one is `PRIVATE+KEY+name+id+base64(kind ‖ seed)`.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4
"""Kinds of keys: one signs checkpoints, one cosigns them."""
_NAME = re.compile(r"[^\s+]{1,100}")
_LONGEST = 64 * 1024
_PRIVATE = "PRIVATE+KEY+"


class BadNote(Exception):
    """A text that is no checkpoint, or whose signature does not hold; says which."""


class Verifier(NamedTuple):
    """The public half of a key."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.public)}"

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer(NamedTuple):
    """The private half."""

    name: str
    kind: int
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.kind, self._key.public_key().public_bytes_raw())

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __str__(self) -> str:
        shown = b64(bytes([self.kind]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{shown}"

    def __repr__(self) -> str:
        return f"Signer({self.name})"  # a seed stands in no log

    def sign(self, body: str) -> str:
        """The signature line under a note's body."""
        return self._line(self._key.sign(body.encode()))

    def cosign(self, body: str, at: int) -> str:
        """A witness' line: at that time (Unix seconds) this was the newest it had seen."""
        signature = self._key.sign(cosigned(body, at))
        return self._line(at.to_bytes(8, "big") + signature)

    def _line(self, signature: bytes) -> str:
        return f"— {self.name} {b64(self.verifier.id + signature)}\n"


class Checkpoint(NamedTuple):
    """What a checkpoint says, and the lines that signed it."""

    origin: str
    size: int
    root: bytes
    lines: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"

    @property
    def note(self) -> str:
        """The whole text."""
        return "\n".join((self.body, *self.lines, ""))

    def signed_by(self, key: Verifier) -> bool:
        """Whether the log's own key signed this."""
        return key.kind == LOG and any(
            key.holds(self.body.encode(), x) for x in self._by(key) if len(x) == 64
        )

    def seen_at(self, key: Verifier) -> int | None:
        """When (Unix seconds) this witness cosigned; None where it did not."""
        if key.kind != WITNESS:
            return None
        for x in self._by(key):
            at = int.from_bytes(x[:8], "big")
            if len(x) == 72 and key.holds(cosigned(self.body, at), x[8:]):
                return at
        return None

    def _by(self, key: Verifier) -> list[bytes]:
        named = [x.removeprefix(f"— {key.name} ") for x in self.lines if f"— {key.name} " in x]
        raw = [_unb64(x) for x in named]
        return [x[4:] for x in raw if x[:4] == key.id]


def cosigned(body: str, at: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {at}\n{body}".encode()


def verifier_of(text: str) -> Verifier:
    """The public key of a `name+id+base64` text. Raises BadNote."""
    name, kind, material = _parted(text)
    key = Verifier(name, kind, material)
    if str(key) != text.strip():
        raise BadNote(f"公钥“{name}”抄错了：编号与内容不符。 the key's id does not fit")
    return key


def signer_of(text: str) -> Signer:
    """The private key of a text. Raises BadNote, which does not repeat it."""
    if not text.startswith(_PRIVATE):
        raise BadNote("这不是私钥文件。 no private key")
    name, kind, seed = _parted(text.removeprefix(_PRIVATE))
    made = Signer(name, kind, seed)
    if str(made) != text.strip():
        raise BadNote("私钥文件损坏。 the private key file is damaged")
    return made


def checkpoint_of(text: str) -> Checkpoint:
    """The checkpoint of a signed note, strictly read; no signature is checked. Raises BadNote."""
    body, empty, rest = text.partition("\n\n")
    parts = body.split("\n")
    if len(text) > _LONGEST or not empty or len(parts) != 3 or not rest.endswith("\n"):
        raise BadNote("不是校验点。 not a checkpoint")
    origin, size, root = parts
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", size, re.ASCII):
        raise BadNote("校验点的条数不对。 the checkpoint's size is no number")
    lines = tuple(rest[:-1].split("\n"))
    if not all(re.fullmatch(r"— [^\s+]+ [A-Za-z0-9+/]+={0,2}", x) for x in lines):
        raise BadNote("校验点的签名行不对。 a signature line is malformed")
    found = Checkpoint(origin, int(size), _unb64(root), lines)
    if len(found.root) != 32 or found.note != text:
        raise BadNote("校验点的写法不合规定。 not in canonical form")
    return found


def trusted(text: str, key: Verifier) -> Checkpoint:
    """The checkpoint of a note that this log's key signed. Raises BadNote."""
    found = checkpoint_of(text)
    if found.origin != key.name:
        raise BadNote(f"校验点属于“{found.origin}”，不是“{key.name}”。 another log's checkpoint")
    if not found.signed_by(key):
        raise BadNote("校验点的签名不对。 the signature does not hold")
    return found


def name_of(text: str) -> str:
    """A name that may stand in a note. Raises BadNote."""
    if not _NAME.fullmatch(text):
        raise BadNote("名称不能有空格和加号，不超过100个字。 a name has no space and no +")
    return text


def seen_by(checkpoint: Checkpoint, witnesses: Sequence[Verifier]) -> list[str]:
    """The names of the witnesses who cosigned."""
    return [x.name for x in witnesses if checkpoint.seen_at(x) is not None]


def _parted(text: str) -> tuple[str, int, bytes]:
    parts = text.strip().split("+", 2)
    raw = _unb64(parts[2]) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[0] not in (LOG, WITNESS):
        raise BadNote("密钥的写法应为：名称+编号+内容。 a key is written name+id+content")
    return name_of(parts[0]), raw[0], raw[1:]


def b64(raw: bytes) -> str:
    """Base64 as a note has it."""
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as bad:
        raise BadNote("不是 base64。 not base64") from bad
    if b64(raw) != text:
        raise BadNote("不是 base64 的规范写法。 not canonical base64")
    return raw
