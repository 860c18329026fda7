"""`bihuan migrate`: bring the ledger's schema up to date, for servers that we did not start."""

import asyncio
import sys

import settings
from domain.refusals import Refused
from stack.trouble import Trouble


def migrate() -> None:
    """升级数据库结构（make up 会自动做；容器部署时单独运行）。"""
    from ledger.migrate import upgrade
    from stack.probes import reach_database

    try:
        database = settings.read().database
        asyncio.run(reach_database(database))
        upgrade(database)
    except (Trouble, Refused, settings.SettingsRefused) as trouble:
        print(trouble, file=sys.stderr)
        raise SystemExit(2) from trouble
    print("数据库结构已是最新。 The schema is up to date.")
