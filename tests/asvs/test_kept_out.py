"""What is not applicable because nothing of the kind is here: and it stays so."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("domain", "matching", "documents", "ledger", "activities", "workflows", "watch", "api")
LOCKED = {
    line.split("==")[0].lower()
    for line in (ROOT / "requirements.lock").read_text().splitlines()
    if "==" in line
}
PYTHON = [x for room in (*OURS, "stack", "commands") for x in (ROOT / room).rglob("*.py")]
SCRIPTS = [x for x in (ROOT / "api" / "static").rglob("*.js") if "vendor" not in x.parts]


def test_no_library_of_what_is_not_here_is_locked() -> None:
    """LDAP, XPath, LaTeX, Java, memcache, GraphQL, SAML, HTML editors.

    ASVS 1.2.6 1.2.7 1.2.8 1.3.1 1.3.8 1.3.9 4.3.1 4.3.2 6.8.3
    """
    words = "ldap|xpath|elementpath|latex|jnius|jpype|memcache|graphql|graphene|strawberry|ariadne"
    found = re.compile(f"{words}|saml|xmlsec|bleach|nh3|markdown2|mistune|ckeditor|tinymce")
    # markdown-it-py is rich's, by which commands lay out their help
    assert sorted(x for x in LOCKED if found.search(x)) == []


def test_no_websocket_is_opened_and_none_is_served() -> None:
    """ASVS 4.4.1 4.4.2 4.4.3 4.4.4"""
    assert 'ws="none"' in (ROOT / "api" / "__main__.py").read_text()
    served = [
        x.name for x in PYTHON if re.search(r"@\w+\.websocket\b|WebSocketRoute", x.read_text())
    ]
    opened = [x.name for x in SCRIPTS if "WebSocket(" in x.read_text()]
    assert (served, opened) == ([], [])
    assert SCRIPTS


def test_messages_go_between_a_page_and_its_own_service_worker_only() -> None:
    """ASVS 3.5.5"""
    heard = re.compile(r"(\S+)\.addEventListener\(\s*[\"']message[\"']|onmessage\s*=")
    listening = {x.name: heard.findall(x.read_text()) for x in SCRIPTS}
    assert {x: y for x, y in listening.items() if y} == {
        "phone.js": ["navigator.serviceWorker"],
        "worker.js": ["self"],
    }


def test_no_page_calls_anybody_by_webrtc() -> None:
    """ASVS 17.1.1 17.2.1 17.2.2 17.2.3 17.2.4 17.3.1 17.3.2"""
    words = re.compile(r"RTCPeerConnection|getUserMedia|\b(?:turns?|stuns?):[^ ]*\d")
    assert [x.name for x in (*SCRIPTS, *PYTHON) if words.search(x.read_text())] == []


def test_svg_and_html_are_no_files_that_may_be_handed_in() -> None:
    """ASVS 1.3.4 1.3.5"""
    known = (ROOT / "api" / "sniff.py").read_text()
    assert not re.search(r"svg|html|markdown", known, re.IGNORECASE)


def test_no_short_message_carries_a_code_to_sign_in_with() -> None:
    """ASVS 6.6.1 6.6.2 6.6.3"""
    ways_in = [x for x in PYTHON if "sms" in x.read_text().lower()]
    assert [x.name for x in ways_in if re.search(r"totp|one_time|otp_", x.read_text())] == []


def test_nobody_gets_a_token_for_somebody_else() -> None:
    """No authorisation code, no refresh token, no consent, no registration by strangers.

    ASVS 10.4.1 10.4.2 10.4.3 10.4.5 10.4.6 10.4.7 10.4.8 10.5.5 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3
    """
    given = re.compile(r"AuthorizationServer|OpenIDCode|RefreshTokenGrant|backchannel_logout")
    assert [x.name for x in PYTHON if given.search(x.read_text())] == []
