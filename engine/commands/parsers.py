"""How the command line is read: mistakes in one line, files and options in any order."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Exit status 2, as argparse has it."""
        self.exit(2, f"{self.prog}: {message}\n")


class MixedParser(OneLineParser):
    """Takes files and options in any order: with one file or two, files parted by an option would else be refused."""

    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As ArgumentParser has it, which calls this again from within."""
        if self._mixing:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False
