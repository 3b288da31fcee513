"""OpenDocument texts come in as Markdown, and a hostile one ends in a sentence."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from writer.documents.importing import import_document, is_importable
from writer.documents.markup import parse, render_xhtml
from writer.documents.odt_import import import_odt
from writer.errors import DocumentError

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{short}="{_URN}{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
_SHARED = f"""<office:document-styles {_SPACES}><office:styles>
<style:style style:name="Strong" style:family="text">
  <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph">
  <style:text-properties fo:font-weight="bold"/></style:style>
</office:styles></office:document-styles>"""
_OWN = """<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>
<style:style style:name="T1" style:family="text" style:parent-style-name="Strong">
  <style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T2" style:family="text">
  <style:text-properties fo:font-style="italic"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1"/>
  <text:list-level-style-bullet text:level="2" text:bullet-char="-"/>
</text:list-style></office:automatic-styles>"""


def _write(path: Path, body: str, *, kind: str = "text") -> Path:
    content = (
        f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">{_OWN}'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("styles.xml", _SHARED)
    return path


def _markdown(tmp_path: Path, body: str) -> str:
    return import_odt(_write(tmp_path / "a.odt", body)).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<text:p text:style-name="Title">The Sea</text:p>', "# The Sea"),
        ('<text:h text:outline-level="3">Dawn</text:h>', "### Dawn"),
        ('<text:h text:outline-level="99">Deep</text:h>', "###### Deep"),
        ('<text:p text:style-name="P1">Said.</text:p>', "> Said."),
        ('<text:p text:style-name="P2">Its own parent.</text:p>', "Its own parent."),
        ("<text:p>* * *</text:p>", "* * *"),
        ("<text:p># no heading</text:p>", r"\# no heading"),
        ("<text:p>a\n   b<text:s text:c='2'/>c<text:tab/>d</text:p>", "a b  c d"),
        ("<text:p>one <text:line-break/> two</text:p>", "one\\\ntwo"),
        (
            "<text:p>so <text:span text:style-name='T1'>very </text:span>"
            "<text:span text:style-name='T1'>old</text:span>.</text:p>",
            "so ***very old***.",
        ),
        (
            "<text:p><text:span text:style-name='Strong'>a <text:span text:style-name='T2'>b"
            "</text:span></text:span></text:p>",
            "**a** ***b***",
        ),
        (
            '<text:p><text:a xlink:href="https://e.org/?a=1&amp;b=2">now</text:a></text:p>',
            "[now](<https://e.org/?a=1&b=2>)",
        ),
        (
            '<text:list text:style-name="L1"><text:list-item><text:p>One</text:p></text:list-item>'
            "<text:list-item><text:p>Two</text:p><text:list><text:list-item><text:p>in</text:p>"
            "</text:list-item></text:list></text:list-item></text:list><text:p>After</text:p>",
            "1. One\n1. Two\n    - in\n\nAfter",
        ),
        ("<text:section><text:p>In a section</text:p></text:section>", "In a section"),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes><text:p>here</text:p>",
            "here",
        ),
    ],
)
def test_what_a_writer_uses_comes_along(tmp_path: Path, body: str, expected: str) -> None:
    """Headings, quotes, scene breaks, emphasis, links, lists and line breaks keep their sense;
    what was deleted in tracked changes stays away."""
    assert _markdown(tmp_path, body) == expected + "\n"


def test_what_does_not_come_along_is_said(tmp_path: Path) -> None:
    """Pictures, text boxes, footnotes and comments are left out with a notice; a table's text,
    also that of a table in a table, comes once."""
    body = (
        "<text:p>A<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>hm</text:p></office:annotation><draw:frame/></text:p>"
        "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
        "<table:table><table:table-row><table:table-cell><text:p>cell</text:p><table:table>"
        "<table:table-row><table:table-cell><text:p>inner</text:p></table:table-cell>"
        "</table:table-row></table:table></table:table-cell></table:table-row></table:table>"
    )
    found = import_odt(_write(tmp_path / "a.odt", body))
    assert found.text == "A\n\ncell\n\ninner\n"
    assert found.notices == (
        "Left out: comments, footnotes, pictures, tables (their text is kept), text boxes.",
    )


@given(st.text(alphabet="ab *_`#>-+.1[]()\\<&~=|;", min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_words_mean_themselves(text: str) -> None:
    """No sign of a plain paragraph becomes a mark of Markdown."""
    import tempfile
    from xml.sax.saxutils import escape

    if not set(text) - set("* #"):
        return  # three stars or a # alone are a scene break, and meant to become one
    with tempfile.TemporaryDirectory() as folder:
        imported = _markdown(Path(folder), f"<text:p>{escape(text)}</text:p>")
    html = render_xhtml(parse(imported, markdown=True))
    expected = render_xhtml(parse(" ".join(text.split()), markdown=False))
    assert " ".join(html.split()) == " ".join(expected.split())


_ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
_HOSTILE = {
    "nothing": b"",
    "no archive": b"plain text",
    "the start of one": b"PK\x03\x04",
    "an entity": _ENTITY,
    "an entity in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + _ENTITY).encode("utf-16"),
    "an outer entity": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
    "no XML": "<office",
    "other bytes": bytes(range(256)),
}


@pytest.mark.parametrize("suffix", [".odt", ".docx"])
@pytest.mark.parametrize("name", list(_HOSTILE))
def test_a_hostile_file_ends_in_a_sentence(tmp_path: Path, name: str, suffix: str) -> None:
    """Damaged archives and XML that asks for more than it holds are refused, and nothing else
    happens."""
    content = _HOSTILE[name]
    path = tmp_path / f"a{suffix}"
    if name in ("nothing", "no archive", "the start of one"):
        assert isinstance(content, bytes)
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("content.xml", content)
            package.writestr("word/document.xml", content)
    with pytest.raises(DocumentError, match="Nothing was changed"):
        import_document(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A part that would be larger than what is opened is refused by what the archive says of it;
    an archive that lies about it, by its checksum, after no more than it said."""
    path = tmp_path / "a.odt"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("content.xml", "w") as part,
    ):
        for _ in range(65):
            part.write(bytes(1_000_000))
    with pytest.raises(DocumentError, match="is not an OpenDocument text"):
        import_odt(path)
    size = (65_000_000).to_bytes(4, "little")
    lying = path.read_bytes()
    assert size in lying
    path.write_bytes(lying.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(DocumentError, match="is not an OpenDocument text"):
        import_odt(path)


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    """Sections in sections by the thousand end in a sentence, not in the end of the process."""
    body = "<text:section>" * 20_000 + "</text:section>" * 20_000
    with pytest.raises(DocumentError, match="is not an OpenDocument text"):
        _markdown(tmp_path, body)


def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    """A half-copied file is never half a document."""
    whole = _write(tmp_path / "a.odt", "<text:p>word</text:p>" * 200).read_bytes()
    path = tmp_path / "b.odt"
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(DocumentError):
            import_odt(path)


def test_a_sheet_is_no_text(tmp_path: Path) -> None:
    """A spreadsheet that was renamed is said not to be a text."""
    with pytest.raises(DocumentError, match="is not an OpenDocument text"):
        import_odt(_write(tmp_path / "a.odt", "", kind="spreadsheet"))


def test_a_pipe_with_such_a_name_is_not_waited_for(tmp_path: Path) -> None:
    """Nothing is read from pipes and folders, whatever they are called."""
    assert is_importable(Path("A.ODT"))
    pipe, folder = tmp_path / "pipe.odt", tmp_path / "folder.docx"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder, tmp_path / "none.odt"):
        with pytest.raises(DocumentError, match=r"is a pipe|folder|no such file"):
            import_document(path)
