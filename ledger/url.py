"""A database's address in the two spellings that its readers want."""

import re

_SCHEME = re.compile(r"^postgres(ql)?(\+asyncpg)?://")


def driver_url(url: str) -> str:
    """`postgresql+asyncpg://…`, as the engine wants it. Raises ValueError for another database."""
    if not _SCHEME.match(url):
        raise ValueError("DATABASE_URL 应以 postgresql:// 开头 / it begins with postgresql://")
    return _SCHEME.sub("postgresql+asyncpg://", url)


def plain_url(url: str) -> str:
    """`postgresql://…`, as the driver itself wants it."""
    return _SCHEME.sub("postgresql://", driver_url(url))
