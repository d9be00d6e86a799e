"""Who is calling: the address that fairness counts by, and whether the page that calls is ours."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from ui.live.limits import Limits


def client_address(connection: HTTPConnection, limits: Limits) -> str:
    """The client's address. Behind a trusted proxy: the last entry of X-Forwarded-For, the one that the proxy itself wrote.

    An IPv6 address counts by its /64, because one household owns all of it.
    """
    text = connection.client.host if connection.client else ""
    if limits.trust_forwarded:
        text = connection.headers.get("x-forwarded-for", "").split(",")[-1].strip() or text
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def is_same_origin(connection: HTTPConnection, limits: Limits) -> bool:
    """True when the page that calls is ours or an allowed one, or when no browser calls (no Origin header)."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    netloc = urlsplit(origin).netloc
    return origin in limits.origins or (bool(netloc) and _host(netloc) == _host(connection.headers.get("host", "")))


def _host(netloc: str) -> str:
    return netloc.lower().removesuffix(":443").removesuffix(":80")
