"""V11: what is hashed, signed, sealed and drawn by lot, and by what."""

import ast
import re
from pathlib import Path

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from ledger.log.keys import key_at
from ledger.log.note import LOG
from tests.asvs.house_code import calls, code, imports

OF_LIBRARIES = {"hashlib", "hmac", "secrets", "ssl", "argon2", "cryptography", "joserfc", "authlib"}
OTHERS = {"Crypto", "Cryptodome", "nacl", "rsa", "ecdsa", "jwt", "jose", "bcrypt", "passlib"}
WEAK = re.compile(
    r"\b(?:ECB|CBC|CTR|OFB|CFB|TripleDES|ARC4|Blowfish|PKCS1v15|MD4|md4|rc4)\b|\bmodes\."
)
NAMED_LENGTHS = {("ledger/factors.py", "_NONCE")}
"""96 bits, as GCM wants them: a number that is used once, and no secret."""
NOT_FOR_SECURITY = {
    "ledger/chain.py": "sha1",  # RFC 4122 makes the ids of events by it
    "ledger/audit/offline.py": "sha1",  # and checks them
    "ledger/audit/rebuild.py": "md5",  # compares read models before and after, both our own
}


def test_cryptography_is_done_by_libraries() -> None:
    """The offline verifier alone reckons a signature itself: it holds no secret, and is checked
    against the library. ASVS 11.2.1"""
    roots = {module.split(".")[0] for _, module in imports()}
    assert not roots & OTHERS
    assert roots & OF_LIBRARIES >= {"hashlib", "hmac", "secrets", "argon2", "cryptography"}
    verifies = Path(__file__).parents[1] / "ledger" / "test_offline.py"
    assert verifies.exists()


def test_nothing_is_sealed_in_a_weak_way() -> None:
    """No block mode by hand, no padding of old: what is sealed is sealed by AES-GCM or a hybrid of
    the library's own. ASVS 11.3.1 11.3.2 11.3.3"""
    assert {name for name, text in code().items() if WEAK.search(text)} == set()


def test_broken_hashes_stand_only_where_nothing_is_secured_by_them() -> None:
    """ASVS 11.4.1 11.4.3"""
    found = {
        name: word
        for name, text in code().items()
        for word in ("md5", "sha1")
        if re.search(rf"\b{word}\(", text)
    }
    assert found == NOT_FOR_SECURITY
    for name, word in found.items():
        if word == "sha1":
            assert "usedforsecurity=False" in code()[name]
    named = {y for _, what, _ in calls() for y in re.findall(r"^hashlib\.(\w+)$", what)}
    assert named <= {"sha256", "sha384", "sha512", "sha1", "file_digest"}
    assert "sha256" in named


def test_passwords_are_kept_by_argon2id_at_todays_cost() -> None:
    """At least what OWASP and RFC 9106 name for little memory. ASVS 11.4.2"""
    kept = PasswordHasher().hash("correct horse battery staple")
    cost = extract_parameters(kept)
    assert cost.type is Type.ID
    assert cost.memory_cost >= 19 * 1024
    assert cost.time_cost >= 2
    assert cost.memory_cost * cost.time_cost >= 3 * 19 * 1024
    assert cost.salt_len >= 16
    assert cost.hash_len >= 32
    makers = [x for _, what, x in calls() if what == "PasswordHasher"]
    assert makers
    assert all(not x.args and not x.keywords for x in makers), "nowhere lowered"


def test_how_a_thing_was_made_stands_beside_it() -> None:
    """So that another algorithm can follow: passwords name theirs and its cost, a checkpoint's key
    its kind, a certificate's its curve. ASVS 11.2.2"""
    assert PasswordHasher().hash("x" * 12).startswith("$argon2id$v=19$m=")
    assert PasswordHasher(time_cost=9).check_needs_rehash(PasswordHasher().hash("x" * 12))


def test_a_signing_key_is_new_its_owners_alone_and_of_128_bits(tmp_path: Path) -> None:
    """Ed25519, from the system's generator. ASVS 11.6.1 11.2.3 13.3.2"""
    one = key_at(tmp_path / "a" / "log.key", LOG, "rd.example.gov.cn/log")
    other = key_at(tmp_path / "b" / "log.key", LOG, "rd.example.gov.cn/log")
    assert one.verifier != other.verifier
    assert (tmp_path / "a" / "log.key").stat().st_mode & 0o077 == 0
    again = key_at(tmp_path / "a" / "log.key", LOG, "rd.example.gov.cn/log")
    assert again.verifier == one.verifier


def test_secrets_come_from_the_system_and_are_long() -> None:
    """Every token of `secrets` has 128 bits or more, save those that are no secrets: request
    numbers, ids and names. ASVS 11.5.1 7.2.3"""
    made = {
        (name, ast.unparse(call.args[0]))
        for name, what, call in calls()
        if what in {"secrets.token_urlsafe", "secrets.token_bytes"}
    }
    assert made
    assert [x for x in made if x[1].isdigit() and int(x[1]) < 16] == []
    assert {x for x in made if not x[1].isdigit()} <= NAMED_LENGTHS
    chance = {name for name, module in imports() if module.split(".")[0] == "random"}
    rooms = {"api", "ledger", "commands", "activities"}
    assert {x for x in chance if x.split("/")[0] in rooms} == set()


def test_secrets_are_compared_without_haste() -> None:
    """Whoever compares a mark or digest does it by `hmac.compare_digest`, or by the database's
    index over a hash. ASVS 11.2.1"""
    users = {name for name, what, _ in calls() if what == "hmac.new"}
    comparing = {name for name, what, _ in calls() if what == "hmac.compare_digest"}
    making_only = {
        "api/wish_numbers.py",  # a number's check is part of the number that is looked up
        "ledger/sessions.py",  # compared in api/pages
        "ledger/tries.py",  # a name for a visitor of one day
        "ledger/answers.py",  # the same
        "activities/channels/dingtalk.py",  # signs what leaves
        "activities/channels/feishu.py",  # the same
        "activities/channels/standard.py",  # the same
        "ledger/login_tries.py",  # a name for who tries
    }
    assert users - comparing <= making_only, users - comparing - making_only
