"""How a 5 MB manuscript behaves in the real window: ``python tests/gui/measure_long.py``.

The time of the processor is what this thread was busy (it is what a free machine would take); the
time by the clock holds whatever else the machine does. Key: from the event to its return, with
the journal following; "late" is how long a 5 ms timer waited while a save was written.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SENTENCE = "It was the best of times, and the old man — who had seen both — said nothing. "


def main() -> None:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from writer.app import WriterApp
    from writer.engine.scripted import ScriptedEngine
    from writer.paths import Profile
    from writer.settings.store import Settings

    application = QApplication(sys.argv[:1])
    folder = Path(tempfile.mkdtemp(prefix="writer-measure-"))
    path = folder / "novel.md"
    paragraphs = [SENTENCE * 8 + str(number) for number in range(7900)]
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    print(f"{path.stat().st_size / 1e6:.1f} MB, {len(paragraphs):,} paragraphs\n")
    print("| step | processor ms | clock ms |\n|---|---|---|")

    def measure(name: str, step: Callable[[], object]) -> None:
        clock, busy = time.perf_counter(), time.thread_time()
        step()
        spent = (1000 * (time.thread_time() - busy), 1000 * (time.perf_counter() - clock))
        print(f"| {name} | {spent[0]:.0f} | {spent[1]:.0f} |", flush=True)

    profile = Profile.under(folder / "profile")
    profile.create()
    app = WriterApp(Settings(None), profile, ScriptedEngine)
    app.start([])
    application.processEvents()

    def open_and_paint() -> None:
        app.open(path)
        application.processEvents()
        app.windows[0].editor.viewport().repaint()

    measure("open: from the file to the painted, editable page", open_and_paint)
    window = app.windows[0]
    busy = []
    for letter in "the old man went on and on " * 8:
        start = time.thread_time()
        QTest.keyClicks(window.editor, letter)
        busy.append(1000 * (time.thread_time() - start))
        application.processEvents()
    print(f"| a key (median of {len(busy)}) | {statistics.median(busy):.2f} | |")
    print(f"| a key (largest of {len(busy)}) | {max(busy):.2f} | |")
    measure("save: until keys are taken again", window.documents.save)
    late, last = [], time.perf_counter()
    while window.documents.is_saving:
        application.processEvents()
        now = time.perf_counter()
        late.append(1000 * (now - last))
        last = now
        time.sleep(0.001)
    print(f"| save: longest gap between two events, in {sum(late):.0f} ms | | {max(late):.0f} |")
    measure("close with unsaved text", app.quit)
    app.shut_down()


if __name__ == "__main__":
    main()
