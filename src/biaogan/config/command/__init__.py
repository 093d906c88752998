"""The command line: `biaogan`. What it prints and returns is a contract others build on.

Every module of this folder has `register(group)`. Modules import Django, frames and engines inside
their functions only, so that `biaogan --help` answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click

DONE, DONE_WITH_REFUSALS, WRONG_USE = 0, 1, 2


class WrongUse(click.ClickException):
    """Wrong use or unreadable input: one line that says what, where and what to do."""

    exit_code = WRONG_USE


class Commands(click.Group):
    """Finds its sub-commands in the modules beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        if not self.commands:
            for module in iter_modules(__path__):
                register = getattr(import_module(f"{__name__}.{module.name}"), "register", None)
                if register is not None:
                    register(self)


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--home",
    metavar="DIR",
    help="The folder that holds the region, anywhere on the line.  [default: $BIAOGAN_HOME]",
)
@click.version_option(package_name="biaogan", message="%(package)s %(version)s")
@click.pass_context
def biaogan(context: click.Context, home: str | None) -> None:
    """Biaogan (标杆): from the dealers' files to numbers a service manager trusts."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry of the installed command; never ends in a traceback."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        result: Any = biaogan.main(_take_home(arguments), prog_name="biaogan", standalone_mode=False)
    except click.Abort:
        return _refused("Stopped.")
    except click.exceptions.NoArgsIsHelpError as error:
        path = error.ctx.command_path if error.ctx else "biaogan"
        return _refused(f"`{path}` needs a command after it; see `{path} --help`.")
    except click.ClickException as error:
        return _refused(error.format_message())
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence; the details are kept
        return _refused(_sentence(error))
    return result if isinstance(result, int) else DONE


def _take_home(arguments: list[str]) -> list[str]:
    """`--home DIR` may stand before or after the sub-command; it counts from here on."""
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*rest, word, *words]
        if word == "--home" or word.startswith("--home="):
            folder = word.partition("=")[2] if "=" in word else next(words, "")
            if not folder:
                raise WrongUse("--home needs the path of a folder.")
            os.environ["BIAOGAN_HOME"] = str(Path(folder).expanduser().resolve())
        else:
            rest.append(word)
    return rest


def _refused(message: str) -> int:
    line = " ".join(message.split())
    click.echo(f"biaogan: {line}", err=True)
    return WRONG_USE


def _sentence(error: Exception) -> str:
    """What to tell when something unforeseen happened; the details go to a file, not to the screen."""
    if os.environ.get("BIAOGAN_DEBUG"):
        traceback.print_exc()
    reason = str(error) if isinstance(error, (ValueError, OSError)) else ""
    reason = reason or f"Something went wrong inside ({type(error).__name__})."
    from biaogan.config.home import home

    report = home() / "cache" / "last-error.txt"
    try:
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:  # the home itself is the trouble; the reason has been said
        return reason
    return reason if isinstance(error, ValueError) else f"{reason} The details are in {report}."
