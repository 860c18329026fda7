"""Where a request comes from, as far as its way is known: never what anybody may write himself."""

import ipaddress

from fastapi import Request


def address_of(request: Request, proxies: int) -> str:
    """A network of IPv6, an address of IPv4. `proxies`: how many of our own stand before us, each
    of which adds whom it heard at the end of X-Forwarded-For; what stands before is hearsay."""
    lines = request.headers.getlist("x-forwarded-for") if proxies else []
    told = [y for x in lines for y in x.split(",")]
    here = request.client.host if request.client else ""
    said = told[-proxies].strip() if len(told) >= proxies > 0 else here
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
