"""Writer in a process of its own that types what it is told: ``PROFILE TEXT [FILE...]``.

The real application: its own loop, signals, journals, lock and single instance; only the keys
come from a timer. It says ``typed`` when the keys are in the document and ``opened TEXT`` (JSON)
for every window that it starts with.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> int:
    """Be Writer."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest

    from writer import app as writer_app
    from writer.paths import Profile

    profile, text, files = sys.argv[1], sys.argv[2], [Path(name) for name in sys.argv[3:]]
    start = writer_app.WriterApp.start

    def start_and_type(app: writer_app.WriterApp, to_open: list[Path]) -> None:
        start(app, to_open)
        for window in app.windows:
            print("opened", json.dumps(window.documents.text()), flush=True)

        def type_it() -> None:
            QTest.keyClicks(app.windows[-1].editor, text)
            print("typed", flush=True)

        QTimer.singleShot(0, type_it)

    writer_app.WriterApp.start = start_and_type  # type: ignore[method-assign,assignment]
    return writer_app.run(files, profile=Profile.under(Path(profile)), model=None)


if __name__ == "__main__":
    sys.exit(main())
