"""``writer adapters``: list, add, remove, use and switch off LoRA adapters."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from writer import log
from writer.commands.arguments import add_model_argument, add_profile_arguments
from writer.errors import WriterError
from writer.models.adapters import find_adapter, keep_adapter, list_adapters, remove_adapter
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir
from writer.settings.store import Settings

SETTING = "completions.adapter"
DESCRIPTION = """\
Adapters change a model a little: towards your style, or towards a kind of text. They are LoRA
adapters in PEFT's format (adapter_config.json and adapter_model.safetensors).

  writer adapters list
  writer adapters add FOLDER [--name NAME]
  writer adapters use NAME
  writer adapters off
  writer adapters remove NAME
"""


def main(argv: Sequence[str]) -> int:
    """Run the command; raises :class:`WriterError`."""
    args = _parser().parse_args(argv)
    log.configure(debug=args.debug)
    profile = Profile.under(args.profile) if args.profile else Profile.default()
    settings = Settings(None if args.temp_profile else profile.config / "settings.toml")
    settings.on_save_problem = _fail
    args.act(args, profile, settings)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="writer adapters",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(metavar="list|add|use|off|remove", required=True)

    def verb(
        name: str, act: Callable[[argparse.Namespace, Profile, Settings], None], text: str
    ) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text)
        made.set_defaults(act=act)
        add_profile_arguments(made)
        return made

    verb("list", _list, "show the adapters that are kept, and which is in use")
    adding = verb("add", _add, "check an adapter against the model and keep a copy of it")
    adding.add_argument("folder", metavar="FOLDER", type=Path)
    adding.add_argument("--name", metavar="NAME", help="what to call it (default: the folder's)")
    add_model_argument(adding)
    using = verb("use", _use, "suggestions come from the model with this adapter from now on")
    using.add_argument("name", metavar="NAME")
    verb("off", _off, "suggestions come from the model alone from now on")
    removing = verb("remove", _remove, "delete an adapter that is kept")
    removing.add_argument("name", metavar="NAME")
    return parser


def _list(_args: argparse.Namespace, profile: Profile, settings: Settings) -> None:
    kept = list_adapters(profile)
    used = settings.text(SETTING)
    for adapter in kept:
        mark = "*" if adapter.name == used else " "
        print(f"{mark} {adapter.name}  (for {adapter.base}, {adapter.size / 1e6:.1f} MB)")
        if adapter.notes:
            print(f"    {adapter.notes}")
    if used and used not in {adapter.name for adapter in kept}:
        print(f"* {used}  (not kept in the profile)")
    if not kept and not used:
        print("There are no adapters. `writer finetune FILES` trains one on your own documents.")


def _add(args: argparse.Namespace, profile: Profile, settings: Settings) -> None:
    base = args.model or settings.text("completions.model")
    model = find_model(base, resources_dir(), profile)
    from writer.engine.adapter import check_adapter

    check_adapter(args.folder, model)
    name = args.name or args.folder.resolve().name
    keep_adapter(args.folder, name, profile, base=base)
    print(f"Kept as {name!r}; it fits {model.name!r}. Switch it on: writer adapters use {name}")


def _use(args: argparse.Namespace, profile: Profile, settings: Settings) -> None:
    folder = find_adapter(args.name, profile)
    model = find_model(settings.text("completions.model"), resources_dir(), profile)
    from writer.engine.adapter import check_adapter

    check_adapter(folder, model)
    settings.set(SETTING, args.name)
    print(f"Suggestions come from {model.name!r} with {args.name!r}, from Writer's next start on.")


def _off(_args: argparse.Namespace, _profile: Profile, settings: Settings) -> None:
    settings.set(SETTING, "")
    print("No adapter is in use. None was deleted.")


def _remove(args: argparse.Namespace, profile: Profile, settings: Settings) -> None:
    remove_adapter(args.name, profile)
    if settings.text(SETTING) == args.name:
        settings.set(SETTING, "")
    print(f"The adapter {args.name!r} is gone.")


def _fail(sentence: str) -> None:
    raise WriterError(sentence)
