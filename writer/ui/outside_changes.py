"""What to do when another program has changed the file: follow, ask, or say."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from writer.documents.files import LoadedDocument
from writer.documents.stamp import Change
from writer.ui.changed_dialog import Choice
from writer.ui.outside_watch import OutsideWatch, Seen
from writer.ui.questions import Questions

if TYPE_CHECKING:
    from writer.ui.document_controller import DocumentController

TYPING_PAUSE_S = 1.5
"""No dialog comes up in the middle of a sentence."""


class OutsideChanges(QObject):
    """Follows a file whose text was not touched here; asks about one that was."""

    def __init__(
        self, documents: DocumentController, watch: OutsideWatch, questions: Questions
    ) -> None:
        super().__init__(documents)
        self._documents = documents
        self._watch = watch
        self._questions = questions
        self._asking = False
        watch.changed.connect(self._seen)

    def _seen(self, seen: Seen) -> None:
        documents = self._documents
        if documents.is_saving or self._asking:
            return  # a save compares by itself
        if seen.theirs is None:
            self._gone(seen.change)
        elif not documents.is_modified:
            documents.take_theirs(seen.theirs)
            self._say(self.tr("“{name}” was changed by another program; this is how it is now."))
        elif time.monotonic() - documents.keeper.last_edit_s < TYPING_PAUSE_S:
            self._watch.look_later()
        else:
            self._ask(seen.theirs)

    def _gone(self, change: Change) -> None:
        if change is not Change.DELETED:
            self._say(self.tr("“{name}” cannot be read any more. Your text is here."))
            return
        self._documents.file_is_gone()
        self._say(
            self.tr(
                "“{name}” was deleted or moved. Your text is here; saving makes the file again."
            )
        )

    def _ask(self, theirs: LoadedDocument) -> None:
        documents = self._documents
        sentence = self.tr("“{name}” was changed by another program, and you have changed it here.")
        self._asking = True
        try:
            choice = self._questions.changed(
                sentence.format(name=documents.name), documents.text(), theirs.text
            )
        finally:
            self._asking = False
        if choice is Choice.MINE:
            documents.expect(theirs.stamp)
        elif choice is Choice.THEIRS:
            documents.take_theirs(theirs)
        elif choice is Choice.BOTH:
            documents.show_beside(theirs)

    def _say(self, sentence: str) -> None:
        self._documents.notified.emit(sentence.format(name=self._documents.name))
