"""Numbers, days and times as people write them in the language of the interface."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTime

SHORT, LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def locale_here() -> QLocale:
    """The locale of the interface; English where the system has none ("C" groups no digits)."""
    locale = QLocale()
    return QLocale("en") if locale.language() is QLocale.Language.C else locale


def number_words(count: int) -> str:
    """A whole number: 1,200 in English, 1.200 in German."""
    return locale_here().toString(count)


def decimal_words(value: float, digits: int = 1) -> str:
    """A number with so many decimals."""
    return locale_here().toString(value, "f", digits)


def moment_words(at_s: float) -> str:
    """A day and a time of day, from seconds since 1970."""
    moment, locale = QDateTime.fromSecsSinceEpoch(int(at_s)), locale_here()
    days = moment.date().daysTo(QDateTime.currentDateTime().date())
    day = {0: tr("Today"), 1: tr("Yesterday")}.get(days) or locale.toString(moment.date(), LONG)
    return f"{day}, {locale.toString(moment.time(), SHORT)}"


def end_words(end: datetime, now: datetime) -> str:
    """A time of day that is near; with the day of the week if that is another than today."""
    locale = locale_here()
    clock = locale.toString(QTime(end.hour, end.minute), SHORT)
    return clock if end.date() == now.date() else f"{locale.dayName(end.isoweekday())} {clock}"
