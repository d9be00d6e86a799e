"""The engine on the command line: `python -m engine render ... out.png`, `restyle photo.jpg ... out.png`,
`match photo.jpg --reference painting.jpg out.png`, `animate ... out.mp4`, `edit picture.png ... out.png` and `sheet sheet.jpg`.

Mistakes are told in one line on stderr, with exit status 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from engine.commands import animate, edit, match, render, restyle, sheet
from engine.commands.parsers import MixedParser, OneLineParser
from engine.errors import HueprintError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0, or 2 after one line on stderr."""
    asked = parser().parse_args(arguments)
    try:
        asked.command(asked)
    except HueprintError as error:
        print(f"engine {asked.name}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"engine {asked.name}: broken off; nothing was written.", file=sys.stderr)
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = OneLineParser(prog="python -m engine", description="Paint pictures in exactly the colours you choose.")
    commands = top.add_subparsers(required=True, metavar="render | restyle | match | edit | animate | sheet", parser_class=MixedParser)
    render.add_to(commands.add_parser("render", help="paint one picture"))
    restyle.add_to(commands.add_parser("restyle", help="paint a photograph"))
    edit.add_to(commands.add_parser("edit", help="paint a part of a picture otherwise, or see more of its scene"))
    match.add_to(commands.add_parser("match", help="give a photograph a reference's patches, or make more like the reference"))
    animate.add_to(commands.add_parser("animate", help="a seamless loop, or a passage from look to look"))
    sheet.add_to(commands.add_parser("sheet", help="paint a contact sheet of themes x styles"))
    return top


if __name__ == "__main__":
    sys.exit(main())
