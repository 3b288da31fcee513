"""A download ends with a model whose every byte was checked, or with a sentence and nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hub import COMMIT, Fault, Hub, running_hub
from tests.unit.models.conftest import TINY_REPOSITORY, MakeDownload
from writer.errors import ModelError
from writer.models.catalogue import PinnedFile
from writer.models.download import Download, DownloadStoppedError, Source
from writer.models.progress import Phase, Progress
from writer.models.store import KnownFrom, Store

WEIGHTS = "model.safetensors"


def quiet(progress: Progress) -> None:
    """Nobody looks."""


def fails(download: Download, says: str, store: Store) -> str:
    """The download ends with this sentence, and nothing is installed."""
    with pytest.raises(ModelError, match=says) as raised:
        download.run(quiet)
    assert store.installed() == []
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return sentence


def pins(folder: Path, *names: str) -> tuple[PinnedFile, ...]:
    return tuple(
        PinnedFile(
            name,
            hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            (folder / name).stat().st_size,
        )
        for name in names
    )


def test_a_model_arrives_whole_and_is_known(
    child_download: MakeDownload, store: Store, tiny_files: Path, hub: Hub
) -> None:
    """Bytes, record and progress are right, and no token, figure or code went over the wire."""
    hub.repositories[TINY_REPOSITORY] |= {"pytorch_model.bin": b"x" * 10, "evil.py": b"import os"}
    seen: list[Progress] = []
    record = child_download(HF_TOKEN="hf_secret").run(seen.append)
    folder = store.folder("tiny")
    assert store.find("tiny") == record
    assert record.commit == COMMIT
    names = {file.name for file in record.files}
    assert names == {"config.json", WEIGHTS, "tokenizer.json", "README.md"}
    for file in record.files:
        data = (folder / file.name).read_bytes()
        assert data == (tiny_files / file.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert file.known_from is KnownFrom.HUB
    assert {path.name for path in folder.iterdir()} == names | {"installed.json"}
    assert seen[0].phase is Phase.LOOKING
    received = [p.done for p in seen if p.phase is Phase.RECEIVING]
    assert received == sorted(received)
    assert received[-1] == record.size == seen[-1].done
    assert seen[-1].phase is Phase.CHECKING
    for _, headers in hub.requests:
        assert "secret" not in json.dumps(headers)
        assert "torch" not in headers.get("User-Agent", headers.get("user-agent", ""))
    for path in hub.paths():
        assert path.startswith(("/api/models/someone/tiny", "/someone/tiny/resolve/"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_broken_connection_goes_on_where_it_broke(
    download: MakeDownload, store: Store, hub: Hub, share: float
) -> None:
    """Nothing is fetched twice, and the bytes are right."""
    hub.faults[WEIGHTS] = Fault(drop_at=share, times=1)
    seen: list[Progress] = []
    record = download().run(seen.append)
    assert store.find("tiny") == record
    assert hub.sent_bytes == record.size
    assert any(p.phase is Phase.WAITING and "going on" in p.message for p in seen)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_connection_that_stays_broken_keeps_what_arrived(
    download: MakeDownload, store: Store, hub: Hub, share: float
) -> None:
    """It ends with a sentence; Retry fetches only the rest."""
    hub.faults[WEIGHTS] = Fault(drop_at=share)
    fails(download(), "What has arrived is kept; Retry", store)
    del hub.faults[WEIGHTS]
    record = download().run(quiet)
    assert store.find("tiny") == record
    assert hub.sent_bytes == record.size


def test_a_server_that_begins_again_is_understood(
    download: MakeDownload, store: Store, hub: Hub
) -> None:
    """A hub without ranges sends the whole file again; it is not appended to the half."""
    hub.faults[WEIGHTS] = Fault(drop_at=0.5, times=1)
    fails(download(retries=0), "Retry", store)
    hub.faults[WEIGHTS] = Fault(no_ranges=True)
    assert store.find("tiny") is None
    assert download().run(quiet).name == "tiny"


def test_a_stall_is_noticed(download: MakeDownload, store: Store, hub: Hub) -> None:
    """A hub that stops sending is given up after the time that HF_HUB_DOWNLOAD_TIMEOUT says."""
    hub.faults[WEIGHTS] = Fault(stall_at=0.5)
    fails(download(retries=0), "The hub stopped sending", store)


def flip_a_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("faults", "says"),
    [
        ({"api": Fault(status=429, headers={"Retry-After": "300"})}, r"429.*in 5 min"),
        ({WEIGHTS: Fault(status=429, headers={"Retry-After": "300"})}, r"429.*in 5 min"),
        ({"api": Fault(status=500)}, r"with an error \(500\)"),
        ({WEIGHTS: Fault(status=404)}, "no file that it lists"),
        ({WEIGHTS: Fault(change=lambda data: data[:-1000])}, "sent less than it announced"),
        ({WEIGHTS: Fault(change=lambda data: data + b"more")}, "sends more than it announced"),
        ({WEIGHTS: Fault(change=flip_a_bit)}, "checksum differs"),
        ({"tokenizer.json": Fault(change=flip_a_bit)}, "checksum differs"),
        ({"README.md": Fault(change=flip_a_bit)}, "checksum differs"),
    ],
    ids=["429", "429-file", "500", "404", "short", "long", "bit", "bit-tokenizer", "bit-card"],
)
def test_what_does_not_arrive_as_published_is_not_installed(
    download: MakeDownload, store: Store, hub: Hub, faults: dict[str, Fault], says: str
) -> None:
    """Each ends in a sentence; when the hub is well again, the same download succeeds."""
    hub.faults |= faults
    fails(download(retries=1), says, store)
    hub.faults.clear()
    assert download().run(quiet).name == "tiny"


def test_a_hub_that_asks_for_a_moment_gets_it(
    download: MakeDownload, store: Store, hub: Hub
) -> None:
    """A short Retry-After is honoured, and said."""
    hub.faults[WEIGHTS] = Fault(status=429, headers={"Retry-After": "0"}, times=2)
    seen: list[Progress] = []
    download().run(seen.append)
    assert any("moment of patience" in (p.message or "") for p in seen)


def change_config(**changes: object) -> Callable[[dict[str, bytes | Path]], None]:
    def change(files: dict[str, bytes | Path]) -> None:
        path = files["config.json"]
        assert isinstance(path, Path)
        files["config.json"] = json.dumps(json.loads(path.read_text()) | changes).encode()

    return change


def without(*names: str) -> Callable[[dict[str, bytes | Path]], None]:
    def change(files: dict[str, bytes | Path]) -> None:
        for name in names:
            del files[name]

    return change


def only_pickle(files: dict[str, bytes | Path]) -> None:
    files["pytorch_model.bin"] = files.pop(WEIGHTS)


def only_gguf(files: dict[str, bytes | Path]) -> None:
    files["model.gguf"] = files.pop(WEIGHTS)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (only_pickle, r"stored as a pickle \(.bin\)"),
        (only_gguf, "stored as .gguf"),
        (without(WEIGHTS), "no model.safetensors"),
        (without("config.json"), "no config.json"),
        (without("tokenizer.json"), "cannot read text"),
        (change_config(auto_map={"AutoModel": "evil.Model"}), "code of its own"),
        (change_config(model_type="t5"), "do not continue a text"),
        (change_config(model_type="mamba"), "cannot be wound back"),
        (change_config(model_type="brandnew"), "never tried"),
        (change_config(model_type=3), "which family"),
        (change_config(architectures=["GPT2ForSequenceClassification"]), "something else"),
        (change_config(quantization_config={"bits": 4}), "packed form"),
        (lambda files: files.__setitem__("config.json", b"{ broken"), "cannot be read"),
        (lambda files: files.__setitem__("config.json", b"[1]"), "does not describe"),
        (lambda files: files.__setitem__(WEIGHTS, b"not weights" * 20_000), "damaged"),
        (lambda files: files.__setitem__("tokenizer.json", b"{}"), "tokenizer"),
        (change_config(vocab_size=100), "do not belong together"),
    ],
)
def test_a_repository_that_cannot_be_used_is_refused(
    download: MakeDownload,
    store: Store,
    hub: Hub,
    change: Callable[[dict[str, bytes | Path]], None],
    says: str,
) -> None:
    """It says why, nothing of it stays on the disk, and no pickle and no code was fetched."""
    change(hub.repositories[TINY_REPOSITORY])
    fails(download(), says, store)
    assert not store.incoming("tiny").exists()
    assert not any(path.endswith((".bin", ".py", ".gguf")) for path in hub.paths())


def test_code_of_its_own_is_seen_before_the_weights(
    download: MakeDownload, store: Store, hub: Hub
) -> None:
    """The configuration comes first, so a model that cannot be used costs nobody the download."""
    change_config(auto_map={"AutoModel": "evil.Model"})(hub.repositories[TINY_REPOSITORY])
    fails(download(), "never runs code", store)
    assert [path.rpartition("/")[2] for path in hub.paths()] == ["main", "config.json"]


def test_names_that_nobody_has(download: MakeDownload, store: Store, hub: Hub) -> None:
    """A repository or a revision that does not exist is said by its name."""
    fails(download("someone/nothing"), "no public model called someone/nothing", store)
    fails(download(revision="v9"), "no revision 'v9'", store)


def test_another_commit_than_the_pinned_one_is_refused(
    download: MakeDownload, store: Store, hub: Hub
) -> None:
    """A hub that answers a pinned revision with another commit is not believed."""
    hub.commits[TINY_REPOSITORY] = "d" * 40
    fails(download(revision=COMMIT), "serves the revision dddddddddddd instead of", store)


def test_pinned_checksums_hold(
    download: MakeDownload, store: Store, hub: Hub, tiny_files: Path
) -> None:
    """The catalogue's checksum decides: right bytes are installed, others are not even fetched."""
    pinned = pins(tiny_files, "config.json", WEIGHTS, "tokenizer.json")
    record = download(revision=COMMIT, pinned=pinned).run(quiet)
    known = {file.name: file.known_from for file in record.files}
    assert known.pop("README.md") is KnownFrom.HUB
    assert set(known.values()) == {KnownFrom.CATALOGUE}
    store.remove("tiny")
    hub.requests.clear()
    other = (*pinned[:1], PinnedFile(WEIGHTS, "0" * 64), *pinned[2:])
    fails(download(revision=COMMIT, pinned=other), "another model.safetensors than is", store)
    assert len(hub.requests) == 1
    # A small file has no SHA-256 in the listing; it is held to the pin when it has arrived.
    other = (PinnedFile("config.json", "0" * 64),)
    fails(download(revision=COMMIT, pinned=other), "config.json did not arrive", store)


def test_the_proxy_is_honoured_and_plain_http_is_not_believed(
    child_download: MakeDownload, hub: Hub, store: Store
) -> None:
    """With HTTP_PROXY set, every request goes there: here the stand-in plays the proxy, and the
    hub's own name leads nowhere. Without TLS its checksums could be changed on the way, so what
    is not pinned is not fetched."""
    environ = {"HF_ENDPOINT": "http://hub.invalid", "NO_PROXY": "", "no_proxy": ""}
    proxy = {"HTTP_PROXY": hub.endpoint, "http_proxy": hub.endpoint}
    fails(child_download(**environ, **proxy), "without TLS", store)
    assert len(hub.requests) == 1
    assert hub.requests[0][0].startswith("http://hub.invalid/api/models/someone/tiny")


def test_a_first_start_without_a_network(download: MakeDownload, store: Store, hub: Hub) -> None:
    """Nothing answers at the hub's address: said at once, and nothing is left behind."""
    with running_hub() as gone:
        address = gone.endpoint
    sentence = fails(download(endpoint=address), "cannot be reached", store)
    assert "writing goes on as before" in sentence


def test_a_person_who_works_offline_is_asked_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HF_HUB_OFFLINE set by the person, not by Writer, means no."""
    monkeypatch.delenv("WRITER_IS_OFFLINE", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    fails(Download(Source("tiny", "Tiny", TINY_REPOSITORY), store), "HF_HUB_OFFLINE", store)


def test_what_the_hubs_own_cache_has_is_not_downloaded(
    download: MakeDownload, store: Store, hub: Hub, tiny_files: Path, tmp_path: Path
) -> None:
    """A file in HF_HOME is copied and checked like any other."""
    cached = tmp_path / "hf" / "hub" / "models--someone--tiny" / "snapshots" / COMMIT
    cached.mkdir(parents=True)
    for name in ("config.json", WEIGHTS):
        (cached / name).write_bytes((tiny_files / name).read_bytes())
    download().run(quiet)
    assert not any(path.endswith((WEIGHTS, "config.json")) for path in hub.paths())
    store.remove("tiny")
    (cached / WEIGHTS).write_bytes(flip_a_bit((cached / WEIGHTS).read_bytes()))
    fails(download(), "checksum differs", store)


def test_pause_keeps_and_cancel_deletes(
    child_download: MakeDownload, download: MakeDownload, store: Store, hub: Hub
) -> None:
    """Stopped in the middle it ends at once; Resume fetches the rest, Cancel leaves nothing."""
    for discard in (False, True):
        hub.stalled.clear()
        hub.faults[WEIGHTS] = Fault(stall_at=0.5)
        stopped = child_download(HF_HUB_DOWNLOAD_TIMEOUT="60")
        ended: list[BaseException] = []

        def work(stopped: Download = stopped, ended: list[BaseException] = ended) -> None:
            try:
                stopped.run(quiet)
            except DownloadStoppedError as error:
                ended.append(error)

        thread = threading.Thread(target=work, name="download-under-test")
        thread.start()
        assert hub.stalled.wait(30)
        stopped.stop(discard=discard)
        thread.join(30)
        assert not thread.is_alive()
        assert "cancelled" in str(ended[0]) if discard else "paused" in str(ended[0])
        assert store.incoming("tiny").exists() is not discard
    hub.faults.clear()
    hub.sent_bytes = 0
    assert download().run(quiet).size == hub.sent_bytes


def test_two_downloads_of_one_model(download: MakeDownload, store: Store, hub: Hub) -> None:
    """The second one is told so at once and does no harm to the first."""
    began, go_on = threading.Event(), threading.Event()

    def wait(progress: Progress) -> None:
        if progress.phase is Phase.RECEIVING and not began.is_set():
            began.set()
            assert go_on.wait(30)

    thread = threading.Thread(target=download().run, args=(wait,), name="first-download")
    thread.start()
    assert began.wait(30)
    fails(download(), "downloaded or changed already", store)
    go_on.set()
    thread.join(30)
    assert store.find("tiny") is not None


def test_a_stuck_child_is_ended(child_download: MakeDownload, store: Store, hub: Hub) -> None:
    """Even a process that says nothing more does not hold the download for ever."""
    hub.faults["api"] = Fault(stall_at=0.0)
    fails(child_download(silence_s=0.5, HF_HUB_DOWNLOAD_TIMEOUT="60"), "stood still", store)


def test_a_full_disk(
    download: MakeDownload, store: Store, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too little room is said before the first byte; a disk that fills up on the way ends the
    download, what has arrived is kept, and with room again it goes on there."""
    usage = shutil.disk_usage("/")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1_000_000))
        fails(download(), "has 1.0 MB free", store)
    assert not any("resolve" in path for path in hub.paths())
    real_sync = os.fsync

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_size > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        real_sync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        fails(download(), "became full. What has arrived is kept", store)
    assert download().run(quiet).size == hub.sent_bytes
