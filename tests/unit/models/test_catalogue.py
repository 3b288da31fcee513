"""The list of models is checked when it is read, and the shipped one says nothing unchecked."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.errors import ModelError
from writer.models.catalogue import COMMIT, Entry, parse_catalogue, read_catalogue
from writer.models.check import check_folder
from writer.models.download import find_source
from writer.paths import resources_dir

HEAD = "version = 1\n"
ENTRY = """
[[model]]
name = "one"
title = "One"
repository = "someone/one"
revision = "main"
family = "gpt2"
parameters = 1
languages = "English"
licence = "MIT"
made_by = "Someone"
trained_on = "Pages"
memory = "small"
speed = "fast"
good_for = "Trying."
limits = "Many."
"""
FILE = """
[[model.files]]
name = "config.json"
size = 2
sha256 = "{sha}"
"""


def shipped() -> tuple[Entry, ...]:
    return read_catalogue(resources_dir()).entries


def test_the_shipped_list_begins_with_what_is_there_and_recommends_distilgpt2() -> None:
    """The starter model first; exactly one is recommended; it is pinned down to every weight."""
    entries = shipped()
    assert entries[0].shipped
    (best,) = (entry for entry in entries if entry.recommended)
    assert (best.name, best.repository) == ("distilgpt2", "distilbert/distilgpt2")
    assert best.is_pinned
    assert 350_000_000 < best.download_bytes < 360_000_000


@pytest.mark.parametrize("entry", shipped(), ids=lambda entry: entry.name)
def test_every_entry_says_what_people_need(entry: Entry) -> None:
    """Licence, size, use and limits are there; what can be downloaded names a commit."""
    assert entry.licence
    assert entry.good_for.endswith(".")
    assert entry.limits.endswith(".")
    assert entry.shipped or entry.download_bytes > 0
    assert entry.shipped or COMMIT.fullmatch(entry.revision)


def test_the_starter_model_is_what_the_list_says() -> None:
    """The number of parameters in the list is that of the file."""
    facts = check_folder(resources_dir() / "models" / "starter")
    assert (facts.parameters, facts.family) == (shipped()[0].parameters, shipped()[0].family)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "version"),
        (HEAD + ENTRY + ENTRY, "same name"),
        (HEAD + ENTRY.replace('"one"', '"a b"'), "called 'a b'"),
        (HEAD + ENTRY.replace("parameters = 1", 'parameters = "1"'), "parameters is '1'"),
        (HEAD + ENTRY.replace('speed = "fast"', 'speed = "swift"'), "'swift'"),
        (HEAD + ENTRY.replace('limits = "Many."', ""), "limits"),
        (HEAD + ENTRY + 'colour = "red"\n', "'colour' is not known"),
        (HEAD + ENTRY.replace("someone/one", "someone"), "repository is 'someone'"),
        (HEAD + ENTRY.replace('revision = "main"', ""), "revision is missing"),
        (HEAD + ENTRY + "shipped = true\n", "shipped or has"),
        (HEAD + ENTRY + FILE.format(sha="0" * 64), "without a commit"),
        (HEAD + ENTRY + FILE.format(sha="xyz"), "SHA-256 of config.json"),
        (HEAD + ENTRY + FILE.format(sha="0" * 64).replace("config", "../c"), "called '../c"),
    ],
)
def test_a_wrong_list_names_what_is_wrong(text: str, says: str, tmp_path: Path) -> None:
    """A maintainer's slip is found by its name, and a person gets a sentence."""
    with pytest.raises(ValueError, match=says):
        parse_catalogue(text)
    (tmp_path / "catalogue.toml").write_text(text)
    with pytest.raises(ModelError, match="cannot be read"):
        read_catalogue(tmp_path)


def test_a_source_is_a_name_or_a_repository() -> None:
    """``get`` takes a name, a repository, and a repository with a revision; nothing else."""
    catalogue = read_catalogue(resources_dir())
    assert find_source(catalogue, "gpt2").repository == "openai-community/gpt2"
    assert find_source(catalogue, "distilbert/distilgpt2").pinned
    other = find_source(catalogue, "someone/prose-gpt2@v2")
    assert (other.name, other.revision, other.pinned) == ("prose-gpt2", "v2", ())
    for wrong in ("starter", "nothing", "../up", "a/b/c", "https://hub/x", ""):
        with pytest.raises(ModelError):
            find_source(catalogue, wrong)
