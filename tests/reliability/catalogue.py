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
    "F01": Promise(
        "killed between commit and wake (reliability §2.1)",
        "3 × 100 filings through API, relay and worker",
        "each in turn ends itself after its commit, its wake, its moment",
        "overdue though filed 0; clocks behind 0 in the end; 20 who filed nothing are overdue",
    ),
    "R08": Promise(
        "idempotency storm",
        "1,000 commands × 5 at once, two API processes",
        "kill -9 of one API process",
        "events 1,000; identical receipts 5,000; 100 altered bodies refused; look-then-write > 0",
    ),
    "F05": Promise(
        "an outage extends (reliability §2.5)",
        "50 plans with one due instant",
        "the API is dead over it",
        "overdue 0; 50 dates moved by events that name one outage; without an outage 50 are late",
    ),
    "R09": Promise(
        "a clock under continue-as-new",
        "one clock that begins anew every 5 wakes, 300 pokes while it wakes",
        "what carries the wakes is killed three times",
        "last seen version = the stream's; runs ≥ 30; stuck 0; a forgetful clock loses > 0",
    ),
    "R24": Promise(
        "restore",
        "1,200 events (nightly 20,000) of 24 projects with their clocks, a base in the middle, the"
        " archive beside",
        "server killed, data directory destroyed; restored whole, and to a moment older than"
        " Temporal's",
        "receipts lost 0; to the moment: every one missing is named and none that is there; chains"
        " whole; epoch 1; every older clock ended and one of the new epoch in its place; the base"
        " without its archive loses receipts",
    ),
    "R01": Promise(
        "gapless log",
        "8 writers × 1,500 events, 2 readers by position",
        "5 % rollbacks, a session idle in its transaction, a writer killed",
        "skipped 0, duplicate 0, positions 1..n, lag p99 ≤ 200 ms, ≥ 300 appends/s;"
        " the naive order skips > 0",
    ),
    "R16": Promise(
        "tamper",
        "1,640 events, 2 witnesses; 100,000 events",
        "6 attacks by the owner with the triggers off, 3 of them with the stolen key;"
        " 1,000 mutations of an export",
        "found 6/6 (the chain alone 3/6) and 1,000/1,000, false alarms 0/10,"
        " 100,000 events verified ≤ 5 s",
    ),
    "R02": Promise(
        "PostgreSQL crashes",
        "8 writers with keys of their own, repeating until answered",
        "killed at once (`-m immediate`) six times",
        "confirmed but missing 0; doubled 0; hidden commits found are told; each recovery ≤ 2 s; "
        "a writer that does not wait for the disk loses > 0",
    ),
    "F02": Promise(
        "unknown outcomes (reliability §2.2)",
        "500 filings through a gateway",
        "it loses a fifth of the answers after the commit",
        "events 500, receipts 500, positions agree 500; deceived by a new key > 0",
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
        "authorisation matrix",
        "every operation × 13 roles and nobody × {own, other, closed, escalated}; every page × 10"
        " kinds of account; requests generated from the whole description, each as every role",
        "another's numbers; broken requests and addresses of nothing; all file after an escalation;"
        " one of each kind that ends, lived to its end; callers that have ended",
        "deviations from api/matrix.toml 0; another's number is 404 always; faults 0; answers that"
        " are not described 0; written after the end 0 but what is meant to be; filed by others 0",
    ),
    "R17N": Promise(
        "every operation as it is described",
        "about 20,000 requests generated from the description, as a clerk and as a unit",
        "values at and beyond every boundary of every body, query and address",
        "0 answers whose status, type or shape is not described, 0 faults",
        nightly=True,
    ),
    "R21": Promise(
        "audit of reads",
        "2,200 requests by eight callers to a running API: pages, lists, files, filings, refusals",
        "the log of reads cannot be written for 10 s, people read and file meanwhile",
        "lines = requests, by number; five fields of MLPS 8.1.4.3 in each; meanwhile every request"
        " that is not public 503, 0 events, public pages 200; chain whole, copy alike",
    ),
    "R18": Promise(
        "browser security",
        "every form of the pages from elsewhere and with foreign tokens; 52 scripts in every free"
        " text, every page in both languages in Chromium; 40 formulas in every table file",
        "-",
        "accepted 0; dialogs 0, breaches of the policy 0, foreign elements 0, texts as sent 52/52;"
        " computed cells 0, texts recovered; believed, > 30 of the scripts act",
    ),
    "R20": Promise(
        "upload corpus",
        "68 hostile files, 4 that are two things at once, 11 sound ones, whole and in pieces",
        "-",
        "refused 68/68 by both doors, the others downloads only, sound ones identical 11/11;"
        " each bomb ≤ 1 s and ≤ 50 MB; by name alone > 30 would be taken",
    ),
    "R19": Promise(
        "bodies, heads and connections that no client sends",
        "20 requests a second of units at work, every tenth a filing",
        "100 MB bodies with and without their length, 10^6 form fields, 10,000 part headers and"
        " parts, JSON 10,000 deep or with names without end, bad UTF-8, two lengths in one head,"
        " 200 connections whose head or body never comes",
        "refused 100 % with 4xx; legit errors 0, p99 ≤ 500 ms; memory grown ≤ 100 MB",
    ),
    "R22": Promise(
        "log injection",
        "60 texts (line ends, ANSI, bidi, NUL, lone surrogates, 1 MB) in every way of logging, and"
        " in every address, query, header, field and file name of a running API",
        "-",
        "every line parses as JSON, lines = calls, 0 forged, 0 secrets, 0 faults; a plain log"
        " format breaks",
    ),
    "F07": Promise(
        "timers that are lost without a word (reliability §2.7)",
        "120 clocks armed for a mark",
        "Temporal is another, empty one; Temporal keeps all but the tasks of its timers",
        "every mark ≤ 90 s after due and grace, in the second case by the sweeper; every clock back"
        " ≤ 5 min; one incident for each that was missing",
        nightly=True,
    ),
    "F19": Promise(
        "vandalism at Temporal's door (reliability §2.19)",
        "clocks of four streams; ten thousand signals to one of them",
        "terminate, cancel, reset, nonsense, a flood while no worker is there",
        "every clock back, every mark made once, no wake left",
    ),
    "R03": Promise(
        "nothing is lost and nobody wrongly late, whatever dies",
        "600 projects due at four midnights, 70 % file within 3 s of theirs, 15 % twice",
        "kill -9 of APIs, worker, watch, Temporal, PostgreSQL (and immediate), every 2-5 s",
        "lost, duplicate, wrongly or missing overdue, voided, undelivered wakes 0; chains whole; "
        "p50 ≤ 50 ms, p99 ≤ 3 s with the outages in it",
    ),
    "R04": Promise(
        "Temporal's database wiped: no mark is missing, every clock comes back",
        "as R03, two midnights",
        "Temporal killed and its file deleted five times, then `bihuan wake --all`",
        "as R03; the last mark ≤ 90 s after due and grace; ≥ 40 clocks started per second; "
        "as many clocks as open projects ≤ 60 s",
    ),
    "R06": Promise(
        "a midnight of 1,500 clocks does not hold up who files",
        "1,500 clocks due in one second, 300 filings in 21 s",
        "the worker is killed among them",
        "filings p99 ≤ 100 ms; all marked ≤ 90 s after due and grace, spread over ≥ 25 s; "
        "filings as Updates behind 600 naive timers: p99 above that",
    ),
    "R07": Promise(
        "nobody who filed in time is called late by the order of a queue",
        "200 file between 2 and 0.05 s before their one due instant",
        "the processor is taken by two busy loops",
        "wrongly overdue 0, taken late 0; a naive workflow accuses > 0",
    ),
    "R23": Promise(
        "rolling restarts in ten minutes of work",
        "20 requests a second through a balancer, a third of them writes",
        "one of two APIs, one of two workers or the watch is restarted every 20 s (SIGTERM)",
        "lost 0; errors before a repeat ≤ 0.1 %; those that stay grow ≤ 1 MB a minute, connections"
        " within 4; 2 MB a minute more are seen",
        nightly=True,
    ),
    "R05": Promise(
        "mass transition",
        "10,000 plans due at one instant, filings at 50/s from 8 s before to the last mark",
        "all due at once; the control accuses whom a list of the due names",
        "all marked <= 5 s, filing p99 <= 100 ms and at most 5 times that before; accused after"
        " filing 0, chains whole",
    ),
    "R05N": Promise(
        "mass transition of a province, of a nation",
        "100,000 and 400,000 plans due at one instant, filings at 50/s",
        "the same",
        "all marked <= 60 s and <= 5 min, filing p99 <= 100 ms, accused after filing 0",
        nightly=True,
    ),
    "R10": Promise(
        "replay gate",
        "1,000 histories: those kept, and random years of every measure lived in the test",
        "control: the same clocks with a seeded careless change",
        "failures 0; the careless change breaks ≥ 50 %, patched 0; ≤ 120 s",
    ),
    "R12": Promise(
        "a year in any order",
        "500 random years: filed, returned, extended, escalated",
        "outages, calendar changes, clock steps, restarts between any two steps",
        "divergences between model, fold and read models 0; a house that decides by arrival > 0",
    ),
    "R12N": Promise(
        "a year in any order, many",
        "10,000 random years",
        "as R12",
        "divergences 0",
        nightly=True,
    ),
    "R11": Promise(
        "history budget",
        "the largest year: 120 duties, 400 wakes, skipping time",
        "–",
        "≤ 2,000 events and ≤ 1 MB a run; ≤ 6 runs; ≤ 20 s",
    ),
    "R14": Promise(
        "regime change in mid-year",
        "1,000 open projects, 2 measures",
        "a new version is published; then a decision moves 100",
        "dates moved by publication 0; 100 events for 100 projects; half a year decided again: 0"
        " otherwise",
    ),
    "R15": Promise(
        "rebuild of the read models",
        "100,000 events, people file meanwhile",
        "all of them emptied; kill -9 in the middle",
        "same hashes; ≤ 60 s; gone on with",
    ),
}
