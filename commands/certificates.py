"""`bihuan certificates`: what Temporal and our processes show one another inside."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.at_ledger import refuse

HOSTS = "temporal,localhost,127.0.0.1"
PERMISSIONS = {
    "bihuan": ["default:worker", "default:write", "default:read", "temporal-system:admin"],
    "operator": ["default:admin", "temporal-system:admin"],
}
"""What Temporal's authoriser lets our processes do, and whoever operates it."""


def certificates(
    place: Annotated[Path, typer.Argument(help="写到哪个目录（0700）；已有的 ca 会继续用")],
    hosts: Annotated[str, typer.Option(help="Temporal 的主机名，逗号分隔")] = HOSTS,
) -> None:
    """为内部通信签发证书和令牌：Temporal 一套，我们的进程一套；一年后再运行一次。"""
    from stack.certificates import authority_at, certify, tokens

    now = datetime.fromtimestamp(time.time(), UTC)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        by = authority_at(place, now)
        certify(place, by, "temporal", hosts.split(","), now)
        certify(place, by, "bihuan", ["bihuan"], now)
        certify(place, by, "prometheus", ["prometheus"], now)
        tokens(place, PERMISSIONS, now)
    except (OSError, ValueError) as trouble:
        refuse(f"没有签发：{trouble}。 Nothing was certified.")
    print(
        f"{place}：ca、temporal、bihuan、prometheus 的证书，bihuan、operator 的令牌，jwks/jwks.json"
    )
    typer.echo("请把 ca.key 移到离线介质上保管。 Put ca.key away, offline.", err=True)
