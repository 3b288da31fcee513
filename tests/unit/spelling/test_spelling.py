"""Which words are looked at, which are right, and which letters can become a word."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from writer.errors import SettingsError
from writer.spelling.beginnings import Beginnings
from writer.spelling.dictionaries import BUNDLED, choose_dictionary, find_dictionaries
from writer.spelling.speller import Speller
from writer.spelling.words import utf16_offset, words_of


@pytest.fixture(scope="module")
def english() -> Speller:
    """The bundled dictionary; nobody adds to it here."""
    speller = Speller(None)
    assert speller.load(BUNDLED) == BUNDLED
    return speller


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s “well-known”, isn't it?", ["It’s", "well", "known", "isn't", "it"]),
        ("Run `rm -rf x` now", ["Run", "now"]),
        ("at me@example.org or https://a.b/cde today", ["at", "or", "today"]),
        ("[a link](http://wrng.wrod) here", ["a", "link", "here"]),
        ("the 3rd snake_case v2beta end", ["the", "end"]),
        ("naïve café 😀 über", ["naïve", "café", "über"]),
        ("", []),
    ],
)
def test_what_is_looked_at(text: str, words: list[str]) -> None:
    """Prose only: code, addresses and words with digits are nobody's mistake."""
    found = list(words_of(text))
    assert [word.text for word in found] == words
    assert all(text[word.start :].startswith(word.text) for word in found)


def test_offsets_are_in_the_units_of_the_editor() -> None:
    """A character beyond the basic plane counts twice."""
    assert utf16_offset("a😀b", 2) == 3


@pytest.mark.parametrize(
    "word", ["gentleman", "don’t", "don't", "dog’s", "NASA", "PNG", "I", "x", "walking", "Paris"]
)
def test_right_words(english: Speller, word: str) -> None:
    """With either apostrophe; a single letter and capitals are let be."""
    assert english.is_right(word)


BRITISH = (
    *("colour", "favourable", "honour", "parlour", "neighbourhood", "realise", "organisation"),
    *("analysed", "travelled", "traveller", "modelling", "centre", "theatres", "defence"),
    *("catalogue", "mould", "judgement", "unmistakeable", "grey", "Greyish", "cheques", "storeys"),
    *("ploughing", "unskilful", "outmanoeuvred", "gynaecologist", "misspelt", "programmes"),
)


@pytest.mark.parametrize("word", BRITISH)
def test_british_spellings_are_no_mistakes(english: Speller, word: str) -> None:
    """Nor are they on their way: every beginning of them can become a word."""
    assert english.is_right(word)
    for length in range(3, len(word) + 1):
        assert english.begins_a_word(word[:length]), word[:length]


@pytest.mark.parametrize("word", ["recieve", "definately", "teh", "greyt", "tyrred", "слово"])
def test_wrong_words(english: Speller, word: str) -> None:
    """Also letters that the dictionary's alphabet does not have."""
    assert not english.is_right(word)


def test_suggestions_keep_the_apostrophe(english: Speller) -> None:
    """The likeliest first; a very long word has none (Hunspell would look for seconds)."""
    assert english.suggestions("recieve")[0] == "receive"
    assert "don’t" in english.suggestions("don’tt")
    assert english.suggestions("x" * 41) == []


@pytest.mark.parametrize(
    "letters", ["gentlem", "walki", "runnin", "unhapp", "happil", "stopp", "didn’", "re", "Gentl"]
)
def test_letters_that_begin_a_word(english: Speller, letters: str) -> None:
    """Of a stem, or of a stem with something before or behind it."""
    assert english.begins_a_word(letters)


@pytest.mark.parametrize("letters", ["definat", "recie", "xqz", "wrol", "gentelm"])
def test_letters_that_begin_none(english: Speller, letters: str) -> None:
    """Whatever comes next, it would be wrong."""
    assert not english.begins_a_word(letters)


def test_a_language_of_compounds_rules_nothing_out() -> None:
    """Any two German words can be one."""
    assert Beginnings(["haus"], ["COMPOUNDBEGIN x"]).begins_a_word("hausxq")
    assert not Beginnings(["haus"], ["COMPOUNDRULE 1"]).begins_a_word("hausxq")


def test_own_words_are_kept_and_can_be_begun(tmp_path: Path) -> None:
    """Private, one a line, known at the next start; in any case and with either apostrophe."""
    speller = Speller(tmp_path)
    speller.load(BUNDLED)
    heard: list[bool] = []
    end = speller.on_change(lambda: heard.append(True))
    assert not speller.is_right("Frodoish")
    speller.add("Frodoish")
    speller.add("hobbit’ish")
    end()
    assert speller.is_right("frodoish")
    assert heard == [True, True]
    path = tmp_path / "dictionary.txt"
    assert path.read_text(encoding="utf-8") == "Frodoish\nhobbit’ish\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = Speller(tmp_path)
    again.load(BUNDLED)
    assert again.is_right("Frodoish")
    assert again.is_right("hobbit'ish")
    assert again.begins_a_word("hobbit'i")


def test_ignored_words_are_forgotten(tmp_path: Path) -> None:
    """They hold for this run only."""
    speller = Speller(tmp_path)
    speller.load(BUNDLED)
    speller.ignore("teh")
    assert speller.is_right("teh")
    assert not (tmp_path / "dictionary.txt").exists()


def test_a_word_that_cannot_be_saved_is_a_sentence(tmp_path: Path) -> None:
    """It holds all the same."""
    speller = Speller(tmp_path / "file" / "below")
    (tmp_path / "file").write_text("not a folder")
    speller.load(BUNDLED)
    with pytest.raises(SettingsError, match="holds until Writer is closed"):
        speller.add("teh")
    assert speller.is_right("teh")


def test_dictionaries_of_the_user_come_first(tmp_path: Path) -> None:
    """One without its affix file is none; one that cannot be read spells nothing wrong."""
    own, system = tmp_path / "own", tmp_path / "system"
    for folder, names in ((own, ["de_DE"]), (system, ["de_DE", "fr_FR"])):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.dic").write_text("1\nhaus\n")
            (folder / f"{name}.aff").write_text("SET UTF-8\n")
    (own / "xx.dic").write_text("0\n")
    found = find_dictionaries([own, system, tmp_path / "missing"])
    assert found == {"de_DE": own, "fr_FR": system}
    speller = Speller(None, folders=[own])
    assert speller.available() == ["de_DE"]
    assert speller.load("de_DE") == "de_DE"
    assert speller.is_right("haus")
    assert not speller.is_right("hauss")
    assert speller.load("fr_FR") == ""
    assert speller.is_right("hauss")


@pytest.mark.parametrize(
    ("wanted", "system", "chosen"),
    [
        ("", "de_DE", "de_DE"),
        ("", "de_AT", "de_DE"),
        ("", "en_GB", "en_US"),
        ("", "ja_JP", "en_US"),
        ("", "", "en_US"),
        ("", "C", "en_US"),
        ("", "es_MX", "es_ES"),
        ("de_DE", "en_US", "de_DE"),
        ("xx", "en_US", None),
    ],
)
def test_which_dictionary(wanted: str, system: str, chosen: str | None) -> None:
    """What was chosen; else the system's language, its sister, or English."""
    found = {"de_DE": Path(), "en_US": Path(), "es_ES": Path()}
    assert choose_dictionary(wanted, system, found) == chosen


@pytest.mark.parametrize(
    ("system", "chosen"),
    [
        ("en_GB", "en_GB"),
        ("en_AU", "en_GB"),
        ("en_CA", "en_CA"),
        ("en_US", "en_US"),
        ("C", "en_US"),
    ],
)
def test_which_english(system: str, chosen: str) -> None:
    """Its own; else the British one, where it was installed, for all who are not American."""
    found = {name: Path() for name in ("en_CA", "en_GB", "en_US")}
    assert choose_dictionary("", system, found) == chosen
