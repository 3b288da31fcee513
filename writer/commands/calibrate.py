"""``writer models calibrate``: round a model by how it reads some prose, once, for later starts."""

from __future__ import annotations

import sys
from pathlib import Path

from writer.errors import ModelError, WriterError
from writer.models.adapters import find_adapter
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir
from writer.processes import lower_priority


def calibrate_model(
    name: str,
    adapter: str,
    profile: Profile,
    precision: str,
    *,
    into: Path | None,
    quietly: bool,
) -> int:
    """Write the calibrated copy; raises :class:`WriterError` where that cannot be done.

    ``precision`` may be "auto": what measures best here. ``into`` is the folder for the copy
    instead of the profile's own. ``quietly`` is for the window, which has it done in
    the background.
    """
    from writer.build_engine import MEMORY
    from writer.engine import environment
    from writer.engine.calibration import calibrate
    from writer.engine.choose import AUTO, HEAD_WIDTHS
    from writer.engine.config import read_config
    from writer.engine.converted_copy import CopyOf
    from writer.engine.onnx_engine import chosen, copies_beside
    from writer.engine.precision import PRECISIONS
    from writer.engine.threads import threads_for

    folder = find_model(name, resources_dir(), profile)
    source_adapter = find_adapter(adapter, profile) if adapter else None
    environment.prepare()
    config = read_config(folder)
    if config.head_width % HEAD_WIDTHS:
        raise ModelError("{name} runs in PyTorch, which needs no calibration.", name=name)
    threads = threads_for(config)
    memory = profile.state / MEMORY if into is None else into.with_name(MEMORY)
    if precision == AUTO:
        precision = chosen(folder, config, memory, threads, source_adapter)
    if precision not in PRECISIONS:
        raise WriterError(
            "There is no precision {name!r}; there are {names}.",
            name=precision,
            names=", ".join(PRECISIONS),
        )
    if PRECISIONS[precision].quick_head is None:
        raise ModelError(
            "{name} runs in {precision} on this computer, which needs no calibration.",
            name=name,
            precision=precision,
        )
    source = CopyOf(folder, precision, source_adapter)
    store = into or copies_beside(memory)
    if quietly:
        lower_priority()
        return 0 if calibrate(source, store, threads) else 1
    line = _Line()
    try:
        written = calibrate(source, store, threads, line.show)
    finally:
        line.end()
    if not written:
        raise WriterError(
            "The calibrated copy could not be written to {folder}, so the model runs as before. "
            "Is the disk full?",
            folder=store,
        )
    print(f"{name} is calibrated; Writer uses it from its next start on.")
    return 0


class _Line:
    """How far it is, on one line of a terminal; in a file, a line at each tenth."""

    def __init__(self) -> None:
        self._over = sys.stderr.isatty()
        self._tenth = -1

    def show(self, share: float) -> None:
        text = f"Calibrating: {share:4.0%}"
        if self._over:
            sys.stderr.write("\r" + text)
        elif int(share * 10) != self._tenth:
            self._tenth = int(share * 10)
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._over:
            sys.stderr.write("\n")
