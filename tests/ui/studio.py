"""The studio as a visitor's hand and eye: what is asked, what is on screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

PATIENCE_MS = 60_000  # only a failing test waits so long, and a busy machine is no failure
# A sentence leaves after some seconds (ui/assets/toast.js), however long a busy machine takes to look at it: here it stays to be read.
SENTENCES_STAY = f"""(() => {{
    const later = window.setTimeout;
    window.setTimeout = (act, wait, ...more) => later.call(window, act, act.name === "leave" ? {PATIENCE_MS} : wait, ...more);
}})()"""
_AT_REST = """() => {
    const { live, state } = window.hueprint || {};
    if (!live?.frame?.final || !live.isSettled || document.querySelector("#preview").dataset.final !== "true") return false;
    const [width, height] = state.now.size;
    return live.frame.id === live.show(state.preferences(), { aspect: width / height });
}"""


class Studio:
    """One visitor's page. complaints: what console and scripts said went wrong. unanswered: addresses asked for so far in vain."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.unanswered: list[str] = []
        self._heeded: list[tuple[str, Callable[[Any], object]]] = []
        self.heed("request", lambda request: self.unanswered.append(request.url))
        for event in ("requestfinished", "requestfailed"):
            self.heed(event, lambda request: request.url in self.unanswered and self.unanswered.remove(request.url))
        self.heed("console", lambda message: message.type in {"error", "warning"} and self.complaints.append(message.text))
        self.heed("pageerror", lambda error: self.complaints.append(str(error)))

    def heed(self, event: str, act: Callable[[Any], object]) -> None:
        """`page.on` until the visit is over: the page may have another visitor then."""
        self.page.on(event, act)  # type: ignore[call-overload]
        self._heeded.append((event, act))

    def leave(self) -> None:
        """The visit is over."""
        for event, act in self._heeded:
            self.page.remove_listener(event, act)
        self._heeded.clear()

    def open(self, address: str) -> None:
        """Go there and wait for the first full picture."""
        self.page.goto(address)
        self.rest()

    @property
    def recipe(self) -> dict[str, Any]:
        """The recipe of the pixels on screen."""
        return json.loads(self.page.get_attribute("#preview", "data-recipe") or "{}")

    @property
    def asked(self) -> dict[str, Any]:
        """Its preferences."""
        return self.recipe.get("preferences", {})

    def rest(self) -> None:
        """Wait until the picture on screen is the full-size one of the newest state."""
        self.page.wait_for_function(_AT_REST, timeout=PATIENCE_MS)

    def shows(self, expected: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the preferences on screen are as expected; return them."""
        return self.until(lambda: self.asked, expected)

    def until(self, seen: Callable[[], Any], expected: Callable[[Any], Any] = bool) -> Any:
        """Look again and again until what is seen is as expected; return it. A missing part is not yet as expected."""
        missing: LookupError | None = None
        for _ in range(PATIENCE_MS // 50):
            found = seen()
            try:
                if expected(found):
                    return found
            except LookupError as error:
                missing = error
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it is still {found}") from missing

    def recorded(self) -> None:
        """Wait until the history has taken the picture, a moment after it came: on a phone its strip comes with the first."""
        self.page.wait_for_function("hueprint.history.shelf.items.length > 0", timeout=PATIENCE_MS)

    def addressed(self) -> None:
        """Wait until the address, which follows a moment later, is that of the state."""
        self.page.wait_for_function("location.hash === hueprint.link.hash(hueprint.state.now)", timeout=PATIENCE_MS)

    def forgive(self, part: str) -> None:
        """Wait for the browser's own line about an answer that a test asked for, and take it off the complaints."""
        self.complaints.remove(self.until(lambda: next((line for line in self.complaints if part in line), None)))

    def pick(self, kind: str, name: str, **options: Any) -> None:
        """Click a theme's or a style's tile."""
        self.page.click(f"#{kind} [data-name={name}]", **options)

    def drag(self, knob: str, value: float) -> None:
        """Move a slider as a hand does: `input` while it moves, `change` when it is let go."""
        self.page.locator(f"#knob-{knob} input[type=range]").fill(str(value))

    def typed(self, selector: str, text: str) -> None:
        """Replace what a field says and press Enter. A number field takes letters by key only."""
        field = self.page.locator(selector)
        field.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def toast(self) -> str:
        """The newest message."""
        newest = self.page.locator("#toasts p").last
        newest.wait_for()
        return newest.inner_text()

    def kept(self) -> Locator:
        """The strip's pictures."""
        return self.page.locator("#kept .hp-recall")

    def pixels(self) -> str:
        """The picture on screen, as a data URL: equal when, and only when, the pixels are."""
        return self.page.evaluate("document.querySelector('#preview canvas').toDataURL()")


def studio_in(page: Page, address: str, width: int = 1280, height: int = 800) -> Studio:
    """The studio at an address in this window, open and at rest."""
    studio = Studio(page)
    studio.page.set_viewport_size({"width": width, "height": height})
    studio.open(address)
    return studio
