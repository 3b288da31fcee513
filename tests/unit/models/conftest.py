"""A stand-in hub with a tiny model, and a way to download from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.checkpoints import TINY, write_checkpoint
from tests.hub import Hub, running_hub
from writer.models.catalogue import PinnedFile
from writer.models.child import ChildTransfer, OnEvent
from writer.models.download import Download, Source
from writer.models.offline import OURS, environment_for_download
from writer.models.store import Store
from writer.models.transfer import Order, transfer

TINY_REPOSITORY = "someone/tiny"


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny GPT-2; large enough to be broken in the middle."""
    shape = TINY | {"n_embd": 64, "vocab_size": 2000}
    return write_checkpoint(tmp_path_factory.mktemp("tiny-files"), shape)


@pytest.fixture
def hub(tiny_files: Path) -> Iterator[Hub]:
    with running_hub() as made:
        made.serve_folder(TINY_REPOSITORY, tiny_files)
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def environment(hub: Hub, home: Path) -> dict[str, str]:
    """What the child of a download is given: this hub, short patience, an empty cache."""
    return environment_for_download({**os.environ, OURS: "1"}) | {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(home),
        "HF_HUB_DOWNLOAD_TIMEOUT": "1",
        "NO_PROXY": "127.0.0.1",
    }


MakeDownload = Callable[..., Download]


class InThisProcess:
    """Carries out a transfer here: the same code without the second that a child takes to start.

    What the child is given in its environment, the library's constants are given instead.
    """

    def __init__(self, **changes: object) -> None:
        self._changes = changes

    def run(self, order: Order, on_event: OnEvent) -> None:
        from huggingface_hub import close_session, constants

        with pytest.MonkeyPatch.context() as patch:
            for name, value in self._changes.items():
                patch.setattr(constants, name, value)
            try:
                transfer(order, on_event)
            finally:
                close_session()

    def stop(self) -> None:
        """These tests stop nothing that way."""


@pytest.fixture
def download(hub: Hub, store: Store, tmp_path: Path) -> MakeDownload:
    """Make a download of the tiny model from the stand-in, in this process."""

    def make(
        repository: str = TINY_REPOSITORY,
        *,
        revision: str = "main",
        pinned: tuple[PinnedFile, ...] = (),
        retries: int = 2,
        endpoint: str = "",
        **changes: object,
    ) -> Download:
        constants = {
            "ENDPOINT": endpoint or hub.endpoint,
            "HUGGINGFACE_CO_URL_TEMPLATE": (endpoint or hub.endpoint)
            + "/{repo_id}/resolve/{revision}/{filename}",
            "HF_HUB_CACHE": str(tmp_path / "hf" / "hub"),
            "HF_HUB_DOWNLOAD_TIMEOUT": 1,
            "HF_HUB_DISABLE_TELEMETRY": True,
            "HF_HUB_OFFLINE": False,
        } | changes
        return Download(
            Source("tiny", "Tiny", repository, revision, "apache-2.0", pinned),
            store,
            make_carrier=lambda: InThisProcess(**constants),
            retry_waits_s=(0.05,) * retries,
        )

    return make


@pytest.fixture
def child_download(hub: Hub, store: Store, tmp_path: Path) -> MakeDownload:
    """The same as Writer does it: in a process of its own."""

    def make(silence_s: float = 60.0, **environ: str) -> Download:
        return Download(
            Source("tiny", "Tiny", TINY_REPOSITORY, "main", "apache-2.0"),
            store,
            make_carrier=lambda: ChildTransfer(
                environment(hub, tmp_path / "hf") | environ, silence_s
            ),
            retry_waits_s=(0.05, 0.05),
        )

    return make
