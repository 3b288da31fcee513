"""``writer eval``: how often suggestions are shown, how often they are right, what they save."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from writer import log
from writer.commands.arguments import (
    add_adapter_argument,
    add_model_argument,
    add_profile_arguments,
    count,
)
from writer.completion.eagerness import Eagerness
from writer.errors import WriterError
from writer.models.adapters import find_adapter
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir
from writer.settings.store import Settings

if TYPE_CHECKING:
    from writer.evaluation.judging import KnownWords
    from writer.evaluation.run import Outcome, Plan
    from writer.evaluation.texts import HeldText

DESCRIPTION = """\
Measure suggestions on text that the model has not seen: a folder of text files, or files.

  writer eval heldout                          the scorecard
  writer eval heldout --calibrate              choose the thresholds, and store them
  writer eval heldout --ablation               what each part of the judgement is worth
  writer eval heldout --baselines --corpus DIR --compare OLD_MODEL
  writer eval heldout --precisions             how near 8 bits stay to fp32
  writer eval --perplexity chapter.txt
"""


def main(argv: Sequence[str]) -> int:
    """Run the command; bad input raises :class:`WriterError`."""
    args = _parser().parse_args(argv)
    log.configure(debug=args.debug)
    profile = Profile.under(args.profile) if args.profile else Profile.default()
    settings = Settings(None if args.temp_profile else profile.config / "settings.toml")
    folder = find_model(args.model or settings.text("completions.model"), resources_dir(), profile)
    adapter = _adapter(folder, profile, args)
    if args.perplexity is not None:
        return _perplexity(folder, adapter, args)
    return _evaluate(folder, adapter, args)


def _adapter(model: Path, profile: Profile, args: argparse.Namespace) -> Path | None:
    """The adapter that was named, if it fits; the one in the settings is not measured unasked."""
    if args.adapter is None:
        return None
    if args.calibrate or args.precisions or args.baselines:
        raise WriterError(
            "--adapter cannot be combined with --calibrate or --precisions, which change the "
            "model's own folder, nor with --baselines, which compares whole models."
        )
    from writer.engine.adapter import check_adapter

    folder = find_adapter(args.adapter, profile)
    check_adapter(folder, model)
    return folder


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="writer eval",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths", metavar="FILE_OR_DIR", nargs="*", type=Path, help="held-out text files"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--calibrate",
        action="store_true",
        help="choose thresholds on half of the documents, report on the others, write "
        "judgement.json into the model's folder",
    )
    what.add_argument(
        "--ablation", action="store_true", help="run once with every part, and once without each"
    )
    what.add_argument(
        "--baselines", action="store_true", help="compare with a word trigram and other models"
    )
    what.add_argument(
        "--precisions",
        action="store_true",
        help="compare the precisions with fp32, write precisions.json into the model's folder",
    )
    parser.add_argument(
        "--at-once",
        type=count,
        metavar="N",
        help="with --precisions: tokens of a passage that are read in one go (default 160); the "
        "figures are then printed only",
    )
    what.add_argument("--perplexity", metavar="FILE", type=Path, help="perplexity of one text file")
    parser.add_argument(
        "--positions", type=count, default=2000, metavar="N", help="carets to try (default 2000)"
    )
    parser.add_argument("--seed", type=int, default=0, help="which carets (default 0)")
    parser.add_argument(
        "--max-words", type=count, default=8, metavar="N", help="longest suggestion (default 8)"
    )
    parser.add_argument(
        "--eagerness",
        choices=[e.value for e in Eagerness],
        default=Eagerness.BALANCED.value,
        help="whose threshold gates the suggestions (default balanced)",
    )
    parser.add_argument(
        "--without",
        metavar="PARTS",
        default="",
        help="parts of the judgement to switch off, with commas: healing,gate,own_words,...",
    )
    parser.add_argument(
        "--typed",
        type=_from_zero,
        default=5000,
        metavar="N",
        help="characters of each kind that the simulated typist types (default 5000; 0: none)",
    )
    parser.add_argument(
        "--jobs", type=count, metavar="N", help="processes (default: one for each processor)"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="save all figures and cases")
    parser.add_argument("--plot", metavar="PNG", type=Path, help="draw precision over coverage")
    parser.add_argument(
        "--jsonl-cases",
        metavar="FILE",
        type=Path,
        help="judge these cases instead: a JSON object a line with prefix, targets, suffix",
    )
    parser.add_argument(
        "--corpus", metavar="DIR", type=Path, help="training corpus: its words, and the trigram"
    )
    parser.add_argument(
        "--trigram",
        metavar="FILE",
        type=Path,
        help="keep the trigram in FILE, or use the one that is there",
    )
    parser.add_argument(
        "--compare",
        metavar="FOLDER",
        action="append",
        default=[],
        type=Path,
        help="another model for --baselines (may be given several times)",
    )
    parser.add_argument(
        "--stride",
        type=count,
        metavar="N",
        help="tokens between windows for perplexity (default: half of the model's context)",
    )
    parser.add_argument(
        "--scored",
        type=count,
        default=20_000,
        metavar="N",
        help="characters of each document scored for bits per character (default 20000)",
    )
    add_model_argument(parser)
    add_adapter_argument(parser)
    add_profile_arguments(parser)
    return parser


def _from_zero(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return value


def parts_of(names: str) -> frozenset[str]:
    """The parts of the judgement named with commas; raises :class:`WriterError`."""
    from writer.engine.shaping import Features

    known = {field.name for field in fields(Features)}
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    if wanted - known:
        raise WriterError(
            f"There is no part called {', '.join(sorted(wanted - known))!r}. "
            f"The parts are: {', '.join(sorted(known))}."
        )
    return frozenset(wanted)


def _evaluate(folder: Path, adapter: Path | None, args: argparse.Namespace) -> int:
    from writer.evaluation.positions import read_cases
    from writer.evaluation.run import Plan, carry_out
    from writer.evaluation.texts import read_texts
    from writer.evaluation.workers import EngineSpec, default_jobs

    plan = Plan(
        spec=EngineSpec(folder, parts_of(args.without), adapter=adapter),
        positions=args.positions,
        seed=args.seed,
        max_words=args.max_words,
        eagerness=Eagerness(args.eagerness),
        typed=args.typed,
        jobs=args.jobs or default_jobs(),
    )
    if args.jsonl_cases is not None:
        cases = read_cases(args.jsonl_cases)
        texts = read_texts(args.paths) if args.paths else []
        _show(carry_out(plan, texts, cases=cases, known=_known(texts, args)), args)
        return 0
    texts = read_texts(args.paths)
    if args.precisions:
        return _precisions(folder, texts, args)
    if args.calibrate:
        return _calibrate(plan, texts, args)
    if args.ablation:
        return _ablation(plan, texts, args)
    if args.baselines:
        from writer.evaluation.baselines import compare

        return compare(
            plan,
            texts,
            corpus=args.corpus,
            trigram=args.trigram,
            others=args.compare,
            scored=args.scored,
            stride=args.stride,
            save=args.json,
        )
    _show(carry_out(plan, texts, known=_known(texts, args)), args)
    return 0


def _known(texts: Sequence[HeldText], args: argparse.Namespace) -> KnownWords | None:
    from writer.evaluation.judging import KnownWords, known_words

    if not texts:
        return None
    found = known_words(text.text for text in texts)
    if args.corpus is not None or args.trigram is not None:
        from writer.evaluation.trigram_file import trigram_at

        found |= trigram_at(args.trigram, args.corpus).words()
    return KnownWords(found)


def _show(outcome: Outcome, args: argparse.Namespace) -> None:
    from writer.evaluation.report import scorecard_json, scorecard_text

    print(scorecard_text(outcome))
    if args.plot is not None:
        _plot(outcome, args.plot)
    if args.json is not None:
        save_json(args.json, scorecard_json(outcome))


def _plot(outcome: Outcome, path: Path) -> None:
    from writer.evaluation.curve import draw, sweep
    from writer.evaluation.run import folder_name
    from writer.evaluation.texts import Kind

    curves = {kind.value: sweep(outcome.of(kind=kind)) for kind in Kind if outcome.of(kind=kind)}
    marks = {e.value.capitalize(): gate for e, gate in outcome.thresholds.items()}
    name = folder_name(outcome.plan.spec.folder)
    draw(curves, marks, path, f"Suggestions of the model '{name}' on held-out text")


def _calibrate(plan: Plan, texts: Sequence[HeldText], args: argparse.Namespace) -> int:
    from writer.evaluation import calibrate, scorecard
    from writer.evaluation.positions import sample
    from writer.evaluation.run import ask_everywhere, carry_out
    from writer.evaluation.texts import halves

    first, second = halves(texts)
    if not second:
        raise WriterError(
            "Calibration needs at least two held-out documents of a kind: one half to choose "
            "the thresholds on, the other to report on."
        )
    half = replace(plan, positions=-(-plan.positions // 2))
    chosen_on = sample(first, half.positions, half.seed)
    cases = scorecard.automatic(ask_everywhere(half, chosen_on, "positions to choose on"))
    thresholds = calibrate.choose(cases)
    outcome = carry_out(half, second, known=_known(texts, args), thresholds=thresholds)
    held = {eagerness: outcome.rates(eagerness) for eagerness in Eagerness}
    path = calibrate.write_judgement(
        plan.spec.folder,
        thresholds,
        documents=[text.name for text in first],
        positions=len(cases),
        held=held,
    )
    print(f"Chosen on {len(cases)} positions in {len(first)} documents; written to {path}.")
    print(f"The figures below are of the {len(second)} other documents.\n")
    _show(outcome, args)
    print()
    for sentence, met in calibrate.verdicts(held):
        print(f"{'met    ' if met else 'NOT MET'}  {sentence}")
    return 0


def _precisions(folder: Path, texts: Sequence[HeldText], args: argparse.Namespace) -> int:
    from writer.engine.fidelity import write_fidelity
    from writer.evaluation.fidelity import AT_ONCE, measure, table

    figures = measure(folder, texts, args.positions, at_once=args.at_once or AT_ONCE)
    where = "not written"
    if args.at_once is None:
        try:
            where = f"written to {write_fidelity(folder, figures)}"
        except OSError as error:
            raise WriterError(f"The figures could not be written to {folder} ({error}).") from error
    print(table(figures))
    print(f"Of {next(iter(figures.values())).positions} positions; {where}.")
    return 0


def _ablation(plan: Plan, texts: Sequence[HeldText], args: argparse.Namespace) -> int:
    from writer.engine.shaping import Features
    from writer.evaluation.positions import EXERCISES, sample
    from writer.evaluation.report import ablation_table, scorecard_json
    from writer.evaluation.run import carry_out, with_open_gate

    known = _known(texts, args)
    positions = sample(texts, plan.positions, plan.seed)
    positions += sample(texts, plan.positions * 3 // 4, plan.seed + 1, EXERCISES)
    whole = carry_out(plan, texts, cases=positions, known=known)
    outcomes = [whole, with_open_gate(whole, texts)]
    for part in (field.name for field in fields(Features) if field.name != "gate"):
        spec = replace(plan.spec, without=plan.spec.without | {part})
        apart = replace(plan, spec=spec)
        outcomes.append(carry_out(apart, texts, cases=positions, known=known, one_gate=True))
    print(ablation_table(outcomes))
    if args.json is not None:
        save_json(args.json, [scorecard_json(outcome) for outcome in outcomes])
    return 0


def _perplexity(folder: Path, adapter: Path | None, args: argparse.Namespace) -> int:
    from writer.evaluation.perplexity import Scorer

    try:
        text = args.perplexity.read_text(encoding="utf-8").strip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WriterError(f"The text {args.perplexity} cannot be read ({error}).") from error
    score = Scorer(folder, args.stride, adapter).score(text)
    print(
        f"{score.characters} characters, {score.words} words, {score.tokens} tokens\n"
        f"perplexity per token {score.perplexity_per_token:.3f}\n"
        f"perplexity per word  {score.perplexity_per_word:.3f}\n"
        f"bits per character   {score.bits_per_character:.4f}"
    )
    if args.json is not None:
        save_json(args.json, score.as_json())
    return 0


def save_json(path: Path, data: object) -> None:
    """Write figures; raises :class:`WriterError` when that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriterError(f"The figures could not be written to {path} ({error}).") from error
