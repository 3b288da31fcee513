"""A sentence for a person that remembers what it was made of, so that it can be said again.

The core writes English and knows no other language. As in the catalogues of Qt and gettext, the
English pattern is the key of its translations; the window translates the pattern first and fills
in the values then (``plain_sentence`` in writer/ui/translation.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

Value = str | int | float | None
"""What can be filled in; a value that is a ``Sentence`` is translated as well."""


class Sentence(str):
    """English text: a ``pattern`` with ``{names}``, and the ``values`` that belong there.

    Being a ``str``, it is logged, printed and compared as it reads. What is made of it by
    formatting or joining, and what Qt keeps of it as a ``QString``, is English for good: signals
    that carry one are of ``object``.
    """

    pattern: str
    values: dict[str, Value]

    def __new__(cls, pattern: str, /, **values: object) -> Self:
        """Values that are neither text nor numbers, such as paths, are kept as text."""
        kept = {name: _kept(value) for name, value in values.items()}
        self = super().__new__(cls, pattern.format(**kept) if kept else pattern)
        self.pattern = pattern
        self.values = kept
        return self

    def to_data(self) -> dict[str, Any]:
        """For JSON, on the way to another process."""
        values = {
            name: value.to_data() if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return {"pattern": self.pattern, "values": values}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The sentence that ``to_data`` took apart; raises ``ValueError`` for other data."""
        try:
            values = {
                name: cls.from_data(value) if isinstance(value, dict) else value
                for name, value in data["values"].items()
            }
            return cls(str(data["pattern"]), **values)
        except (LookupError, TypeError, AttributeError) as error:
            raise ValueError("these are no parts of a sentence") from error


def _kept(value: object) -> Value:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def listed(items: Iterable[str]) -> Sentence:
    """The items with commas between them, each to be translated by itself."""
    values = {f"item_{number}": item for number, item in enumerate(items)}
    return Sentence(", ".join(f"{{{name}}}" for name in values), **values)
