"""Carries out what is decided in the recovery dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from writer.documents.recovery import Recoverable, discard
from writer.ui.recovery_dialog import RecoveryDialog
from writer.ui.session_keeper import Opener, bring_back


class Recovering(QObject):
    """Offers what a crash left behind. What is not decided about is offered again next time."""

    def __init__(self, open_window: Opener) -> None:
        super().__init__()
        self._open = open_window

    def offer(self, found: Sequence[Recoverable], parent: QWidget) -> RecoveryDialog:
        """Show the dialog over ``parent``; the window can be used meanwhile."""
        dialog = RecoveryDialog(found, parent)
        dialog.recover_chosen.connect(self._recover)
        dialog.both_chosen.connect(self._open_both)
        dialog.discard_chosen.connect(discard)
        dialog.show()
        return dialog

    def _recover(self, found: Recoverable) -> None:
        bring_back(found, self._open)

    def _open_both(self, found: Recoverable) -> None:
        if found.document is not None:
            self._open(found.document)
        bring_back(found, self._open, beside=True)
