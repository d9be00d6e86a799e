"""Where settings come from, and how to say what is wrong with one: the YAML file with its lines, and the environment."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, SecretStr, ValidationError
from yaml.constructor import SafeConstructor

PREFIX = "HUEPRINT_"
FILE_VARIABLE = "HUEPRINT_CONFIG"


class ConfigurationError(Exception):
    """The studio cannot start as configured. The message is one sentence for whoever runs it."""


@dataclass(frozen=True)
class YamlFile:
    """A settings file: its values, and the line (from 1) on which each dotted key stands."""

    path: Path
    values: dict[str, Any]
    lines: dict[str, int]

    @classmethod
    def read(cls, path: Path) -> YamlFile:
        """Reads safely: plain data only, each key once. Raises ConfigurationError."""
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except (OSError, UnicodeDecodeError):
            raise ConfigurationError(f"The settings file {path} cannot be read; check that it exists and is UTF-8 text.") from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f" near line {mark.line + 1}" if mark else ""
            raise ConfigurationError(f"{path.name} is not valid YAML{where}; check indentation and quotes there.") from None
        if root is None:
            return cls(path, {}, {})
        if not isinstance(root, yaml.MappingNode):
            raise ConfigurationError(f"{path.name} must be a list of “key: value” lines, such as “server:” with “port: 7860” under it.")
        lines: dict[str, int] = {}
        return cls(path, _to_values(root, "", lines, path.name), lines)

    def refuse_secrets(self, model: type[BaseModel]) -> None:
        """Raises ConfigurationError when a secret stands in the file, where it would be committed."""
        for key, kind in leaves(model):
            if key in self.lines and SecretStr in (kind, *get_args(kind)):
                raise ConfigurationError(
                    f"{key} is a secret and stands on line {self.lines[key]} of {self.path.name}; "
                    f"remove it there and set it as {variable_of(key)}."
                )


def _to_values(node: yaml.MappingNode, above: str, lines: dict[str, int], file: str) -> dict[str, Any]:
    """A mapping node -> plain values, noting each key's line on the way."""
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        dotted = f"{above}{key}"
        if dotted in lines:
            raise ConfigurationError(f"{dotted} stands twice in {file}, on lines {lines[dotted]} and {line}; keep one of them.")
        lines[dotted] = line
        if isinstance(value_node, yaml.MappingNode):
            values[key] = _to_values(value_node, f"{dotted}.", lines, file)
        else:
            value = _plain(value_node, dotted, line, file)
            values[key] = {} if value is None and not above else value  # a group whose every line is commented out
    return values


def _plain(node: yaml.Node, dotted: str, line: int, file: str) -> Any:
    """A node that is not a mapping -> text, number, list or None; never an object."""
    try:
        return SafeConstructor().construct_document(node)
    except yaml.YAMLError:
        raise ConfigurationError(f"{dotted} on line {line} of {file} is not plain text, a number or a list; write it as such.") from None


def leaves(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting of a tree of models, as (dotted key, annotation)."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, f"{above}{name}.")
        else:
            yield f"{above}{name}", kind


def variable_of(key: str) -> str:
    """`server.port` -> `HUEPRINT_SERVER__PORT`."""
    return PREFIX + key.upper().replace(".", "__")


def platform_values(environ: Mapping[str, str]) -> dict[str, Any]:
    """What the place we run in says: Gradio's own variables, and a Hugging Face Space, which must be reachable from outside."""
    server: dict[str, Any] = {}
    if environ.get("SYSTEM") == "spaces":
        server = {"host": "0.0.0.0", "trust_forwarded_for": True}  # noqa: S104  (a Space's container has a proxy in front)
    named = {"host": environ.get("GRADIO_SERVER_NAME"), "port": environ.get("GRADIO_SERVER_PORT")}
    server.update({key: value for key, value in named.items() if value})
    return {"server": server} if server else {}


def refuse_unknown_variables(environ: Mapping[str, str], model: type[BaseModel]) -> None:
    """Raises ConfigurationError for a HUEPRINT_ variable that sets nothing: a typing error should not pass for a setting."""
    known = {FILE_VARIABLE, *(variable_of(key) for key, _ in leaves(model))}
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise ConfigurationError(f"There is no setting {name}{_nearest(name.upper(), known)}; remove it or correct its name.")


def explain(error: ValidationError, source: YamlFile, environ: Mapping[str, str], model: type[BaseModel]) -> str:
    """The first problem of a validation error as one sentence: which key, where it was set, what is wrong."""
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = f"there is no such setting{_nearest(key, {name for name, _ in leaves(model)})}"
    return f"{key}{_origin(key, source, environ)}: {message[:1].lower()}{message[1:]}."


def _origin(key: str, source: YamlFile, environ: Mapping[str, str]) -> str:
    """Where a key was set, in brackets: the variable if there is one, else the file's line."""
    names = {name.upper(): name for name in environ}
    gradio = {"server.port": "GRADIO_SERVER_PORT", "server.host": "GRADIO_SERVER_NAME"}.get(key, "")
    for name in (variable_of(key), gradio):
        if environ.get(names.get(name, "")):
            return f" (from {name})"
    return f" (line {source.lines[key]} of {source.path.name})" if key in source.lines else ""


def _nearest(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f", did you mean {close[0]}?" if close else ""
