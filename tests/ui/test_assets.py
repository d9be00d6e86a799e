"""The page's scripts say the same without their comments and blanks."""

from __future__ import annotations

from pathlib import Path

import pytest
import tree_sitter_javascript
from rjsmin import jsmin
from tree_sitter import Language, Node, Parser

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "ui" / "assets").glob("*.js"))
PARSER = Parser(Language(tree_sitter_javascript.language()))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_without_its_blanks_has_the_same_tokens(script: Path) -> None:
    """What makes it small knows no template within a template, and would take blanks out of the inner one."""
    source = script.read_text("utf-8")
    assert tokens(jsmin(source)) == tokens(source)


def tokens(source: str) -> list[bytes | None]:
    root = PARSER.parse(source.encode()).root_node
    assert not root.has_error
    return [node.text for node in leaves(root)]


def leaves(node: Node) -> list[Node]:
    """Tokens in order, but for comments; the text of a string is one, and so is that between two holes of a template."""
    if node.type == "comment":
        return []
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node]
