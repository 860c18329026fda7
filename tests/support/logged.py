"""`python -m tests.support.logged`: says every hostile text to the log, in each way that we log.

The log goes to standard error as in production; standard output tells how many calls there were and
how many lines a plain format makes of the same calls.
"""

import io
import json
import logging
from collections.abc import Callable

import structlog

from tests.support.hostile import STRINGS
from watch.logs import to_json_lines


def ways(text: str) -> list[Callable[[], None]]:
    """Each way in which a text from outside may come to the log."""
    ours, theirs = structlog.get_logger("ours"), logging.getLogger("theirs")
    trouble = ValueError(text)
    return [
        lambda: ours.info("value", value=text),
        lambda: ours.warning(text),
        lambda: ours.info("nested", value={"list": [text], text: 1}),
        lambda: ours.info("bytes", value=text.encode("utf-8", "surrogatepass")[:9]),
        lambda: ours.info("key", **{text: 1}),
        lambda: ours.error("trouble", exc_info=trouble),
        lambda: theirs.warning("told %s", text),
        lambda: theirs.warning("told", exc_info=trouble),
    ]


def plain_lines() -> int:
    """What a plain format makes of the same texts: the careless way, as a control."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logger = logging.getLogger("plain")
    logger.propagate = False
    logger.addHandler(handler)
    for text in STRINGS:
        logger.warning("told %s", text)
    return len(out.getvalue().splitlines())


def main() -> None:
    """Log, and tell the counts."""
    to_json_lines()
    calls = [call for text in STRINGS for call in ways(text)]
    for call in calls:
        call()
    print(json.dumps({"calls": len(calls), "texts": len(STRINGS), "plain_lines": plain_lines()}))


if __name__ == "__main__":
    main()
