"""The `bihuan` command: gathers the commands, one line each."""

import typer

from commands import calendar, clock
from commands.audit import history, rebuild, replay, state, verify
from commands.clockwork import reconcile, wake
from commands.due import due
from commands.import_ import import_
from commands.migrate import migrate
from commands.rehearse import rehearse
from commands.up import up

app = typer.Typer(
    name="bihuan",
    help="闭环：民生实事项目从征集到评价的督办。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """闭环：民生实事项目从征集到评价的督办。"""


app.add_typer(calendar.app, name="calendar")
app.add_typer(clock.app, name="clock")
app.command()(due)
app.command()(reconcile)
app.command()(wake)
app.command()(history)
app.command("import")(import_)
app.command()(migrate)
app.command()(rebuild)
app.command()(rehearse)
app.command()(replay)
app.command()(state)
app.command()(up)
app.command()(verify)


def main() -> None:
    """Entry of the console script `bihuan`."""
    app()


if __name__ == "__main__":
    main()
