"""How long a text may be and how many there may be, said once and read by whoever validates.

Pydantic asks these objects for its schema; nothing here imports it, because asking a question must not.
"""

from typing import Any


class Length:
    """Between `low` and `high` characters, or entries."""

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Pydantic's schema of the annotated type, with these bounds."""
        schema = handler(source)
        schema["min_length"], schema["max_length"] = self.low, self.high
        return schema
