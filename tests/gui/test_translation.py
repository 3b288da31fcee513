"""The interface in another language: every text, the right placeholders, a window in German."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from writer.completion.reasons import Reason
from writer.paths import resources_dir
from writer.ui.translation import install_translation, languages, plain_words

if TYPE_CHECKING:
    from conftest import Desk

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
PLACEHOLDER = re.compile(r"\{[^}]*\}|%n|</?\w+>")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """packaging/translations.py, which ``make translations`` runs."""
    spec = importlib.util.spec_from_file_location(
        "translations", ROOT / "packaging" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """Qt and Writer speak German while the test runs."""
    translators = install_translation("de", FOLDER)
    assert len(translators) == 2, "Writer's own, and Qt's"
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def test_no_text_is_left_untranslated(tool: ModuleType) -> None:
    """Every text of the code, the settings, the themes and the reasons has its German.

    When this fails: ``make translations``, fill in what is empty in the .ts file, and again.
    """
    known = tool.read(FOLDER / "writer_de.ts")
    texts = tool.collect()
    assert len(texts) > 300
    assert [text for text in texts if not known.get(text)] == []


def test_translations_keep_the_placeholders(tool: ModuleType) -> None:
    """A {name} that is gone would be a hole in a sentence, an added one an error."""
    for text, forms in tool.read(FOLDER / "writer_de.ts").items():
        for form in forms:
            wanted = sorted(PLACEHOLDER.findall(text.source))
            assert sorted(PLACEHOLDER.findall(form)) == wanted, text.source


def test_what_the_window_reads_is_up_to_date(tool: ModuleType, qapp: QApplication) -> None:
    """The .qm file says what the .ts file says."""
    translator = QTranslator()
    assert translator.load(str(FOLDER / "writer_de.qm"))
    for text, forms in tool.read(FOLDER / "writer_de.ts").items():
        for number, form in zip((1, 5), forms, strict=False):
            said = translator.translate(text.context, text.source, "", number)
            assert said.replace("%n", str(number)) == form.replace("%n", str(number))


@pytest.mark.usefixtures("german")
def test_the_window_speaks_german(make_desk: Callable[..., Desk]) -> None:
    """Menus, status bar, reasons, settings and plurals; no menu's letter stands twice."""
    desk = make_desk()
    titles = [action.text() for action in desk.window.menuBar().actions()]
    assert titles[:2] == ["&Datei", "&Bearbeiten"]
    letters = [title[title.index("&") + 1].casefold() for title in titles]
    assert len(set(letters)) == len(letters)
    assert desk.window.status.suggestions_text() == "Vorschläge an"
    assert desk.window.status.words() == "0 Wörter"
    assert plain_words(Reason.LOADING) == "Das Modell wird noch geladen."
    assert QCoreApplication.translate("GoalMark", "%n day(s) in a row", "", 1) == "1 Tag in Folge"
    assert QCoreApplication.translate("GoalMark", "%n day(s) in a row", "", 3) == "3 Tage in Folge"
    desk.trigger("preferences")
    dialog = desk.window.findChild(object, "preferences_dialog")
    assert dialog.windowTitle() == "Einstellungen"
    assert dialog.rows["editor.font_size_pt"].editor.accessibleName() == "Textgröße, in Punkt"


def test_a_language_that_writer_does_not_speak_is_english(qapp: QApplication) -> None:
    """And so is English itself."""
    assert install_translation("ja", FOLDER) == []
    assert install_translation("en", FOLDER) == []
    assert languages(resources_dir() / "translations") == {"de": "Deutsch", "en": "English"}


def test_another_language_is_for_the_next_start(desk: Desk) -> None:
    """Chosen in the menu, and said."""
    desk.trigger("language_de")
    assert desk.settings.text("window.language") == "de"
    assert "next start" in desk.window.status.notice()
