"""Logs as one JSON object a line, each with the request it belongs to. No address, no key, no query, nothing a visitor asked for."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
FIELDS = "hueprint_fields"
"""Where a record carries fields of its own: logger.info("request", extra={FIELDS: {...}})."""


class JsonLines(logging.Formatter):
    """{"time", "level", "logger", "message", "request", ...}. An exception is told by its kind and place: its text may quote a visitor."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if REQUEST_ID.get():
            line["request"] = REQUEST_ID.get()
        line.update(getattr(record, FIELDS, {}))
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def write_json_lines(level: str) -> None:
    """Everything this process logs, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("hueprint").setLevel(level.upper())
