"""One's own palettes: Save beside the palette's name (ui/assets/palette_save.js), their group on top of the gallery (palette_mine.js)."""

from __future__ import annotations

from ui.widgets.markup import icon

_NAME = 'type="text" class="hp-text hp-pal-title" aria-label="Name of this palette" maxlength="64" spellcheck="false" autocomplete="off"'


def save_button() -> str:
    """Save, and the field that takes the name's place while it is typed."""
    return (
        f'<input {_NAME} hidden><button type="button" class="hp-pal-save" '
        'title="Save this palette as one of yours (I)" aria-label="Save this palette as one of yours" hidden>Save</button>'
    )


def mine() -> str:
    """The group, and the template of its rows. What they are called is only ever set as textContent."""
    return (
        '<section class="hp-pal-mine"><header><h3>Mine</h3>'
        f"{_deed('import', 'Take palettes from a JSON file')}{_deed('export', 'Save your palettes as one JSON file', hidden=True)}</header>"
        '<div></div><p class="hp-pal-unsaved">None yet. Save keeps a palette of your own here.</p>'
        '<input type="file" accept=".json" aria-label="A file of palettes" hidden>'
        '<template><div class="hp-pal-row">'
        '<button type="button" role="radio" aria-checked="false" tabindex="-1"><i></i><span></span></button>'
        '<button type="button" class="hp-tool" data-do="rename" tabindex="-1" title="Rename (F2)">'
        f'{icon("pen")}</button><button type="button" class="hp-tool" data-do="delete" tabindex="-1" title="Delete (Del)">'
        f"{icon('close')}</button><input {_NAME} hidden></div></template></section>"
    )


def _deed(name: str, what: str, *, hidden: bool = False) -> str:
    return (
        f'<button type="button" class="hp-tool" data-do="{name}" title="{what}" aria-label="{what}"{" hidden" if hidden else ""}>'
        f"{icon(name)}</button>"
    )
