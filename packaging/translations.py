"""Collect the texts of the interface, and make what the window reads: ``make translations``.

Writes resources/translations/writer_LANGUAGE.ts (for people: fill in what is empty) and the .qm
file beside each. Both are kept in the repository, so that installing needs no tool of Qt.

Qt's collector reads the window's code. The sentences of the core, which knows no Qt, are the
patterns that are given to ``Sentence`` and to the errors of Writer (writer/sentence.py).
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
MENUS = "Menus"
"""The context of the functions ``tr`` of modules, which Qt's collector leaves without one."""
SENTENCES = "Sentences"
SPEAKING = (
    *("completion", "documents", "engine", "models", "settings", "spelling", "worker", "ui"),
    *("training/style", "evaluation/perplexity.py", "build_engine.py", "errors.py", "paths.py"),
)
"""Where in ``writer`` the sentences are made that the window shows; others are the terminal's."""
HEADER = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the interface; ``plural`` has a form for each number."""

    context: str
    source: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A call that makes a sentence; ``pattern`` is ``None`` where it is not written out there."""

    place: str
    pattern: str | None
    values: frozenset[str]


def said() -> Iterator[Said]:
    """Every sentence of the core, in the order of the code."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources()}
    makers = _makers(trees.values())
    for path, tree in trees.items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) in makers and not _passes_on(call):
                yield _said(path, call)


def _said(path: Path, call: ast.Call) -> Said:
    text = call.args[-1] if call.args else None
    return Said(
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}",
        text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None,
        frozenset(keyword.arg or "" for keyword in call.keywords),
    )


def _passes_on(call: ast.Call) -> bool:
    """Whether it is given a sentence that was made elsewhere."""
    given = call.args[-1] if call.args else None
    if isinstance(given, ast.Call):
        given = given.func
    made = isinstance(given, ast.Attribute) and given.attr in ("sentence", "from_data")
    return made or any(keyword.arg is None for keyword in call.keywords)


def _sources() -> list[Path]:
    places = [ROOT / "writer" / name for name in SPEAKING]
    return [file for place in places for file in (sorted(place.rglob("*.py")) or [place])]


def _makers(trees: Iterable[ast.Module]) -> set[str]:
    """``Sentence``, and the names of ``WriterError`` and all that is derived from it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    makers = {"Sentence", "WriterError"}
    while new := {c.name for c in classes if makers & set(map(_name, c.bases))} - makers:
        makers |= new
    return makers - {"FindError"}  # which has a table


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def collect() -> list[Text]:
    """Every text, from the window's code, the settings, the themes and the reasons."""
    found = dict.fromkeys((*_in_code(), *_in_tables()))
    return sorted(found, key=lambda text: (text.context, text.source))


def _in_code() -> Iterator[Text]:
    files = sorted((ROOT / "writer" / "ui").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        command = [_tool("pyside6-lupdate"), *map(str, files), "-ts", str(fresh)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        yield from read(fresh)


def _in_tables() -> Iterator[Text]:
    from writer.completion.reasons import PLAIN_WORDS
    from writer.documents import finding
    from writer.models import about
    from writer.models.catalogue import read_catalogue
    from writer.settings.schema import SECTIONS, SETTINGS
    from writer.settings.themes import Themes

    for setting in SETTINGS:
        texts = (setting.title, setting.description, *map(str.capitalize, setting.choices))
        yield from (Text("Settings", text) for text in texts)
    yield from (Text("Settings", name) for name in SECTIONS.values())
    yield from (Text("Reasons", sentence) for sentence in PLAIN_WORDS.values())
    yield from (Text(SENTENCES, sentence) for sentence in finding.PLAIN_WORDS.values())
    yield from (Text(SENTENCES, one.pattern) for one in said() if one.pattern)
    models = (*about.TEXTS, *about.texts_of(read_catalogue(ROOT / "resources")))
    yield from (Text("Models", text) for text in models)
    themes = Themes([ROOT / "resources" / "themes"])
    yield from (Text(MENUS, theme.title) for theme in themes.values())


def read(path: Path) -> dict[Text, list[str]]:
    """The texts of a .ts file with their translations; an empty list where there is none."""
    found: dict[Text, list[str]] = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or MENUS
        for message in context.iter("message"):
            if not (source := message.findtext("source")):
                continue
            plural = message.get("numerus") == "yes"
            translation = message.find("translation")
            forms = [] if translation is None else [f.text or "" for f in translation]
            if not plural and translation is not None and translation.text:
                forms = [translation.text]
            found[Text(name, source, plural)] = forms if all(forms) else []
    return found


def write(path: Path, language: str, texts: list[Text], known: dict[Text, list[str]]) -> list[Text]:
    """Write a .ts file with what is translated already; returns what is not."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en_US")
    missing: list[Text] = []
    contexts: dict[str, ET.Element] = {}
    for text in texts:
        if text.context not in contexts:
            contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[text.context], "name").text = text.context
        message = ET.SubElement(contexts[text.context], "message")
        ET.SubElement(message, "source").text = text.source
        translation = ET.SubElement(message, "translation")
        forms = known.get(text, [])
        if not forms:
            missing.append(text)
            translation.set("type", "unfinished")
        if text.plural:
            message.set("numerus", "yes")
            for form in forms or ["", ""]:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = "".join(forms)
    ET.indent(root, " ")
    path.write_text(HEADER + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")
    return missing


def _tool(name: str) -> str:
    """Qt's programs stand beside the Python that runs this."""
    return str(Path(sys.executable).with_name(name))


def main() -> int:
    """Bring every .ts file up to date and make its .qm file; 1 when a translation is missing."""
    sys.path.insert(0, str(ROOT))
    texts = collect()
    missing = 0
    for path in sorted(FOLDER.glob("writer_*.ts")):
        language = path.stem.partition("_")[2]
        left = write(path, language, texts, read(path))
        missing += len(left)
        for text in left:
            sys.stdout.write(f"{path.name}: {text.context}: {text.source}\n")
        command = [_tool("pyside6-lrelease"), "-silent", str(path), "-qm"]
        subprocess.run([*command, str(path.with_suffix(".qm"))], check=True, timeout=120)
    sys.stdout.write(f"{len(texts)} texts, {missing} translations missing\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
