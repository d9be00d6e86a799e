"""Six kept pictures for the library, and what its sheet shows of them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Newest first: f, e, ... a. Sizes differ in shape, so that rows are of several lengths.
FILL = """names => names.forEach(([id, theme, palette, starred], at) => {
    const size = [[300, 200], [200, 200], [200, 300]][at % 3];
    const recipe = hueprint.recipe.of({ ...hueprint.state.now, theme, palette, style: "ink", seed: at, size });
    hueprint.kept.add({ id, recipe, url: "", name: "", thumbnail: hueprint.kept.thumbnail(), starred });
})"""
SIX = [
    ["a", "ocean", "glacier", True],
    ["b", "city", "ember", False],
    ["c", "dark", "moss", False],
    ["d", "ocean", "ember", True],
    ["e", "alpine", "moss", False],
    ["f", "desert", "glacier", False],
]
HELD = "document.activeElement.closest('#library li')?.dataset.id ?? document.activeElement.id"


def shown(page: Page) -> str:
    return "".join(page.locator("#library li").evaluate_all("items => items.map((item) => item.dataset.id)"))


def chosen(page: Page) -> str:
    return "".join(page.locator("#library li.hp-chosen").evaluate_all("items => items.map((item) => item.dataset.id)"))


def tile(page: Page, name: str, part: str = ".hp-lib-open") -> Any:
    return page.locator(f"#library li[data-id={name}] {part}")
