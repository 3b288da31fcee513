"""One ``writer finetune`` from the documents to the adapter and what it is worth."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock, Timeout

from writer.engine.checkpoint import fingerprint
from writer.engine.config import read_config
from writer.engine.tokenizer import load_tokenizer
from writer.errors import ModelError, WriterError, system_words
from writer.evaluation.perplexity import Scorer, read_model
from writer.models.adapters import keep_adapter
from writer.models.learning import Finished, Measuring, Message, Paused, Reading, Stopped
from writer.models.store import Kind, Origin, Store
from writer.paths import Profile
from writer.training.style import lora
from writer.training.style.check import Fit, helped, in_words, passages_of, score_of, typing
from writer.training.style.control import Control, StoppedError
from writer.training.style.loop import Learner, Plan, stream_of
from writer.training.style.texts import Division, divide, read_own

Say = Callable[[Message], None]
ORDER = "order.json"
"""In the work folder: what is being learnt on which model, and the figures from before."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to learn from, on which model, and what to call it.

    ``base`` is the model's name in the settings, ``model`` its folder; ``typed`` characters are
    typed by the simulated typist before and after.
    """

    files: tuple[Path, ...]
    base: str
    model: Path
    name: str
    plan: Plan
    typed: int
    threads: int


def work_folder(profile: Profile, name: str) -> Path:
    """Where the place is kept until the adapter is finished."""
    return profile.state / "finetune" / name


def carry_out(job: Job, profile: Profile, control: Control, say: Say) -> Finished | Stopped:
    """Learn, measure and keep the adapter. What is said last is also returned.

    Stopped or killed at any moment, the same job goes on where it was. Raises ``WriterError``.
    """
    _check_name(job.name, profile)
    work = work_folder(profile, job.name)
    with _alone(work):
        return _carry_out(job, profile, work, control, say)


def _carry_out(
    job: Job, profile: Profile, work: Path, control: Control, say: Say
) -> Finished | Stopped:
    started = time.process_time()
    torch.set_num_threads(job.threads)
    read_config(job.model)  # other families are refused with a sentence
    division = divide(read_own(job.files))
    say(Reading(division.documents, division.learn_characters, division.held_out_characters))
    order = _order(job, division, work)
    learner: Learner | None = None
    try:
        before = _before(job, division, work, order, control, say)
        scorer, learner = _learner(job, division, work)
        kept = learner.run(control, say)
        folder = work / "adapter"
        # A fingerprint of the base: the adapter would fit another version, and make it worse.
        facts = {"base": {"name": job.base, "fingerprint": fingerprint(job.model)}}
        plan = job.plan
        lora.save_adapter(folder, kept, rank=plan.rank, alpha=plan.alpha, base=job.base)
        lora.save_facts(folder, facts)
        after = _fit(job, division, scorer, folder, control, say, before=False)
    except StoppedError:
        stopped = Stopped(learner.progress.step if learner else 0)
        say(stopped)
        return stopped
    summary = in_words(before, after)
    lora.save_facts(folder, facts | {"before": asdict(before), "after": asdict(after)})
    keep_adapter(
        folder,
        job.name,
        profile,
        base=job.base,
        origin=Origin.TRAINED,
        notes=summary,
        replace=True,
    )
    shutil.rmtree(work, ignore_errors=True)
    finished = Finished(
        name=job.name,
        helped=helped(before, after),
        perplexity_before=before.perplexity,
        perplexity_after=after.perplexity,
        bits_before=before.bits,
        bits_after=after.bits,
        saved_before=before.saved,
        saved_after=after.saved,
        characters=after.characters,
        typed=after.typed,
        cpu_minutes=(time.process_time() - started) / 60,
        summary=summary,
    )
    say(finished)
    return finished


def _check_name(name: str, profile: Profile) -> None:
    """Only what Writer trained may be trained anew; raises ``ModelError`` for another's."""
    there = Store(profile.data).find(name, Kind.ADAPTER)
    if there is not None and there.origin is not Origin.TRAINED:
        raise ModelError(
            "There is an adapter called {name!r} already, and Writer did not train it; it was "
            "left as it is. Choose another name.",
            name=name,
        )


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Hold the place against a second Writer that learns under the same name."""
    try:
        work.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = FileLock(work.with_name(work.name + ".lock"), is_singleton=False)
        held.acquire(timeout=0)
    except Timeout as error:
        raise WriterError(
            "{name!r} is being learnt already, in another window or terminal. Wait until that is "
            "done, stop it there, or choose another name.",
            name=work.name,
        ) from error
    except OSError as error:
        raise _unwritable(work, error) from error
    try:
        yield
    finally:
        held.release()


def _order(job: Job, division: Division, work: Path) -> dict[str, Any]:
    """What the work folder is for; another order's work is given up."""
    digest = hashlib.sha256("\0".join(division.learn).encode("utf-8", "replace")).hexdigest()
    plan = asdict(job.plan) | {"minutes": None, "checkpoint_s": None}  # may change on the way
    wanted = {"texts": digest, "model": fingerprint(job.model), "plan": plan, "typed": job.typed}
    try:
        order = json.loads((work / ORDER).read_text(encoding="utf-8"))
        if isinstance(order, dict) and order.get("wanted") == wanted:
            return order
    except (OSError, ValueError):
        pass
    shutil.rmtree(work, ignore_errors=True)
    return {"wanted": wanted}


def _keep_order(work: Path, order: dict[str, Any]) -> None:
    try:
        work.mkdir(parents=True, exist_ok=True, mode=0o700)
        (work / ORDER).write_text(json.dumps(order), encoding="utf-8")
    except OSError as error:
        raise _unwritable(work, error) from error


def _unwritable(work: Path, error: OSError) -> WriterError:
    return WriterError(
        "{folder} cannot be written ({reason}), so nothing could be learnt. Your documents are as "
        "they were. Make room, or mend the folder's permissions.",
        folder=work,
        reason=system_words(error),
    )


def _before(
    job: Job, division: Division, work: Path, order: dict[str, Any], control: Control, say: Say
) -> Fit:
    """The model as it is; measured once for a job, however often that is stopped."""
    if "before" in order:
        return Fit(**order["before"])
    fit = _fit(job, division, Scorer(job.model), None, control, say, before=True)
    _keep_order(work, order | {"before": asdict(fit)})
    return fit


def _fit(
    job: Job,
    division: Division,
    scorer: Scorer,
    adapter: Path | None,
    control: Control,
    say: Say,
    *,
    before: bool,
) -> Fit:
    passages = passages_of(division.judge, job.typed)

    def between(done: int) -> None:
        if control.paused:
            say(Paused())
        control.wait()
        say(Measuring(before=before, done=done, total=len(passages)))

    between(0)
    score = score_of(scorer, division.judge)
    saved, typed = typing(job.model, adapter, passages, job.threads, between)
    return Fit(score.perplexity_per_word, score.bits_per_character, saved, score.characters, typed)


def _learner(job: Job, division: Division, work: Path) -> tuple[Scorer, Learner]:
    model = read_model(job.model)
    scorer = Scorer(job.model, model=model)
    stream = stream_of(division.learn, load_tokenizer(job.model), scorer.start)

    def measure() -> float:
        return score_of(scorer, division.stop).bits_per_character

    return scorer, Learner(job.plan, model, stream, work, measure)
