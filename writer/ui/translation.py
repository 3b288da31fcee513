"""The language of the interface. Texts that code without Qt holds are translated here."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from writer.completion import reasons
from writer.completion.reasons import Reason
from writer.errors import WriterError
from writer.sentence import Sentence

SOURCE_LANGUAGE = "en"


def plain_words(reason: Reason) -> str:
    """The sentence of a reason, in the language of the interface."""
    return QCoreApplication.translate("Reasons", reasons.plain_words(reason))


def plain_sentence(said: WriterError | str) -> str:
    """What the core says, in the language of the interface where it is known there."""
    sentence = said.sentence if isinstance(said, WriterError) else said
    if not isinstance(sentence, Sentence):
        return sentence
    pattern = QCoreApplication.translate("Sentences", sentence.pattern)
    return _Filling().vformat(pattern, (), sentence.values) if sentence.values else pattern


class _Filling(Formatter):
    """Values that are sentences are translated, and numbers are written as people do here."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, str):
            return str(super().format_field(plain_sentence(value), format_spec))
        text = str(super().format_field(value, format_spec))
        here = QLocale()
        marks = str.maketrans({",": here.groupSeparator(), ".": here.decimalPoint()})
        return text.translate(marks) if format_spec else text


def languages(folder: Path) -> dict[str, str]:
    """The languages that Writer speaks: code and own name, such as "de" and "Deutsch"."""
    codes = [SOURCE_LANGUAGE, *(path.stem.partition("_")[2] for path in folder.glob("writer_*.qm"))]
    return {code: _own_name(code) for code in sorted(codes)}


def install_translation(wanted: str, folder: Path) -> list[QTranslator]:
    """Speak ``wanted`` ("" for the system's language), and Qt's own texts with it.

    Numbers and dates are written in that language from then on.

    Returns what is installed: nothing for English, or a language that Writer does not speak.
    """
    app = QCoreApplication.instance()
    locale = QLocale(wanted) if wanted else QLocale.system()
    QLocale.setDefault(_as_here(QLocale(SOURCE_LANGUAGE)))
    if app is None or locale.language() is QLocale.Language.English:
        return []
    own, of_qt = QTranslator(app), QTranslator(app)
    if not own.load(locale, "writer", "_", str(folder)):
        return []
    QLocale.setDefault(_as_here(locale))
    installed = [own]
    if of_qt.load(
        locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        installed.insert(0, of_qt)
    for translator in installed:
        app.installTranslator(translator)
    return installed


def _as_here(locale: QLocale) -> QLocale:
    """The system's way with a language where it is the system's: Swiss numbers in Switzerland."""
    system = QLocale.system()
    return system if system.language() is locale.language() else locale


def _own_name(code: str) -> str:
    locale = QLocale(code)
    if locale.language() is QLocale.Language.English:
        return "English"
    name = locale.nativeLanguageName()
    return name[:1].upper() + name[1:]
