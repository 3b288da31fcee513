"""Learn My Style: choose documents, watch, pause and stop, see whether it helped, use or remove."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from writer.errors import WriterError
from writer.models.adapters import remove_adapter
from writer.models.learning import Failed, Finished, Measuring, Message, Step, Stopped
from writer.models.store import Installed, Kind, Store
from writer.settings.store import Settings
from writer.ui.file_filters import open_filter
from writer.ui.locale_words import LONG, decimal_words, locale_here
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.style_learner import STYLE, StyleLearner
from writer.ui.translation import plain_sentence

MODEL, ADAPTER = "completions.model", "completions.adapter"
MOST_MINUTES, USUAL_MINUTES = 240, 10
BEFORE, LEARNT = 0.15, 0.85
"""Where the bar stands after measuring before, and after learning."""


def share_done(message: Message | None) -> float:
    """How much of the whole way is done, 0 to 1."""
    match message:
        case Measuring(before=before, done=done, total=total):
            part = done / max(1, total)
            return BEFORE * part if before else LEARNT + (1 - LEARNT) * part
        case Step(step=step, steps=steps):
            return BEFORE + (LEARNT - BEFORE) * step / max(1, steps)
        case Finished():
            return 1.0
    return 0.0


class StyleDialog(QuietDialog):
    """Looks at the learner, which goes on when this is closed."""

    removed = Signal()
    """What was learnt is gone."""

    def __init__(
        self, learner: StyleLearner, settings: Settings, document: Path | None, parent: QWidget
    ) -> None:
        """``document`` is the file of the window's own text, if it has one."""
        title = QCoreApplication.translate("StyleDialog", "Learn My Style")
        super().__init__("style_dialog", title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._learner = learner
        self._settings = settings
        self._store = Store(learner.profile.data)
        self._document = document
        self._problem = ""
        intro = QLabel(
            self.tr(
                "Writer reads your own documents and learns to suggest as you write. It does so on "
                "this machine, with what is left of its time; nothing leaves it. 100,000 "
                "characters or more are best."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.column.addWidget(intro)
        self.column.addLayout(self._documents_part(), 1)
        self.column.addLayout(self._minutes_part())
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.column.addWidget(self.status)
        self.column.addLayout(self._progress_part())
        self.column.addLayout(self._result_part())
        self.column.addLayout(self._buttons())
        if document is not None:
            self.add([document])
        learner.changed.connect(self._refresh)
        end = settings.on_change(lambda key: self._refresh() if key in (MODEL, ADAPTER) else None)
        self.destroyed.connect(lambda: end())
        self.resize(620, 460)
        self._refresh()

    @property
    def files(self) -> list[Path]:
        """The documents in the list."""
        rows = range(self.list.count())
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]

    def add(self, files: list[Path]) -> None:
        """Put documents into the list, each once."""
        for path in files:
            if path not in self.files:
                item = QListWidgetItem(path.name, self.list)
                item.setToolTip(str(path))
                item.setData(Qt.ItemDataRole.UserRole, path)
        self._refresh()

    # -- parts -------------------------------------------------------------------------------

    def _documents_part(self) -> QHBoxLayout:
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Documents to learn from"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(90)
        self.list.itemSelectionChanged.connect(self._refresh)
        self.choose = self._button(self.tr("&Add Documents…"), self._choose)
        self.add_this = self._button(self.tr("Add &This Document"), self._add_this)
        self.add_this.setToolTip(self.tr("As it was saved last"))
        self.drop = self._button(self.tr("&Leave Out"), self._drop)
        self.list.setStyleSheet("QListWidget::item { padding: 4px 6px; }")
        column = QVBoxLayout()
        column.setSpacing(8)
        for button in (self.choose, self.add_this, self.drop):
            column.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(column)
        return row

    def _minutes_part(self) -> QHBoxLayout:
        self.minutes = QSpinBox(self)
        self.minutes.setRange(1, MOST_MINUTES)
        self.minutes.setValue(USUAL_MINUTES)
        self.minutes.setSuffix(self.tr(" minutes"))
        label = QLabel(self.tr("Learn for at &most"), self)
        label.setBuddy(self.minutes)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.minutes)
        row.addStretch(1)
        return row

    def _progress_part(self) -> QHBoxLayout:
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the learning"))
        self.bar.setFixedHeight(10)
        self.pause = self._button(self.tr("&Pause"), self._pause)
        self.stop = self._button(self.tr("&Stop"), self._learner.stop)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        return row

    def _result_part(self) -> QGridLayout:
        """Both measurements side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        self.figures: dict[str, tuple[QLabel, QLabel]] = {}
        self._result_labels: list[QLabel] = []
        heads = (self.tr("On text of yours it had not seen"), self.tr("before"), self.tr("after"))
        for column, text in enumerate(heads):
            self._result_labels.append(QLabel(text, self))
            right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(self._result_labels[-1], 0, column, right)
        rows = {
            "saved": self.tr("Keystrokes saved"),
            "perplexity": self.tr("Perplexity per word (less is better)"),
        }
        for row, (key, text) in enumerate(rows.items(), start=1):
            name, before, after = QLabel(text, self), QLabel(self), QLabel(self)
            for label, when in ((before, heads[1]), (after, heads[2])):
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                label.setAccessibleName(f"{text}, {when}")
            self.figures[key] = before, after
            bold = after.font()
            bold.setBold(True)
            after.setFont(bold)
            self._result_labels += [name, before, after]
            for column, label in enumerate((name, before, after)):
                grid.addWidget(label, row, column)
        return grid

    def _buttons(self) -> QHBoxLayout:
        self.remove = self._button(self.tr("&Remove"), self._remove)
        self.remove.setToolTip(self.tr("Delete what was learnt; your documents are not touched"))
        self.use = self._button(self.tr("&Use It"), self._use)
        self.start = self._button(self.tr("Start &Learning"), self._start)
        self.start.setDefault(True)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.use)
        row.addWidget(self.start)
        return row

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: slot())
        return button

    # -- commands ----------------------------------------------------------------------------

    def _choose(self) -> None:
        folder = self._document.parent if self._document else Path.home()
        title = self.tr("Documents to Learn From")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, str(folder), open_filter())
        self.add([Path(name) for name in chosen])

    def _add_this(self) -> None:
        if self._document is not None:
            self.add([self._document])

    def _drop(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._refresh()

    def _start(self) -> None:
        self._problem = ""
        self._learner.start(self.files, self._settings.text(MODEL), self.minutes.value())

    def _pause(self) -> None:
        if self._learner.is_paused:
            self._learner.resume()
        else:
            self._learner.pause()

    def _use(self) -> None:
        """Suggestions come with what was learnt, or without it again."""
        self._settings.set(ADAPTER, "" if self._is_used() else STYLE)

    def _remove(self) -> None:
        if self._is_used():
            self._settings.set(ADAPTER, "")
        try:
            remove_adapter(STYLE, self._learner.profile)
            self._problem = self.tr("What was learnt is gone. Your documents are as they were.")
            self.removed.emit()
        except WriterError as error:
            self._problem = plain_sentence(error)
        self._refresh()

    # -- what is shown -----------------------------------------------------------------------

    def _is_used(self) -> bool:
        return self._settings.text(ADAPTER) == STYLE

    def _refresh(self) -> None:
        learner, last = self._learner, self._learner.last
        kept = self._store.find(STYLE, Kind.ADAPTER)
        running = learner.is_running
        self.choose.setEnabled(not running)
        self.add_this.setEnabled(
            not running and self._document is not None and self._document not in self.files
        )
        self.drop.setEnabled(not running and bool(self.list.selectedItems()))
        self.list.setEnabled(not running)
        self.minutes.setEnabled(not running)
        self.start.setEnabled(not running and self.list.count() > 0)
        for widget in (self.bar, self.pause, self.stop):
            widget.setVisible(running)
        self.pause.setText(self.tr("Go &On") if learner.is_paused else self.tr("&Pause"))
        for button in (self.use, self.remove):
            button.setVisible(kept is not None)
            button.setEnabled(not running)
        fits = kept is not None and kept.base == self._settings.text(MODEL)
        self.use.setEnabled(not running and (fits or self._is_used()))
        self.use.setText(self.tr("Do Not &Use It") if self._is_used() else self.tr("&Use It"))
        self.bar.setValue(round(1000 * share_done(last)))
        self.status.setText(self._problem or self._sentence(last, kept))
        self._show_result(last if kept is not None else None)

    def _sentence(self, last: Message | None, kept: Installed | None) -> str:
        if self._learner.is_paused:
            return self.tr("Paused.")
        match last:
            case Measuring(before=True):
                return self.tr("Measuring how well suggestions fit you now…")
            case Measuring():
                return self.tr("Measuring whether it helped…")
            case Step(seconds_left=left):
                return self.tr("Learning… about %n minutes left", "", max(1, ceil(left / 60)))
            case Stopped():
                return self.tr("Stopped. With the same documents, it goes on from there.")
            case Failed(sentence=sentence):
                return plain_sentence(sentence)
            case Finished(helped=True):
                return self.tr("It helps: use it, and suggestions come in your style.")
            case Finished():
                return self.tr(
                    "It does not help yet. More text, or text that is more alike, may do better."
                )
        if self._learner.is_running:
            return self.tr("Reading…")
        if kept is not None and kept.base != self._settings.text(MODEL):
            return self.tr(
                "What was learnt belongs to the model {base}: learn again for the one in use."
            ).format(base=kept.base)
        if kept is not None:
            return self.tr("Learnt before, on {day}.").format(day=_day(kept.installed_at))
        return self.tr("Nothing was learnt yet.")

    def _show_result(self, last: Message | None) -> None:
        shown = isinstance(last, Finished)
        for label in self._result_labels:
            label.setVisible(shown)
        if not isinstance(last, Finished):
            return
        for key, one, two in (
            ("saved", last.saved_before, last.saved_after),
            ("perplexity", last.perplexity_before, last.perplexity_after),
        ):
            for label, value in zip(self.figures[key], (one, two), strict=True):
                percent = f"{decimal_words(100 * value)} %"
                label.setText(percent if key == "saved" else decimal_words(value))


def _day(moment: str) -> str:
    """A date as people write it, of UTC in ISO 8601."""
    there = QDateTime.fromString(moment, Qt.DateFormat.ISODate).toLocalTime().date()
    return locale_here().toString(there, LONG)
