"""`bihuan export list | template`: a list as a file that can be imported again, or an empty one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse, stream_of
from commands.measures import load
from documents.list_template import template
from documents.list_written import list_file, not_the_same
from ledger.audit.package import package
from ledger.door import Ledger
from ledger.list_standing import listed
from ledger.queries.lives import streams_of

app = typer.Typer(no_args_is_help=True, add_completion=False, help="导出清单和空白模板。")
Output = Annotated[
    Path | None, typer.Option("--output", help="写到这个文件；不给则到标准输出", metavar="FILE")
]


@app.callback()
def root() -> None:
    """导出清单和空白模板。"""


@app.command("list")
def list_(
    programme: Annotated[str, typer.Argument(help="年度清单编号", show_default=False)],
    xlsx: Annotated[bool, typer.Option("--xlsx/--csv", help="XLSX 还是 CSV")] = False,
    output: Output = None,
) -> None:
    """导出一份清单：票决时的内容，原样导入不产生新的记录，字节不变。"""
    load()
    found = at_ledger(lambda ledger: listed(ledger, programme))
    content = list_file(found.opened, found.cards, xlsx=xlsx)
    if odd := not_the_same(content, found.opened.title, found.cards):
        few = "、".join(odd[:5])
        typer.echo(f"注意 {few} 再导入时不会完全相同 / not the same when imported", err=True)
    _put(content, output)


@app.command("template")
def template_(output: Output = None) -> None:
    """空白清单模板（XLSX）：中文表头、可选项、填表说明。"""
    _put(template(), output)


@app.command("log")
def log(output: Output = None) -> None:
    """全册离线包：全部事件按账册的次序，连同校验点；可与留存的校验点比较，县可据此收镇的账册。"""
    name = output.name if output else "全册.zip"
    _put(at_ledger(lambda ledger: package(ledger, None, name)), output)


@app.command("record")
def record(
    name: Annotated[
        str, typer.Argument(help="项目编号、流，或地区的路径（带 /）", show_default=False)
    ],
    output: Output = None,
) -> None:
    """离线包：全部事件、清单和核对程序，用 bihuan verify 或 python3 verify.py 核对。"""

    async def work(ledger: Ledger) -> bytes:
        region = "/" in name
        streams = list(await streams_of(ledger, name)) if region else [stream_of(name)]
        if not streams:
            refuse(f"没有找到“{name}”，请核对编号。 There is no “{name}”.")
        if not region:
            await ledger.standing(streams[0])
        return await package(ledger, streams, output.name if output else "离线包.zip")

    _put(at_ledger(work), output)


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        refuse(f"写不了文件 {output}：{error.strerror} / cannot write the file")
