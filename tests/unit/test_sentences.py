"""What the core says to a person can be said in another language."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import pickle
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from tests.scripts import load
from writer.documents.problems import NotTextError
from writer.errors import ModelError, WriterError, system_words
from writer.models.transfer import TransferError
from writer.sentence import Sentence, listed

ROOT = Path(__file__).resolve().parents[2]
NESTED = Sentence("“{name}” is {kind}.", name="a", kind=Sentence("a picture ({type})", type="PNG"))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """packaging/translations.py, which ``make translations`` runs."""
    return load("translations")


def fields(pattern: str) -> list[tuple[str, str, str]]:
    """The places of a pattern that are filled in: name, form, conversion."""
    parsed = Formatter().parse(pattern)
    return sorted((name, form or "", how or "") for _, name, form, how in parsed if name)


def test_a_sentence_is_text_that_knows_its_parts() -> None:
    """The command line, logs and comparisons need not know that it is more than text."""
    said = Sentence("{path} has {count:,} lines.", path=Path("/x"), count=1200)
    assert said == "/x has 1,200 lines."
    assert f"{said}" == str(said) == "/x has 1,200 lines."
    assert (said.pattern, said.values) == (
        "{path} has {count:,} lines.",
        {"path": "/x", "count": 1200},
    )


def test_braces_are_only_places_where_there_are_values() -> None:
    """Neither what a library says nor the name of a file is taken for a pattern."""
    assert Sentence("no {value} is given") == "no {value} is given"
    assert Sentence("“{name}” is gone.", name="{0.__class__}{") == "“{0.__class__}{” is gone."


@pytest.mark.parametrize("said", [Sentence("Nothing."), NESTED, listed([NESTED, "b"])])
def test_a_sentence_goes_to_another_process_whole(said: Sentence) -> None:
    """As JSON and pickled: it can still be translated there, and all that is in it."""
    for there in (
        Sentence.from_data(json.loads(json.dumps(said.to_data()))),
        pickle.loads(pickle.dumps(said)),
    ):
        assert there == said
        assert there.to_data() == said.to_data()


def test_an_error_has_its_sentence() -> None:
    """Made from a pattern with values, or given; ``str`` is what the terminal says."""
    error = NotTextError("“{name}” is {kind}.", name="a", kind="a PDF")
    assert str(error) == "“a” is a PDF."
    assert error.sentence.values == {"name": "a", "kind": "a PDF"}
    assert ModelError(error.sentence).sentence is error.sentence
    transfer = TransferError("disk", "{size} are needed.", size="3 MB")
    assert (transfer.kind, str(transfer)) == ("disk", "3 MB are needed.")
    again = pickle.loads(pickle.dumps(error))
    assert again.sentence.to_data() == error.sentence.to_data()


def test_the_frequent_words_of_the_system_can_be_translated() -> None:
    """By their number: the system may speak another language than the window."""
    words = system_words(OSError(errno.ENOSPC, "Auf dem Gerät ist kein Speicherplatz mehr"))
    assert isinstance(words, Sentence)
    assert words == "No space left on device"
    assert system_words(OSError(errno.ENOTSUP, "Not supported")) == "Not supported"
    assert system_words(OSError("it broke")) == "it broke"
    assert system_words(ValueError("no number")) == "no number"


def test_every_sentence_of_the_core_is_written_out(tool: ModuleType) -> None:
    """``SomeError("a pattern with a {name}", name=…)``: no f-string, no text put together.

    What is put together could be found by no translator, and would stay English in the window.
    """
    said = list(tool.said())
    assert len(said) > 200
    assert [one.place for one in said if one.pattern is None] == []
    for one in said:
        wanted = {name for name, _, _ in fields(one.pattern)} if one.values else set()
        assert wanted == one.values, one.place


def test_every_sentence_of_the_core_has_its_german(tool: ModuleType) -> None:
    """With the same values in the same form.

    When this fails: ``make translations``, fill in what is empty in the .ts file, and again.
    """
    known = tool.read(ROOT / "resources" / "translations" / "writer_de.ts")
    for one in tool.said():
        forms = known.get(tool.Text(tool.SENTENCES, one.pattern))
        assert forms, f"{one.place}: {one.pattern}"
        assert fields(forms[0]) == fields(one.pattern), one.place


def test_every_kind_of_error_is_looked_at(tool: ModuleType) -> None:
    """An error that is not found by its base class would say English unseen."""
    for module in ("writer.documents.saving", "writer.models.download", "writer.settings.store"):
        importlib.import_module(module)
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in tool._sources()]
    makers = tool._makers(trees)
    mine = {kind.__name__ for kind in _all_kinds(WriterError) if kind.__module__ != __name__}
    assert {"TransferError", "NeedsInPlaceWrite", "TooLargeError"} <= mine
    shown = {"BadLineError", "PeerError", "FindError"}  # the terminal's; the last has a table
    assert mine - shown <= makers


def test_the_window_translates_what_it_shows() -> None:
    """``str(error)`` is English: the window says ``plain_sentence(error)``."""
    for path in sorted((ROOT / "writer" / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "str":
                assert "error" not in ast.unparse(node), f"{path.name}:{node.lineno}"


def _all_kinds(kind: type[WriterError]) -> set[type[WriterError]]:
    return {kind}.union(*(_all_kinds(one) for one in kind.__subclasses__()))
