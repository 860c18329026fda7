"""What browsers and proxies may keep of a public answer: its tag is the hash of what it says."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from api.here import looking_back

PAGE, DATA = 0, 300
"""Seconds that a browser may go without asking again."""
SHARED = 60
"""Seconds that a proxy of ours may answer many readers alike."""


def kept(request: Request, answer: Response, seconds: int = PAGE) -> Response:
    """The answer with its tag, or 304 where the reader has it already. Only of what is the same for
    everybody: light or dark, and the language, come by cookie."""
    if looking_back() is not None:
        return answer
    body = bytes(answer.body)
    tag = f'W/"{sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={seconds}, s-maxage={max(seconds, SHARED)}",
        "Vary": "Cookie, Accept-Language",
    }
    asked = [x.strip() for x in request.headers.get("if-none-match", "").split(",")]
    if answer.status_code == 200 and tag in asked:
        return Response(status_code=304, headers=headers)
    if answer.status_code == 200:
        answer.headers.update(headers)
    return answer
