"""From settings to an engine that is not loaded yet: what the window and the terminal share.

Importing this module imports no engine; the libraries of the one that is chosen come when it is
built.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from writer.completion.protocol import Engine
from writer.completion.word_filter import SHIPPED_LIST, WordFilter
from writer.errors import ModelError
from writer.log import get_logger
from writer.models.adapters import find_adapter
from writer.models.locate import find_model
from writer.models.offline import go_offline
from writer.paths import Profile
from writer.settings.store import Settings

if TYPE_CHECKING:
    from writer.engine.onnx_engine import Calibrate

log = get_logger(__name__)

USERS_FILTER = "filter.txt"
"""A person's own additions to the word filter, in the profile's configuration folder."""


MEMORY = "precision.json"
"""Which precision measured best for a model on this machine, in the profile's state folder."""


def build_engine(
    settings: Settings,
    profile: Profile,
    resources: Path,
    model: str | None = None,
    adapter: str | None = None,
    calibrate: Calibrate | None = None,
) -> Engine:
    """The engine for ``model`` with ``adapter`` (``None``: those in the settings).

    The adapter in the settings belongs to the model there, and where it cannot be used the
    model is without it, and says so when it is loaded; one that is named here has to fit.
    Raises ``writer.errors.ModelError`` with a sentence when there is no such model.
    """
    usual = settings.text("completions.model")
    folder = find_model(model or usual, resources, profile)
    from writer.engine import environment
    from writer.engine.choose import engine_for

    go_offline()
    environment.prepare()
    words = word_filter(settings, profile, resources)
    more: dict[str, Any] = {
        "memory": profile.state / MEMORY,
        "calibrate": calibrate,
        "word_filter": words,
    }
    if adapter is not None:
        chosen = find_adapter(adapter, profile) if adapter else None
        return engine_for(folder, adapter=chosen, **more)
    name = settings.text("completions.adapter") if model in (None, usual) else ""
    found, notice = _usable(name, folder, profile)
    return engine_for(folder, adapter=found, notice=notice, **more)


def _usable(adapter: str, model: Path, profile: Profile) -> tuple[Path | None, str]:
    """The adapter's folder if it can be used with the model, or a sentence that says why not."""
    if not adapter:
        return None, ""
    from writer.engine.adapter import check_adapter

    try:
        found = find_adapter(adapter, profile)
        check_adapter(found, model)
    except ModelError as error:
        log.warning("%s", error)
        return None, error.sentence
    return found, ""


def word_filter(settings: Settings, profile: Profile, resources: Path) -> WordFilter | None:
    """The shipped list and the person's own; ``None`` when the filter is off."""
    if not settings.flag("completions.word_filter"):
        return None
    words: list[str] = []
    for path in (resources / SHIPPED_LIST, profile.config / USERS_FILTER):
        try:
            words += path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            log.warning("the word list %s cannot be read (%s); it is left out", path, error)
    return WordFilter(words)
