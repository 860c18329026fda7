"""Which addresses are outside: what a name may lead to, however the address is written."""

import ipaddress

_NOBODYS = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20"))
)
"""Of IETF protocols, and where one cloud tells its machines their secrets; relays of old; a site's
own of old; and for documents."""
_INSIDE_IT = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
)
"""NAT64: the last four bytes are an address of IPv4."""


def is_outside(address: str) -> bool:
    """Whether it is a public address of one machine: not ours, not a network's, not many at once.

    An address of IPv4 that is hidden in one of IPv6 is judged as what it is.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        hidden = _hidden(found)
        if hidden is not None:
            return is_outside(str(hidden))
        if found.scope_id is not None:
            return False
    nobodys = any(found in x for x in _NOBODYS)
    return found.is_global and not (found.is_multicast or found.is_reserved or nobodys)


def _hidden(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if found.ipv4_mapped or found.sixtofour:
        return found.ipv4_mapped or found.sixtofour
    if any(found in x for x in _INSIDE_IT):
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.teredo[1] if found.teredo else None
