"""``writer models``: the models on this machine and those that can be got."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from writer import log
from writer.commands.arguments import add_profile_arguments
from writer.errors import ModelError, WriterError
from writer.models.catalogue import Catalogue, read_catalogue
from writer.models.overview import Item, overview
from writer.models.progress import Progress, Rate, line, size_text
from writer.models.store import Installed, Kind, Store
from writer.paths import Profile, resources_dir
from writer.settings.store import Settings

DESCRIPTION = """\
The models that make suggestions: what is installed, what can be got, and getting it.

  writer models list                      what there is
  writer models get distilgpt2            download, check every byte, install
  writer models get owner/name@revision   any other small model of the hub
  writer models import FOLDER             a model that is on this machine already
  writer models info distilgpt2           size, licence, limits, checksums
  writer models verify distilgpt2         read every byte again
  writer models calibrate distilgpt2      nearer to the original, at the same speed
  writer models remove distilgpt2         free the disk
"""

EPILOG = """\
Only 'get' and 'pin' use the network, in a process of their own. They honour HTTPS_PROXY,
HF_ENDPOINT (another hub) and HF_HOME (files that the hub's own tools have downloaded already are
copied from there). A download that breaks goes on where it broke when you start it again.
Weights are safetensors only, and no code from a model is ever run.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command; what cannot be done raises :class:`WriterError`."""
    if list(argv) == ["transfer"]:  # the child of a download; never typed by a person
        from writer.models.transfer import run_as_child

        return run_as_child()
    args = _parser().parse_args(argv)
    log.configure(debug=args.debug)
    if args.temp_profile:
        raise WriterError("--temp-profile would throw the models away again; use --profile DIR.")
    profile = Profile.under(args.profile) if args.profile else Profile.default()
    store = Store(profile.data)
    catalogue = read_catalogue(resources_dir())
    actions = {
        "list": lambda: _list(store, catalogue, as_json=args.json),
        "info": lambda: _info(store, catalogue, args.name),
        "get": lambda: _get(store, catalogue, args.name, profile, use=args.use),
        "import": lambda: _import(store, args.folder, args.name, profile, use=args.use),
        "verify": lambda: _verify(store, args.name),
        "remove": lambda: _remove(store, args.name, profile),
        "calibrate": lambda: _calibrate(args, profile),
        "pin": lambda: _pin(catalogue, args.name, args.revision),
    }
    return actions[args.action]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="writer models",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=help_text, description=help_text)
        add_profile_arguments(action)
        return action

    listing = add("list", "what is installed and what can be got")
    listing.add_argument("--json", action="store_true", help="one JSON array, for programs")
    info = add("info", "what a model is, what it is not, and where it came from")
    info.add_argument("name", metavar="NAME")
    get = add("get", "download a model, check every byte of it and install it")
    get.add_argument("name", metavar="NAME", help="a name from the list, or owner/name[@revision]")
    get.add_argument("--use", action="store_true", help="and make suggestions with it from now on")
    taking = add("import", "take in a model that lies in a folder on this machine")
    taking.add_argument("folder", metavar="FOLDER", type=Path)
    taking.add_argument("--name", help="what to call it (default: the folder's name)")
    taking.add_argument("--use", action="store_true", help="and make suggestions with it")
    verify = add("verify", "read every byte of an installed model again and compare checksums")
    verify.add_argument("name", metavar="NAME")
    calibrate = add(
        "calibrate",
        "round a model's numbers by how it reads some prose: half a minute, once (the window has "
        "it done in the background when it uses a model for the first time)",
    )
    calibrate.add_argument("name", metavar="NAME", help="a name from the list, or a folder")
    calibrate.add_argument("--adapter", default="", metavar="NAME", help="with this style added")
    # For the window, which has chosen already, and does not want to hear of it.
    calibrate.add_argument("--precision", default="auto", help=argparse.SUPPRESS)
    calibrate.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    calibrate.add_argument("--quietly", action="store_true", help=argparse.SUPPRESS)
    remove = add("remove", "delete an installed model, or what is left of a broken download")
    remove.add_argument("name", metavar="NAME")
    pin = add("pin", "for maintainers: print a catalogue entry's commit, sizes and checksums")
    pin.add_argument("name", metavar="NAME", help="a name from the list, or owner/name")
    pin.add_argument("--revision", help="the branch, tag or commit (default: the entry's, or main)")
    return parser


def _list(store: Store, catalogue: Catalogue, *, as_json: bool) -> int:
    rows = [
        (item.name, item.state.value, item.size, item.licence, _speed(item), item.about)
        for item in overview(store, catalogue, resources_dir())
        if item.kind is Kind.MODEL
    ]
    if as_json:
        keys = ("name", "state", "size_bytes", "licence", "speed", "about")
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=1))
        return 0
    for name, state, size, licence, _, about in rows:
        print(f"{name:<16} {state:<18} {size_text(size):>8}  {licence}\n    {about}")
    return 0


def _speed(item: Item) -> str:
    return item.entry.speed.value if item.entry else ""


def _info(store: Store, catalogue: Catalogue, name: str) -> int:
    from writer.models.about import about_model

    print(about_model(name, store, catalogue, resources_dir()).as_text())
    return 0


def _get(store: Store, catalogue: Catalogue, name: str, profile: Profile, *, use: bool) -> int:
    from writer.models.download import Download, find_source

    source = find_source(catalogue, name)
    shown = ProgressLine(sys.stderr)
    try:
        record = Download(source, store).run(shown.show)
    finally:
        shown.end()
    print(f"{record.title} is installed ({size_text(record.size)}), every byte checked.")
    return _after(record, profile, use=use)


def _after(record: Installed, profile: Profile, *, use: bool) -> int:
    if use:
        Settings(profile.config / "settings.toml").set("completions.model", record.name)
        print(f"Suggestions come from {record.name} from the next start of Writer on.")
    else:
        print(f"Try it:  writer complete --model {record.name} 'Once upon a time'")
    print(f"What it is not good for:  writer models info {record.name}")
    return 0


def _import(store: Store, folder: Path, name: str | None, profile: Profile, *, use: bool) -> int:
    from writer.models.importing import import_folder

    shown = ProgressLine(sys.stderr)
    try:
        record = import_folder(folder, store, name=name, report=shown.show)
    finally:
        shown.end()
    print(f"{record.name} is installed ({size_text(record.size)}).")
    return _after(record, profile, use=use)


def _verify(store: Store, name: str) -> int:
    from writer.models.importing import verify

    shown = ProgressLine(sys.stderr)
    try:
        record = verify(store, name, shown.show)
    finally:
        shown.end()
    print(f"All {len(record.files)} files of {name} are as they were when it was installed.")
    return 0


def _calibrate(args: argparse.Namespace, profile: Profile) -> int:
    from writer.commands.calibrate import calibrate_model

    return calibrate_model(
        args.name, args.adapter, profile, args.precision, into=args.into, quietly=args.quietly
    )


def _remove(store: Store, name: str, profile: Profile) -> int:
    if name == Settings(profile.config / "settings.toml").text("completions.model"):
        raise ModelError(
            f"{name} is the model in use, so it was kept. Choose another one first (Suggestions, "
            "Models, or completions.model in the settings)."
        )
    print(f"{name} is removed; {size_text(store.remove(name))} are free again.")
    return 0


def _pin(catalogue: Catalogue, name: str, revision: str | None) -> int:
    from writer.models.pinning import pin

    shown = ProgressLine(sys.stderr)
    try:
        text = pin(catalogue, name, revision, shown.show)
    finally:
        shown.end()
    print(text)
    return 0


class ProgressLine:
    """One line on a terminal that is written over; in a file, a line at each tenth."""

    def __init__(self, sink: TextIO) -> None:
        self._sink = sink
        self._over = sink.isatty()
        self._rate = Rate()
        self._width = 0
        self._tenth = -1
        self._phase = ""

    def show(self, progress: Progress) -> None:
        """Say how far it is; may be called as often as anything changes."""
        self._rate.add(time.monotonic(), progress.done)
        text = line(progress, self._rate)
        if self._over:
            self._sink.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            tenth = progress.done * 10 // progress.total if progress.total else 0
            if (progress.phase.value, tenth) == (self._phase, self._tenth):
                return
            self._phase, self._tenth = progress.phase.value, tenth
            self._sink.write(text + "\n")
        self._sink.flush()

    def end(self) -> None:
        """What is written next begins on a line of its own."""
        if self._over and self._width:
            self._sink.write("\n")
            self._sink.flush()
