"""The interface in another language: every text, the right placeholders, a window in German.

That every sentence of the core has its German is held in tests/unit/test_sentences.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.scripts import load
from writer.app import WriterApp, chosen_engine
from writer.completion.reasons import Reason
from writer.engine.scripted import ScriptedEngine
from writer.models.progress import size_text
from writer.paths import Profile, resources_dir
from writer.sentence import Sentence, listed
from writer.settings.store import Settings
from writer.ui.locale_words import decimal_words, end_words, moment_words, number_words
from writer.ui.model_words import tr_model
from writer.ui.statistics_dialog import StatisticsDialog
from writer.ui.status_bar import WriterStatusBar
from writer.ui.translation import install_translation, languages, plain_sentence, plain_words

if TYPE_CHECKING:
    from conftest import Desk

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
PLACEHOLDER = re.compile(r"\{[^}]*\}|%n|</?\w+>")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """packaging/translations.py, which ``make translations`` runs."""
    return load("translations")


@pytest.fixture
def usual_locale() -> Iterator[None]:
    """Numbers and dates are written afterwards as before."""
    usual = QLocale()
    yield
    QLocale.setDefault(usual)


@pytest.fixture
def german(qapp: QApplication, usual_locale: None) -> Iterator[None]:
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
    for menu in (desk.window.menuBar(), *desk.window.menuBar().findChildren(QMenu)):
        marked = [action.text() for action in menu.actions() if "&" in action.text()]
        letters = [text[text.index("&") + 1].casefold() for text in marked]
        assert len(set(letters)) == len(letters), marked
    assert desk.window.status.suggestions_text() == "Vorschläge an"
    assert desk.window.status.words() == "0 Wörter"
    assert plain_words(Reason.LOADING) == "Das Modell wird noch geladen."
    assert QCoreApplication.translate("GoalMark", "%n day(s) in a row", "", 1) == "1 Tag in Folge"
    assert QCoreApplication.translate("GoalMark", "%n day(s) in a row", "", 3) == "3 Tage in Folge"
    desk.trigger("preferences")
    dialog = desk.window.findChild(object, "preferences_dialog")
    assert dialog.windowTitle() == "Einstellungen"
    assert dialog.rows["editor.font_size_pt"].editor.accessibleName() == "Textgröße, in Punkt"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the dialogs over a document say; every question is answered with Cancel."""
    sentences: list[str] = []
    questions = "writer.ui.questions.Questions"
    monkeypatch.setattr(f"{questions}.say", lambda _self, said: sentences.append(said))
    monkeypatch.setattr(f"{questions}.confirm", lambda _self, said, _yes: sentences.append(said))
    return sentences


@pytest.fixture
def reasons(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that the status bar was told; the next sentence may soon be in the place of one."""
    sentences: list[str] = []
    usual = WriterStatusBar.set_reason

    def heard(status: WriterStatusBar, sentence: str) -> None:
        sentences.append(sentence)
        usual(status, sentence)

    monkeypatch.setattr(WriterStatusBar, "set_reason", heard)
    return sentences


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("picture.md", "„picture.md“ ist ein Bild (PNG), kein Text. Nichts wurde geändert."),
        ("folder.md", "„folder.md“ ist ein Ordner. Wählen Sie eine Textdatei darin."),
        ("picture.md/a.md", "„a.md“ konnte nicht geöffnet werden. Ein Teil ihres Pfades ist"),
        ("damaged.docx", "„damaged.docx“ lässt sich nicht als Word-Datei lesen."),
        ("x" * 300, "konnte nicht geöffnet werden. Der Name ist zu lang. Nichts wurde geändert."),
    ],
)
def test_what_cannot_be_opened_is_said_in_german(
    make_desk: Callable[..., Desk], tmp_path: Path, asked: list[str], name: str, said: str
) -> None:
    """The sentence is made where no Qt is, and its parts are translated as well."""
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n" + bytes(100))
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "damaged.docx").write_bytes(b"PK, and then nothing")
    desk = make_desk()
    desk.window.documents.open(tmp_path / name)
    desk.until(lambda: bool(asked))
    assert said in asked[0]


@pytest.mark.usefixtures("german")
def test_what_is_noticed_about_a_file_is_said_in_german(
    make_desk: Callable[..., Desk], tmp_path: Path, reasons: list[str]
) -> None:
    """When it is opened, and when it is saved."""
    document = tmp_path / "a.md"
    document.write_bytes("schön".encode("cp1252"))
    (tmp_path / "b.md").hardlink_to(document)
    desk = make_desk()
    assert desk.open(document)
    assert (
        "Als Windows-1252 gelesen, weil es kein gültiges UTF-8 ist. "
        "Diese Datei hat 2 Namen (harte Links). Speichern ändert nur diesen."
    ) in reasons
    desk.type("x")
    assert desk.window.documents.save()
    assert desk.window.documents.finish_saving()
    assert (
        "Gespeichert. Die Datei hatte weitere Namen (harte Links); "
        "unter ihnen bleibt die Fassung davor."
    ) in reasons


@pytest.mark.usefixtures("german")
def test_damaged_settings_and_a_broken_model_are_said_in_german(
    qtbot: QtBot, tmp_path: Path, reasons: list[str]
) -> None:
    """One comes from the start, the other out of the worker's thread."""
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    path = profile.config / "settings.toml"
    path.write_text("= no TOML")
    settings = Settings(path)
    settings.override("window.welcome", False)
    settings.override("completions.model", str(tmp_path))
    app = WriterApp(settings, profile, chosen_engine(settings, profile))
    app.start([])
    broken = f"kann nicht verwendet werden: In {tmp_path} fehlt config.json."
    try:
        qtbot.waitUntil(lambda: any(broken in said for said in reasons), timeout=10_000)
        notice = app.windows[0].status.notice()
    finally:
        app.quit()
        assert app.shut_down()
    assert notice.startswith(f"Die Einstellungen in {path} sind beschädigt (")
    assert notice.endswith(
        f"es gelten die Vorgaben, und die Datei bleibt als {path.with_suffix('.bad')} erhalten."
    )


@pytest.mark.usefixtures("german")
def test_an_engine_that_fails_says_it_in_german(
    make_desk: Callable[..., Desk], reasons: list[str]
) -> None:
    """Also in a way that nobody foresaw; what a library says stays as it is."""
    desk = make_desk(ScriptedEngine(load_error=RuntimeError("bad tensor")))
    said = (
        "Das Modell konnte nicht geladen werden (RuntimeError: bad tensor). Schreiben geht wie "
        "zuvor; Vorschläge kommen wieder, wenn das Modell wieder da ist."
    )
    desk.until(lambda: said in reasons)


@pytest.mark.usefixtures("german")
def test_parts_are_translated_and_numbers_written_as_here(qapp: QApplication) -> None:
    """A million is 1.000.000 where a comma begins the decimals."""
    said = [
        plain_sentence(Sentence("Its last {lost:,} bytes are damaged.", lost=1_000_000)),
        plain_sentence(listed([Sentence("comments"), "b.c", size_text(1_500_000)])),
        plain_sentence("what is no sentence of the core"),
        tr_model(Sentence("It helps")),
    ]
    assert said == [
        "Die letzten 1.000.000 Bytes davon sind beschädigt.",
        "Kommentare, b.c, 1,5 MB",
        "what is no sentence of the core",
        "Es hilft",
    ]


@pytest.mark.usefixtures("german")
def test_the_window_counts_in_german(make_desk: Callable[..., Desk]) -> None:
    """What is counted: the document, the selection, what was found, goals, the statistics."""
    desk = make_desk()
    window = desk.window
    desk.settings.set("goals.daily_words", 2500)
    window.editor.setPlainText("Meer " * 1200)
    desk.until(lambda: window.status.words() == "1.200 Wörter")
    assert window.status.goal.toolTip().endswith("von 2.500 Wörtern heute")
    desk.trigger("statistics")
    assert window.findChild(StatisticsDialog).value("Zeichen") == "6.000"
    window.editor.selectAll()
    desk.until(lambda: window.status.words() == "1.200 von 1.200 Wörtern, 6.000 Zeichen")
    desk.trigger("find")
    window.finder.bar.field.setText("Meer")
    desk.until(lambda: window.finder.bar.count.text() == "1 von 1.200")


@pytest.mark.usefixtures("german")
def test_moments_are_said_in_german() -> None:
    """Days by name, months in words, and a clock of 24 hours."""
    long_ago = datetime(2020, 3, 5, 14, 7)
    now = datetime.now()
    assert moment_words(long_ago.timestamp()) == "Donnerstag, 5. März 2020, 14:07"
    assert moment_words(now.timestamp()) == f"Heute, {now:%H:%M}"
    assert moment_words((now - timedelta(days=1)).timestamp()) == f"Gestern, {now:%H:%M}"
    assert end_words(long_ago, long_ago) == "14:07"
    assert end_words(long_ago, now) == "Donnerstag 14:07"
    assert decimal_words(2.25, 2) == "2,25"


def test_nothing_in_the_window_is_written_by_the_rules_of_python() -> None:
    """Its thousands and its names of months are English whatever the window speaks."""
    pattern = re.compile(r":,\}|strftime|:\.[1-9]f")
    files = sorted((ROOT / "writer" / "ui").glob("*.py"))
    assert files
    assert [path.name for path in files if pattern.search(path.read_text("utf-8"))] == []


@pytest.mark.usefixtures("usual_locale")
def test_numbers_are_english_in_an_english_window(qapp: QApplication) -> None:
    """Also where the system speaks nothing, or a language that Writer does not speak."""
    for wanted in ("en", "ja"):
        install_translation(wanted, FOLDER)
        assert number_words(1_200_000) == "1,200,000"
    QLocale.setDefault(QLocale.c())
    assert number_words(1_200_000) == "1,200,000"


@pytest.mark.usefixtures("usual_locale")
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
