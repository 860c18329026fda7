"""The `bihuan` command: gathers the commands, one line each, and loads only the one asked for."""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from domain.base import Value

Value.model_config["defer_build"] = True
"""A command uses few of the record's shapes: the checks of each are built when it is first used.
Servers build all of them as they start, before anybody waits and before there are threads."""

COMMANDS = {
    "account": "commands.account_ways:app",
    "backup": "commands.backup:backup",
    "ballot": "commands.ballot:ballot",
    "calendar": "commands.calendar:app",
    "circular": "commands.circular:app",
    "figures": "commands.figures:app",
    "certificates": "commands.certificates:certificates",
    "client": "commands.client:app",
    "clock": "commands.clock:app",
    "demo": "commands.demo:demo",
    "contact": "commands.contact:app",
    "doctor": "commands.doctor:doctor",
    "due": "commands.due:due",
    "erase": "commands.erase:app",
    "export": "commands.export:app",
    "history": "commands.audit:history",
    "import": "commands.import_:import_",
    "incidents": "commands.incidents:incidents_",
    "loss": "commands.loss:app",
    "proposals": "commands.proposals:app",
    "match": "commands.match:match",
    "migrate": "commands.migrate:migrate",
    "notary": "commands.notary:app",
    "organisation": "commands.organisation:app",
    "reads": "commands.reads:app",
    "rebuild": "commands.audit:rebuild",
    "reconcile": "commands.clockwork:reconcile",
    "regime": "commands.regime:app",
    "refused": "commands.refused:refused",
    "register": "commands.register:app",
    "rehearse": "commands.rehearse:rehearse",
    "replay": "commands.audit:replay",
    "restore": "commands.restore:restore",
    "state": "commands.audit:state",
    "suggestions": "commands.suggestions:app",
    "tally": "commands.tally:tally",
    "token": "commands.token:app",
    "towns": "commands.towns:app",
    "up": "commands.up:up",
    "verify": "commands.audit:verify",
    "wake": "commands.clockwork:wake",
    "wishes": "commands.wishes:app",
    "witness": "commands.witness:app",
}
"""Where each command, or each group of commands, lives."""


class Gathered(TyperGroup):
    """Commands that are imported when they are asked for, so that each starts quickly."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command's name, as `--help` shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            command: Any = typer.main.get_group(found)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command()(found)
            command = typer.main.get_command(alone)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="bihuan",
    cls=Gathered,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="看到哪一天为止发生的事：2025-06-30，当日 24:00")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", help="只算到哪一天为止记下的，写法相同")
    ] = None,
) -> None:
    """闭环：民生实事项目从征集到评价的督办。"""
    if as_of or known_at:
        import_module("commands.at_ledger").look_back(as_of, known_at)


def main() -> None:
    """Entry of the console script `bihuan`: wrong words are answered in one line, exit 2."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.TyperException as wrong:
        said = wrong.format_message() if hasattr(wrong, "format_message") else str(wrong)
        if said:  # a command alone has shown its help
            print(f"用法不对：{' '.join(said.split())} 请看 bihuan --help", file=sys.stderr)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)


if __name__ == "__main__":
    main()
