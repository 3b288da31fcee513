"""Draw the pictures of the manual: ``make screenshots``, then look at them.

Every theme, and every panel and dialog that a command opens. The window is the real one, without a
screen; the suggestions are written down, so that the pictures stay the same until the looks change.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "manual" / "images"
SIZE = (900, 460)
TEXT = (
    "# The Lamp\n\nThe letter came in the morning. Miss Pole recieved it at the door, and carried "
    "it into the parlor with an air of great mystery.\n\n"
    "“My dear,” said she, “you must sit down"
)
GHOST = " before you hear what I have to tell"
MARKDOWN = """# The Lamp

The letter came in the **morning**, and *nobody* said a word.

> “You must sit down,” said she.

- [x] carry it into the parlour
- [ ] read it, with ~~great~~ mystery

See [the map](https://example.org) and `key.txt`:

```
north, then north
```

## What *she* knew

1. ask Miss Pole"""
OTHERS = (" before you hear it", " and let me read it", ", for it is from India")
WAIT_S = 10.0
COMMANDS = (
    "models",
    "about_model",
    "learn_style",
    "preferences",
    "command_palette",
    "statistics",
    "welcome",
    "sampling_panel",
)
"""The commands that open something; its picture is called so."""
APART = ("sampling_panel", "welcome")
"""Parts of the window: the window is drawn with them."""


def main() -> int:
    """Draw all of them."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QMenu

    from writer.documents.writing_log import Day, add_to_log
    from writer.engine.scripted import Answer, Piece, ScriptedEngine
    from writer.models.adapters import ADAPTER_FILES, keep_adapter
    from writer.models.learning import Finished
    from writer.models.progress import Phase, Progress
    from writer.models.store import Origin
    from writer.paths import Profile, resources_dir
    from writer.settings.store import Settings
    from writer.spelling.dictionaries import BUNDLED
    from writer.spelling.speller import Speller
    from writer.ui.main_window import MainWindow
    from writer.ui.model_tasks import Doing, Task
    from writer.ui.model_words import row_words
    from writer.ui.models_desk import ModelsDesk
    from writer.ui.models_dialog import ModelsDialog
    from writer.ui.style_desk import StyleDesk
    from writer.ui.style_dialog import StyleDialog
    from writer.ui.style_learner import STYLE
    from writer.ui.theme import dress_application, load_bundled_fonts
    from writer.worker.completion_worker import CompletionWorker

    app = QApplication([])
    load_bundled_fonts(resources_dir() / "fonts")
    OUT.mkdir(parents=True, exist_ok=True)
    settings, engine, speller = Settings(None), ScriptedEngine(name="starter"), Speller(None)
    settings.override("completions.predict_ahead", False)
    speller.load(BUNDLED)
    worker = CompletionWorker(lambda: engine)
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        state.mkdir()
        days = {
            date.today() - timedelta(days=n): Day(words, words * (n % 4) // 10)
            for n, words in enumerate((420, 910, 0, 640, 730, 1180, 300, 560) * 4)
        }
        add_to_log(state / "writing-log.json", days)
        window = MainWindow(settings, worker, state, "", speller=speller)
        models = ModelsDesk(
            settings,
            worker,
            Profile.under(Path(folder)),
            resources_dir(),
            lambda *_chosen: engine,
            lambda _adapter, _model: None,
        )
        models.follow(window)
        style = StyleDesk(settings, Profile.under(Path(folder)))
        style.follow(window)
        window.resize(*SIZE)
        window.show()
        worker.start()

        def until(condition: Callable[[], bool]) -> None:
            end = time.monotonic() + WAIT_S
            while not condition():
                if time.monotonic() > end:
                    raise TimeoutError("The window does not show what it should.")
                app.processEvents()
                time.sleep(0.005)

        def write(answer: Answer | str) -> None:
            window.suggestions.dismiss()
            window.editor.setPlainText(TEXT[:-1])
            window.editor.moveCursor(QTextCursor.MoveOperation.End)
            window.editor.setFocus()
            engine.queue(answer)
            QTest.keyClicks(window.editor, TEXT[-1])
            until(lambda: window.editor.ghost.text == GHOST)

        def rest(seconds: float = 0.5) -> None:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                app.processEvents()
                time.sleep(0.005)

        def keep(name: str, widget: object) -> None:
            path = OUT / f"{name}.png"
            if not widget.grab().save(str(path)):  # type: ignore[attr-defined]
                raise OSError(f"{path} cannot be written")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")

        def halfway(dialog: ModelsDialog) -> None:
            """A download that never ends, on a disk that is always as full."""
            item = dialog.list.chosen()
            assert item is not None
            received = Progress(Phase.RECEIVING, 131_000_000, 354_000_000)
            task = Task(item.key, Doing.GETTING, progress=received, bytes_per_s=4.2e6, left_s=53.0)
            dialog.list.show_rows(
                [
                    (i, row_words(i, task if i == item else None, models.switch))
                    for i in models.items
                ]
            )
            dialog.details.show_task(
                item, task, models.switch, removing=False, source_is_known=True
            )
            dialog.disk.setText("Models take 131 MB of the disk. 34.2 GB are free.")

        def learnt(dialog: StyleDialog) -> None:
            """The end of a learning, with its figures."""
            made = Path(folder) / "made"
            made.mkdir()
            for name in ADAPTER_FILES:
                (made / name).write_text("{}")
            profile = Profile.under(Path(folder))
            keep_adapter(made, STYLE, profile, base="starter", origin=Origin.TRAINED)
            dialog.add([Path("The Lamp.md"), Path("Letters 2025.docx")])
            figures = {"perplexity_before": 225.3, "perplexity_after": 204.4}
            figures |= {"bits_before": 1.449, "bits_after": 1.423}
            figures |= {"saved_before": 0.217, "saved_after": 0.22}
            counts = {"characters": 8945, "typed": 6000, "cpu_minutes": 2.1}
            style.learner.last = Finished(STYLE, helped=True, **figures, **counts, summary="")
            style.learner.changed.emit()
            rest(0.1)

        until(lambda: window.status.model() == "starter")
        settings.set("goals.daily_words", 500)
        for name in window.themes:
            settings.set("window.appearance", name)
            dress_application(window.themes, settings)
            window.apply_appearance()
            write(GHOST)
            rest()
            keep(f"theme-{name}", window)
        settings.set("window.appearance", "light")
        dress_application(window.themes, settings)
        window.apply_appearance()

        window.suggestions.dismiss()
        window.editor.setPlainText(MARKDOWN)
        window.editor.moveCursor(QTextCursor.MoveOperation.End)
        window.resize(SIZE[0], 620)
        rest()
        keep("markdown", window)
        window.commands["outline"].trigger()
        rest()
        keep("outline", window)
        window.commands["outline"].trigger()

        window.resize(SIZE[0], 520)
        write(GHOST)
        engine.queue(Answer([Piece(text, index=at) for at, text in enumerate((GHOST, *OTHERS))]))
        window.commands["ask"].trigger()
        until(lambda: window.suggestions.list_view.count() == len(OTHERS) + 1)
        rest(0.2)
        keep("alternatives", window)
        window.suggestions.dismiss()
        window.resize(*SIZE)

        menu = QMenu(window)
        menu.addAction("Copy")
        window.spelling.fill_menu(menu, window.editor.toPlainText().index("recieved") + 2)
        menu.popup(window.mapToGlobal(window.rect().center()))
        rest(0.1)
        keep("spelling", menu)
        menu.close()

        window.editor.setPlainText(TEXT)
        window.commands["replace"].trigger()
        QTest.keyClicks(window.finder.bar.field, "the")
        QTest.keyClicks(window.finder.bar.new_text, "a")
        rest()
        keep("find", window)
        window.finder.close()
        write(GHOST)

        for name in COMMANDS:
            window.commands[name].trigger()
            rest(0.2)
            opened = [d for d in window.findChildren(QDialog) if d.isVisible()]
            if name == "models":
                halfway(opened[0])
            if name == "learn_style":
                learnt(opened[0])
            if name == "preferences":
                opened[0].show_keys()
                rest(0.1)
                keep("keys", opened[0])
                opened[0].sections.setCurrentRow(0)
                rest(0.1)
            keep(name.replace("_", "-"), window if name in APART else opened[0])
            for dialog in opened:
                dialog.reject()
            for panel in window.findChildren(QDockWidget):
                panel.hide()
            rest(0.1)
        window.editor.document().setModified(False)
        window.close()
        return 0 if worker.stop(5000) else 1


if __name__ == "__main__":
    sys.exit(main())
