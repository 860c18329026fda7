"""`bihuan notary`: the process that signs checkpoints, and its key. Entry of the process itself."""

import asyncio
import secrets
import signal
import sys
from pathlib import Path

import structlog
import typer

import settings
from commands.at_ledger import refuse
from domain.refusals import Refused
from ledger.log.keys import key_at
from ledger.log.note import LOG, BadNote, Signer
from ledger.pool import Pool
from watch.logs import to_json_lines
from watch.notary import Notary

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="公证：签发校验点的进程和它的密钥。"
)
log = structlog.get_logger("notary")


@app.callback()
def root() -> None:
    """公证：签发校验点的进程和它的密钥。"""


@app.command("run")
def main() -> None:
    """一直签发，直到被停止；`bihuan up` 会启动它，分开部署时由另一个系统账号运行。"""
    to_json_lines()
    try:
        own = settings.read()
        asyncio.run(_run(own.database, _key(own), own.notary_folder / "signed"))
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))
    except BadNote as bad:
        refuse(str(bad))
    except Refused as refusal:
        refuse(f"{refusal.zh} {refusal.en}")


@app.command("key")
def key() -> None:
    """显示公钥；没有密钥时先生成。公钥要在系统以外公布，核对的人以那里的为准。"""
    try:
        own = settings.read()
        known = _file(own).exists()
        print(_key(own).verifier)
        if not known:
            said = f"没有找到原有密钥，新生成的存于 {_file(own)}。 A new key was made."
            typer.echo(said, err=True)
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))
    except BadNote as bad:
        refuse(str(bad))


def _key(own: settings.Settings) -> Signer:
    name = own.log_name or f"bihuan.invalid/{secrets.token_hex(4)}"
    return key_at(_file(own), LOG, name)


def _file(own: settings.Settings) -> Path:
    return own.notary_folder / "log.key"


async def _run(database: str, key: Signer, memory: Path) -> None:
    pool = await Pool.connect(database, clients=1)
    try:
        signing = asyncio.ensure_future(Notary(pool, key, memory).run())
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, signing.cancel)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await signing
    except asyncio.CancelledError:
        log.info("stopped")
    finally:
        await pool.close()


if __name__ == "__main__":
    app(["run"])
