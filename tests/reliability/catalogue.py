"""What the suite promises: one line a test, with the pass figures it must reach.

`make reliability` prints one JSON line for each, with the figures of that run; a missing line fails
the run. `python -m tests.reliability` writes the table of `docs/reliability.md`.
"""

from typing import NamedTuple


class Promise(NamedTuple):
    """One test of the suite."""

    what: str
    load: str
    fault: str
    passes: str
    """The figures that the test itself asserts, in words."""
    nightly: bool = False


PROMISES: dict[str, Promise] = {
    "R02": Promise(
        "PostgreSQL crashes",
        "8 writers with keys of their own, repeating until answered",
        "killed at once (`-m immediate`) six times",
        "confirmed but missing 0; doubled 0; hidden commits found are told; each recovery ≤ 2 s; "
        "a writer that does not wait for the disk loses > 0",
    ),
    "R08": Promise(
        "idempotency storm",
        "1,000 commands × 5 at once, two API processes",
        "kill -9 of one API process",
        "events 1,000; identical receipts 5,000; 100 altered bodies refused; look-then-write > 0",
    ),
    "F01": Promise(
        "killed between commit and wake (reliability §2.1)",
        "3 × 100 filings through API, relay and worker",
        "each in turn ends itself after its commit, its wake, its moment",
        "overdue though filed 0; clocks behind 0 within 10 s; 20 who filed nothing are overdue",
    ),
    "F02": Promise(
        "unknown outcomes (reliability §2.2)",
        "500 filings through a gateway",
        "it loses a fifth of the answers after the commit",
        "events 500, receipts 500, positions agree 500; deceived by a new key > 0",
    ),
    "R09": Promise(
        "a clock under continue-as-new",
        "one clock that begins anew every 5 wakes, 300 pokes while it wakes",
        "what carries the wakes is killed three times",
        "last seen version = the stream's; runs ≥ 30; stuck 0; a forgetful clock loses > 0",
    ),
    "F05": Promise(
        "an outage extends (reliability §2.5)",
        "50 plans with one due instant",
        "the API is dead over it",
        "overdue 0; 50 dates moved by events that name one outage; without an outage 50 are late",
    ),
    "F06": Promise(
        "notices in a storm (reliability §2.6)",
        "10,000 notices for 5 recipients",
        "issued at once",
        "messages 5, none while it rages; told 10,000; numbered 10,000; next one after 10 minutes",
    ),
    "F09": Promise(
        "callers cancelled anywhere (reliability §2.9)",
        "500 filings, moments, beats, reads, tokens, uploads",
        "each is cancelled at a random instant",
        "idle in transaction after 1 s 0; savepoints 0; a repeat finds one effect; naive pool > 0",
    ),
    "R13": Promise(
        "the golden calendar",
        "244 dates checked by hand over 2023–2026: month ends, leap day, terms counted backwards",
        "TZ = UTC, Asia/Shanghai, America/New_York; years without a notice, years outside",
        "0 mismatches with the table and with a second way to count; 3 zones alike to the byte;"
        " every date has its reasons; outside the calendar is refused, unpublished is told; a"
        " control that reads the machine's zone goes wrong",
    ),
    "R17": Promise(
        "every operation as it is described",
        "about 20,000 requests generated from the description, as a clerk and as a unit; the walls"
        " between the roles are tests/api/test_walls.py",
        "values at and beyond every boundary of every body, query and address",
        "0 answers whose status, type or shape is not described, 0 faults",
    ),
    "R22": Promise(
        "log injection",
        "60 texts (line ends, ANSI, bidi, NUL, lone surrogates, 1 MB) in every way of logging, and"
        " in every address, query, header, field and file name of a running API",
        "-",
        "every line parses as JSON, lines = calls, 0 forged, 0 secrets, 0 faults; a plain log"
        " format breaks",
    ),
}
