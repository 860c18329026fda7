"""The `bihuan` command: gathers the commands, one line each."""

import typer

from commands.due import due

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


app.command()(due)


def main() -> None:
    """Entry of the console script `bihuan`."""
    app()


if __name__ == "__main__":
    main()
