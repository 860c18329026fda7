"""Which addresses are public: they show nothing that is not open to everybody, or belong to
somebody without a name, a resident with a receipt, a screen in a hall. Of these no line is left in
the log of reads; of everything else there is one. A route that is not named here is not public."""

PUBLIC = (
    "/open",
    "/api/v1/open",
    "/static",
    "/docs",
    "/openapi.json",
    "/healthz",
    "/metrics",
    "/favicon.ico",
    "/language",
    "/look",
    "/wish",
    "/receipt",
    "/candidates",
    "/deputies",
    "/screen",
    "/group/worker.js",
)
"""Each with everything below it."""


def is_open(method: str, path: str) -> bool:
    """Whether anybody may have what is at the address. The form for signing in is shown to
    everybody; what comes back from it is not."""
    if path == "/login" and method in ("GET", "HEAD"):
        return True
    return any(path == x or path.startswith(f"{x}/") for x in PUBLIC)
