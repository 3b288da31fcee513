"""From settings to an engine that is not loaded yet: what the window and the terminal share.

Importing this module imports no torch; the engine's own modules do, when one is built.
"""

from __future__ import annotations

from pathlib import Path

from writer.completion.protocol import Engine
from writer.completion.word_filter import WordFilter
from writer.log import get_logger
from writer.models.locate import find_model
from writer.paths import Profile
from writer.settings.store import Settings

log = get_logger(__name__)

USERS_FILTER = "filter.txt"
"""A person's own additions to the word filter, in the profile's configuration folder."""


def build_engine(
    settings: Settings, profile: Profile, resources: Path, model: str | None = None
) -> Engine:
    """The engine for ``model`` (``None``: the one in the settings), with the word filter.

    Raises ``writer.errors.ModelError`` with a sentence when there is no such model.
    """
    folder = find_model(model or settings.text("completions.model"), resources, profile)
    from writer.engine import environment
    from writer.engine.choose import engine_for

    environment.prepare()
    return engine_for(folder, word_filter=word_filter(settings, profile, resources))


def word_filter(settings: Settings, profile: Profile, resources: Path) -> WordFilter | None:
    """The shipped list and the person's own; ``None`` when the filter is off."""
    if not settings.flag("completions.word_filter"):
        return None
    words: list[str] = []
    for path in (resources / "filter" / "en.txt", profile.config / USERS_FILTER):
        try:
            words += path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            log.warning("the word list %s cannot be read (%s); it is left out", path, error)
    return WordFilter(words)
