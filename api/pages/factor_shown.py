"""What somebody sees who sets up a second factor: a picture for the telephone, codes on paper."""

from starlette.responses import Response

from api.pages.render import alone
from ledger.otp import uri_of


def picture(secret: bytes, login: str) -> str:
    """The QR code as an address of data: the secret never stands in an address of ours."""
    import segno

    made = segno.make(uri_of(secret, login), error="m", micro=False)
    return made.svg_data_uri(scale=5, border=4, xmldecl=False)


def codes_page(codes: list[str], back: str, *, bound: bool = True) -> Response:
    """The recovery codes, this once. `bound`: whether a telephone was bound by it."""
    return alone("recovery_codes.html", codes=codes, back=back, bound=bound)
