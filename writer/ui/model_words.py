"""What the window says about models: states, sizes, progress, in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from writer.models.overview import Item, State
from writer.models.progress import Phase
from writer.models.store import Kind
from writer.sentence import Sentence
from writer.ui.locale_words import decimal_words, locale_here
from writer.ui.model_switch import Choice, ModelSwitch
from writer.ui.model_tasks import Doing, Status, Task
from writer.ui.translation import plain_sentence

MINUTE_S, HOUR_S = 60, 3600


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def tr_model(text: str) -> str:
    """A text of the catalogue, of the facts about a model, or a sentence on how it was made."""
    if isinstance(text, Sentence):
        return plain_sentence(text)
    return QCoreApplication.translate("Models", text)


def size_words(count: int) -> str:
    """Bytes in powers of ten, as the language writes them: 354 MB, 1.5 GB."""
    units = QLocale.DataSizeFormat.DataSizeSIFormat
    digits = 1 if count >= 1e9 or 1e6 <= count < 1e7 else 0
    return locale_here().formattedDataSize(count, digits, units)


def time_words(seconds: float) -> str:
    """A time that is only guessed."""
    if seconds < MINUTE_S:
        return tr("{count} s").format(count=max(1, round(seconds)))
    if seconds < HOUR_S:
        return tr("{count} min").format(count=round(seconds / MINUTE_S))
    return tr("{count} h").format(count=decimal_words(seconds / HOUR_S))


def choice_of(item: Item, in_use: Choice | None) -> Choice:
    """What Use means for an item: a model alone, or an adapter on the model it was made for."""
    if item.kind is Kind.MODEL:
        return Choice(item.name)
    base = item.record.base if item.record else ""
    return Choice(base or (in_use.model if in_use else "starter"), item.name)


def is_part_of(item: Item, choice: Choice | None) -> bool:
    """Whether an item is this model, or this adapter."""
    if choice is None:
        return False
    return item.name == (choice.model if item.kind is Kind.MODEL else choice.adapter)


def row_words(item: Item, task: Task | None, switch: ModelSwitch) -> str:
    """The second line in the list."""
    if task is not None and (task.is_active or task.status in (Status.PAUSED, Status.FAILED)):
        return short_words(task)
    size = size_words(item.size)
    if is_part_of(item, switch.loading):
        return tr("Loading…")
    if is_part_of(item, switch.in_use):
        return tr("In use · {size}").format(size=size)
    if item.kind is Kind.ADAPTER:
        base = item.record.base if item.record else ""
        return tr("Adapter for {base} · {size}").format(base=base, size=size)
    match item.state:
        case State.SHIPPED:
            return tr("Comes with Writer · {size}").format(size=size)
        case State.INSTALLED:
            return tr("Installed · {size}").format(size=size)
        case State.PARTLY:
            return tr("Partly downloaded · {size}").format(size=size_words(item.on_disk))
    recommended = item.entry is not None and item.entry.recommended
    text = tr("Recommended · {size} to get") if recommended else tr("{size} to get")
    return text.format(size=size)


def short_words(task: Task) -> str:
    """A task in a word or two."""
    if task.status is Status.PAUSED:
        return tr("Paused at {percent} %").format(percent=percent(task))
    if task.status is Status.STOPPING:
        return tr("Stopping…")
    if task.status is Status.FAILED:
        return tr("Changed on the disk") if task.doing is Doing.CHECKING else tr("Not finished")
    if task.doing is Doing.REMOVING:
        return tr("Removing…")
    if task.progress.phase is Phase.WAITING:
        return tr("Waiting…")
    if task.progress.phase is Phase.CHECKING:
        return tr("Checking, {percent} %").format(percent=percent(task))
    if task.doing is Doing.GETTING and task.progress.total:
        return tr("Downloading, {percent} %").format(percent=percent(task))
    return tr("Beginning…")


def percent(task: Task) -> int:
    """How much is done, 0 to 100."""
    progress = task.progress
    return progress.done * 100 // progress.total if progress.total else 0


def progress_words(task: Task) -> str:
    """What happens now, how far, how fast, how long."""
    progress = task.progress
    if task.status is Status.PAUSED:
        return tr("Paused. {share} have arrived and are kept.").format(
            share=share_words(task),
        )
    if task.status is Status.STOPPING:
        return tr("Stopping…")
    if progress.phase is Phase.LOOKING:
        return tr("Asking the hub what there is…") if task.doing is Doing.GETTING else ""
    if progress.phase is Phase.WAITING:
        return plain_sentence(progress.message or "")
    share = share_words(task)
    if progress.phase is Phase.CHECKING:
        return tr("Checking every byte: {share}").format(share=share)
    words = [share]
    if task.bytes_per_s:
        words.append(tr("{size} a second").format(size=size_words(round(task.bytes_per_s))))
    if task.left_s is not None:
        words.append(tr("{time} left").format(time=time_words(task.left_s)))
    return ", ".join(words)


def share_words(task: Task) -> str:
    """So much of so much."""
    done, total = task.progress.done, task.progress.total
    return tr("{done} of {total}").format(done=size_words(done), total=size_words(total))
