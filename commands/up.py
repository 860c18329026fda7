"""`bihuan up`: start everything here and say where it is."""

import sys

import settings
from domain.refusals import Refused
from stack.trouble import Trouble


def up() -> None:
    """启动全部服务并给出网址；Ctrl-C 停止，数据保留。"""
    from stack.up import run

    try:
        run(settings.read())
    except (Trouble, Refused, settings.SettingsRefused) as trouble:
        print(trouble, file=sys.stderr)
        raise SystemExit(1) from trouble
