"""Where Writer's own files are, and where a person's settings and state are kept.

``resources_dir`` works from a checkout, from an installed wheel and from a frozen bundle.
A :class:`Profile` is an ordinary value that the composition root passes to whoever needs it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from writer.errors import WriterError, system_words

APP_NAME = "writer"


def resources_dir(*, module_file: str | None = None, bundle_root: str | None = None) -> Path:
    """The folder with the starter model, themes and icons.

    Looked for in this order: a frozen bundle (``sys._MEIPASS``), an installed wheel
    (``writer/resources``), a checkout (``resources`` beside ``writer``). The arguments
    replace what is read from the interpreter, for tests. Raises :class:`WriterError`
    when the installation is incomplete.
    """
    package = Path(module_file or __file__).resolve().parent
    frozen = bundle_root if bundle_root is not None else getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [package / "resources", package.parent / "resources"]
    for candidate in candidates:
        if (candidate / "models").is_dir():
            return candidate
    raise WriterError(
        "Writer's own files (the folder 'resources') are missing, so this installation is "
        "incomplete. Your documents are not affected. Install Writer again."
    )


def manual_path(*, resources: Path | None = None) -> Path:
    """The manual: with the resources in a wheel or a bundle, in ``docs`` in a checkout.

    Raises :class:`WriterError` when the installation is incomplete.
    """
    folder = resources or resources_dir()
    for candidate in (folder / "manual", folder.parent / "docs" / "manual"):
        if (candidate / "README.md").is_file():
            return candidate / "README.md"
    raise WriterError("The manual is missing, so this installation is incomplete.")


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one user of Writer; ``create`` makes them, readable by the owner only."""

    config: Path
    """Settings, themes and dictionaries of the user's own."""
    state: Path
    """Journals, snapshots, the session, logs."""
    data: Path
    """Downloaded models and adapters."""

    @classmethod
    def default(cls) -> Profile:
        """The platform's own folders (XDG on Linux, Library on macOS, AppData on Windows)."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(APP_NAME, appauthor=False)
        return cls(Path(dirs.user_config_dir), Path(dirs.user_state_dir), Path(dirs.user_data_dir))

    @classmethod
    def under(cls, folder: Path) -> Profile:
        """Everything inside one folder: ``--profile`` and ``--temp-profile``."""
        root = folder.expanduser().resolve()
        return cls(root / "config", root / "state", root / "data")

    def create(self) -> None:
        """Make the folders; raises :class:`WriterError` when one cannot be made."""
        for folder in (self.config, self.state, self.data):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise WriterError(
                    "The folder {folder} for Writer's settings cannot be made ({reason}). Choose "
                    "another one with --profile DIR.",
                    folder=folder,
                    reason=system_words(error),
                ) from error
