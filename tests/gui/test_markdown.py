"""Markdown while writing, in the real window: how it looks, and what keys do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QInputMethodEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from writer.documents.markdown_inline import Style
from writer.documents.markdown_lines import START, LineState, read_line
from writer.ui.format_ranges import closed, opened
from writer.ui.ghost_layer import GHOST_PROPERTY
from writer.ui.line_states import LineStates
from writer.ui.markdown_layer import MARKDOWN_PROPERTY

if TYPE_CHECKING:
    from conftest import Desk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
END = QTextCursor.MoveOperation.End
KEEP = QTextCursor.MoveMode.KeepAnchor
UNITS = "utf-16-le"


def block_of(desk: Desk, number: int) -> QTextBlock:
    return desk.window.editor.document().findBlockByNumber(number)


def looks(block: QTextBlock) -> list[tuple[str, Style]]:
    """The stretches of a paragraph's layout that have a look of Markdown, in order."""
    layout = block.layout()
    at, ghost = layout.preeditAreaPosition(), layout.preeditAreaText()
    text = block.text().encode(UNITS)
    if ghost:
        text = text[: 2 * at] + ghost.encode(UNITS) + text[2 * at :]
    return [
        (
            text[2 * one.start : 2 * (one.start + one.length)].decode(UNITS),
            Style(one.format.intProperty(MARKDOWN_PROPERTY)),
        )
        for one in layout.formats()
        if one.format.hasProperty(MARKDOWN_PROPERTY)
    ]


def show(desk: Desk, text: str) -> None:
    """Put a text on the page and paint it."""
    desk.window.editor.setPlainText(text)
    desk.window.editor.moveCursor(END)
    desk.window.editor.viewport().repaint()


def select(desk: Desk, text: str) -> None:
    start = desk.text.index(text)
    cursor = desk.window.editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(text), KEEP)
    desk.window.editor.setTextCursor(cursor)


def marked(desk: Desk) -> str:
    """The document with the caret as '|', or the selection in '‹›'."""
    cursor = desk.window.editor.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    text = desk.text
    if start == end:
        return text[:start] + "|" + text[start:]
    return f"{text[:start]}‹{text[start:end]}›{text[end:]}"


class TestLooks:
    """Shown in place; nothing is hidden, and the document knows nothing."""

    def test_what_a_line_looks_like(self, desk: Desk) -> None:
        """Weight, slant, and the marks; characters beyond U+FFFF before them are no trouble."""
        show(desk, "# One\n😀 **two** é *three*\n- [ ] `x`\n[a](http://b)")
        assert looks(block_of(desk, 0)) == [
            ("# ", Style.MARK | Style.HEADING),
            ("One", Style.HEADING),
        ]
        assert looks(block_of(desk, 1)) == [
            ("**", Style.MARK | Style.STRONG),
            ("two", Style.STRONG),
            ("**", Style.MARK | Style.STRONG),
            ("*", Style.MARK | Style.EMPHASIS),
            ("three", Style.EMPHASIS),
            ("*", Style.MARK | Style.EMPHASIS),
        ]
        assert [text for text, _ in looks(block_of(desk, 2))] == ["-", "[ ]", "`", "x", "`"]
        formats = {
            text: one
            for one, (text, _) in zip(
                block_of(desk, 1).layout().formats(), looks(block_of(desk, 1)), strict=True
            )
        }
        assert formats["two"].format.fontWeight() == QFont.Weight.Bold
        assert formats["three"].format.fontItalic()

    def test_the_document_knows_nothing(self, desk: Desk) -> None:
        """Not its text, its revision, its undo stack; a key is undone as ever."""
        document = desk.window.editor.document()
        desk.type("*a")
        revision, steps = document.revision(), document.availableUndoSteps()
        document.setModified(False)
        desk.settings.set("editor.show_markdown", False)
        desk.window.editor.viewport().repaint()
        desk.settings.set("editor.show_markdown", True)
        desk.window.editor.viewport().repaint()
        assert (document.revision(), document.availableUndoSteps()) == (revision, steps)
        assert not document.isModified()
        desk.type("*")
        assert looks(block_of(desk, 0))
        desk.trigger("undo")
        assert desk.text == "*a"
        assert looks(block_of(desk, 0)) == []
        desk.trigger("redo")
        assert desk.text == "*a*"
        assert [text for text, _ in looks(block_of(desk, 0))] == ["*", "a", "*"]

    def test_lines_keep_their_height(self, desk: Desk) -> None:
        """A heading, a list, code in a line: no line on the page moves by a pixel."""
        lines = ["plain words", "# A heading", "- an *item*", "some `code` here", "> a quote"]
        show(desk, "\n".join(lines))
        editor = desk.window.editor
        heights = [editor.blockBoundingRect(block_of(desk, n)).height() for n in range(1, 4)]
        desk.trigger("show_markdown")
        plain = [editor.blockBoundingRect(block_of(desk, n)).height() for n in range(1, 4)]
        assert heights == plain

    def test_it_can_be_switched_off_and_is_not_for_plain_text(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        """The menu's switch, and a file called .txt."""
        show(desk, "# One")
        desk.trigger("show_markdown")
        desk.window.editor.viewport().repaint()
        assert looks(block_of(desk, 0)) == []
        desk.trigger("show_markdown")
        desk.window.editor.viewport().repaint()
        assert looks(block_of(desk, 0))
        path = tmp_path / "plain.txt"
        path.write_text("# One\n- a")
        desk.window.documents.open(path)
        desk.window.editor.moveCursor(END)
        desk.window.editor.viewport().repaint()
        assert looks(block_of(desk, 0)) == []
        desk.key(KEY.Key_Return)
        assert desk.text == "# One\n- a\n"

    def test_another_theme_has_other_marks(self, desk: Desk) -> None:
        """What is on the screen follows at the next paint."""
        show(desk, "# One")
        colors = set()
        for name in desk.window.themes:
            desk.settings.set("window.appearance", name)
            desk.window.apply_appearance()
            desk.window.editor.viewport().repaint()
            mark = block_of(desk, 0).layout().formats()[0]
            color = mark.format.foreground().color().name()
            assert color == desk.window.themes[name].quiet
            colors.add(color)
        assert len(colors) == len(desk.window.themes)

    def test_a_fence_reaches_down_and_its_end_gives_back(self, desk: Desk) -> None:
        """Also to what was on the screen before."""
        show(desk, "\nsome *words*")
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
        desk.type("```")
        desk.window.editor.viewport().repaint()
        assert looks(block_of(desk, 1)) == [("some *words*", Style.CODE)]
        desk.key(KEY.Key_Backspace)
        desk.window.editor.viewport().repaint()
        assert [text for text, _ in looks(block_of(desk, 1))] == ["*", "words", "*"]

    def test_a_line_under_a_line_makes_a_heading(self, desk: Desk) -> None:
        """Of the line above, and of no other."""
        show(desk, "above\nTitle\n")
        desk.type("==")
        desk.window.editor.viewport().repaint()
        assert looks(block_of(desk, 1)) == [("Title", Style.HEADING)]
        assert looks(block_of(desk, 0)) == []

    def test_only_what_is_looked_at_gets_a_look(self, desk: Desk) -> None:
        """In a long document, and after a jump the caret is on the screen."""
        editor = desk.window.editor
        show(desk, "a **line** of text\n" * 5000)
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        editor.viewport().repaint()
        assert looks(block_of(desk, 3))
        assert looks(block_of(desk, 2500)) == []
        cursor = QTextCursor(block_of(desk, 2500))
        editor.setTextCursor(cursor)
        editor.viewport().repaint()
        assert looks(block_of(desk, 2500))
        assert editor.viewport().rect().contains(editor.cursorRect())

    def test_an_edit_in_several_steps_is_told_whole(self, desk: Desk) -> None:
        """Looking at a line in the middle of an edit must not hide the edit from the journal."""
        editor = desk.window.editor
        show(desk, "*one*\n*two*")
        told: list[tuple[int, ...]] = []
        editor.document().contentsChange.connect(lambda *change: told.append(change))
        cursor = editor.textCursor()
        cursor.beginEditBlock()
        cursor.insertText("\n*three*")
        desk.window.markdown.layer.set_on(False)
        editor.cursorRect(cursor)
        editor.blockBoundingRect(block_of(desk, 0))
        cursor.insertText(" end")
        cursor.endEditBlock()
        assert told == [(11, 0, 12)]


class TestGhostText:
    """Looks and a suggestion in the same line."""

    def test_looks_behind_the_ghost_move_along(self, desk: Desk) -> None:
        """The ghost stands in the middle of the line, then goes: every look is on its words."""
        show(desk, "*a* b *c*")
        before = looks(block_of(desk, 0))
        editor = desk.window.editor
        for position in (0, 1, 2, 5, 9):
            cursor = editor.textCursor()
            cursor.setPosition(position)
            editor.setTextCursor(cursor)
            for text in (" ghost", " ghost text", " x"):
                editor.ghost.show(text)
                assert "".join(t for t, _ in looks(block_of(desk, 0))) == "".join(
                    t for t, _ in before
                )
                ghosts = [
                    r
                    for r in block_of(desk, 0).layout().formats()
                    if r.format.hasProperty(GHOST_PROPERTY)
                ]
                assert [(r.start, r.length) for r in ghosts] == [(position, len(text))]
            editor.ghost.lift()
            assert looks(block_of(desk, 0)) == before

    def test_a_ghost_in_a_heading_is_as_bold_as_the_heading(self, desk: Desk) -> None:
        """Taking it moves nothing; behind bold words it is not bold."""
        for text, weight in (("# One", QFont.Weight.Bold), ("**One**", QFont.Weight.Normal)):
            desk.write(text, " two")
            ghost = block_of(desk, 0).layout().formats()[-1]
            assert ghost.format.hasProperty(GHOST_PROPERTY)
            assert ghost.format.fontWeight() == weight
            desk.window.suggestions.dismiss()

    def test_taking_a_suggestion(self, desk: Desk) -> None:
        """The words that were grey look like the rest."""
        desk.write("# One", " *two*")
        desk.key(KEY.Key_Tab)
        assert "".join(text for text, _ in looks(block_of(desk, 0))) == "# One *two*"
        assert not block_of(desk, 0).layout().preeditAreaText()

    def test_a_composition_keeps_the_looks(self, desk: Desk) -> None:
        """An input method writes in the middle of a line."""
        show(desk, "*a* b")
        editor = desk.window.editor
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        QApplication.sendEvent(editor, QInputMethodEvent("かな", []))
        assert [text for text, _ in looks(block_of(desk, 0))] == ["*", "a", "*"]
        event = QInputMethodEvent("", [])
        event.setCommitString("仮名")
        QApplication.sendEvent(editor, event)
        assert desk.text == "仮名*a* b"
        assert [text for text, _ in looks(block_of(desk, 0))] == ["*", "a", "*"]


RANGES = st.lists(st.integers(0, 12), max_size=8, unique=True).map(sorted)


@given(RANGES, st.integers(0, 12), st.integers(1, 5))
def test_ranges_come_back_when_the_ghost_goes(places: list[int], at: int, length: int) -> None:
    """What is opened and closed again is as before, and nothing covers what came in."""
    from PySide6.QtGui import QTextCharFormat

    from writer.ui.format_ranges import format_range

    ranges = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        style = QTextCharFormat()
        style.setProperty(MARKDOWN_PROPERTY, start)
        ranges.append(format_range(start, end - start, style))
    apart = opened(ranges, at, length)
    assert all(r.start >= at + length or r.start + r.length <= at for r in apart)
    together = closed(apart, at, length)
    assert [(r.start, r.length) for r in together] == [(r.start, r.length) for r in ranges]


class TestReturn:
    """Return goes on with what the line is."""

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("- a", "- a\n- "),
            ("* a", "* a\n* "),
            ("9. a", "9. a\n10. "),
            ("1) a", "1) a\n2) "),
            ("- [x] a", "- [x] a\n- [ ] "),
            ("> a", "> a\n> "),
            ("> - a", "> - a\n> - "),
            ("- a\n  - b", "- a\n  - b\n  - "),
            ("- a\n- ", "- a\n\n"),
            ("- a\n- [ ] ", "- a\n\n"),
            ("- a\n\n- ", "- a\n\n"),
            ("> a\n> ", "> a\n\n"),
            ("> a\n>\n> ", "> a\n>\n"),
            ("- a\n  - b\n  - ", "- a\n  - b\n- "),
            ("1. a\n   - [ ] b\n   - [ ] ", "1. a\n   - [ ] b\n- [ ] "),
            ("> - a\n> - ", "> - a\n> "),
            ("  - a\n  - ", "  - a\n\n"),
            (">  - a\n>  - ", ">  - a\n>  "),
            ("plain", "plain\n"),
            ("# One", "# One\n"),
            ("```\n- a", "```\n- a\n"),
            ("-a", "-a\n"),
        ],
    )
    def test_at_the_end_of_a_line(self, desk: Desk, text: str, after: str) -> None:
        """The next item, number or box; nothing but a marker moves out or goes away, and what
        is written then is no part of the list; one undo step."""
        show(desk, text)
        desk.key(KEY.Key_Return)
        assert marked(desk) == after + "|"
        desk.trigger("undo")
        assert desk.text == text

    def test_each_is_an_undo_step(self, desk: Desk) -> None:
        """Neither the words before nor the words after belong to it."""
        desk.type("- one")
        desk.key(KEY.Key_Return)
        desk.type("two")
        assert desk.text == "- one\n- two"
        desk.trigger("undo")
        assert desk.text == "- one\n- "
        desk.trigger("undo")
        assert desk.text == "- one"

    def test_in_the_middle_and_with_shift(self, desk: Desk) -> None:
        """The rest of the item moves into the next; Shift+Return is a line and no more."""
        show(desk, "- one two")
        for _ in " two":
            desk.key(KEY.Key_Left)
        desk.key(KEY.Key_Return)
        assert marked(desk) == "- one\n- | two"
        desk.key(KEY.Key_Return, SHIFT)
        assert marked(desk) == "- one\n- \n| two"

    def test_a_suggestion_is_asked_for_behind_the_marker(self, desk: Desk) -> None:
        """It was typed, to all who listen."""
        show(desk, "- one")
        typed: list[str] = []
        desk.window.editor.typed.connect(typed.append)
        desk.key(KEY.Key_Return)
        assert typed == ["\n- "]

    def test_forward_only_takes_nothing_away(self, desk: Desk) -> None:
        """An empty item stays; a list goes on."""
        show(desk, "- one")
        desk.trigger("forward_only")
        desk.key(KEY.Key_Return)
        desk.key(KEY.Key_Return)
        assert desk.text == "- one\n- \n"


class TestKeys:
    """Marks around words, each one undo step."""

    @pytest.mark.parametrize(
        ("key", "text", "chosen", "after"),
        [
            (KEY.Key_B, "a word here", "word", "a **‹word›** here"),
            (KEY.Key_I, "a word here", "word", "a *‹word›* here"),
            (KEY.Key_B, "a *word* here", "word", "a ***‹word›*** here"),
            (KEY.Key_B, "a **word** here", "word", "a ‹word› here"),
            (KEY.Key_B, "a **word** here", "**word**", "a ‹word› here"),
            (KEY.Key_I, "a ***word*** here", "word", "a **‹word›** here"),
            (KEY.Key_I, "a _word_ here", "word", "a ‹word› here"),
            (KEY.Key_B, "a word here", " word ", "a **‹word›** here"),
            (KEY.Key_B, "- one\n- two", "- one\n- two", "- **‹one**\n- **two›**"),
            (KEY.Key_B, "- **one**\n- **two**", "- **one**\n- **two**", "- ‹one\n- two›"),
            (KEY.Key_K, "a word here", "word", "a [word](|) here"),
            (KEY.Key_K, "see https://a.b", "https://a.b", "see [|](https://a.b)"),
            (KEY.Key_K, "a [word](x) here", "word", "a ‹word› here"),
        ],
    )
    def test_selected_words(
        self, desk: Desk, key: Qt.Key, text: str, chosen: str, after: str
    ) -> None:
        """Put on, and taken off; undo gives back what was there."""
        show(desk, text)
        select(desk, chosen)
        desk.key(key, CTRL)
        assert marked(desk) == after
        desk.trigger("undo")
        assert desk.text == text

    def test_while_typing(self, desk: Desk) -> None:
        """Ctrl+B, words, Ctrl+B: bold words, and on behind them; twice at once is nothing."""
        desk.type("a ")
        desk.key(KEY.Key_B, CTRL)
        assert marked(desk) == "a **|**"
        desk.type("word")
        desk.key(KEY.Key_B, CTRL)
        desk.type(" b ")
        assert marked(desk) == "a **word** b |"
        desk.key(KEY.Key_I, CTRL)
        desk.key(KEY.Key_I, CTRL)
        assert marked(desk) == "a **word** b |"

    def test_the_word_at_the_caret(self, desk: Desk) -> None:
        """Inside of a word nothing has to be selected, and 😀 before it counts right."""
        show(desk, "😀 one word")
        desk.key(KEY.Key_Left)
        desk.key(KEY.Key_I, CTRL)
        assert desk.text == "😀 one *word*"
        desk.type("l")
        assert desk.text == "😀 one *worl" + "d*"

    def test_lists_move_in_and_out(self, desk: Desk) -> None:
        """Ctrl+] puts an item into the one before it, Ctrl+[ takes it out again."""
        show(desk, "- one\n- two")
        desk.key(KEY.Key_BracketRight, CTRL)
        assert desk.text == "- one\n  - two"
        desk.key(KEY.Key_BracketRight, CTRL)
        assert desk.text == "- one\n  - two"
        desk.key(KEY.Key_BracketLeft, CTRL)
        assert marked(desk) == "- one\n- two|"
        desk.key(KEY.Key_BracketLeft, CTRL)
        assert desk.text == "- one\n- two"
        desk.trigger("undo")
        assert desk.text == "- one\n  - two"
        show(desk, "1. one\n2. two")
        desk.key(KEY.Key_BracketRight, CTRL)
        assert marked(desk) == "1. one\n   1. two|"  # "2." would be no item there

    @pytest.mark.parametrize(
        ("text", "chosen", "after", "again"),
        [
            ("- [ ] 😀 one", "one", "- [x] 😀 ‹one›", "- [ ] 😀 ‹one›"),
            ("> 1. [X] one", "one", "> 1. [ ] ‹one›", "> 1. [x] ‹one›"),
            ("- [x] a\n- b\n* [ ] c", "a\n- b\n* [ ] c", "- [x] ‹a\n- b\n* [x] c›", None),
            ("- [x] a\n  - [x] b\n", "a\n  - [x] b", "- [ ] ‹a\n  - [ ] b›\n", None),
            ("- one\n2. two", "one", "- [ ] ‹one›\n2. two", "- [x] ‹one›\n2. two"),
            ("words [ ]", "words", "‹words› [ ]", "‹words› [ ]"),
            ("```\n- [ ] a\n```", "a", "```\n- [ ] ‹a›\n```", None),
        ],
    )
    def test_tasks_are_ticked(
        self, desk: Desk, text: str, chosen: str, after: str, again: str | None
    ) -> None:
        """Ctrl+Return ticks all boxes of the selection, or clears them; one step for undo."""
        show(desk, text)
        select(desk, chosen)
        desk.key(KEY.Key_Return, CTRL)
        assert marked(desk) == after
        if again is not None:
            desk.key(KEY.Key_Return, CTRL)
            assert marked(desk) == again
            if again != after:
                desk.trigger("undo")
        assert desk.text == after.replace("‹", "").replace("›", "")
        if desk.text != text:
            desk.trigger("undo")
        assert desk.text == text

    def test_ticking_is_no_part_of_what_is_typed(self, desk: Desk) -> None:
        """The caret stays at the end, a suggestion goes, and undo takes back the tick alone."""
        desk.write("- [ ] tea", " and milk")
        desk.key(KEY.Key_Return, CTRL)
        assert marked(desk) == "- [x] tea|"
        assert desk.ghost == ""
        desk.type("s")
        desk.trigger("undo")
        assert desk.text == "- [x] tea"
        desk.trigger("undo")
        assert desk.text == "- [ ] tea"

    def test_plain_text_has_no_tasks(self, desk: Desk, tmp_path: Path) -> None:
        """A .txt file is what it is."""
        path = tmp_path / "plain.txt"
        path.write_text("- [ ] tea")
        assert desk.open(path)
        desk.key(KEY.Key_Return, CTRL)
        assert desk.text == "- [ ] tea"

    def test_a_ghost_goes_and_nothing_is_left_of_it(self, desk: Desk) -> None:
        """The marks go where the caret is, and the suggestion does not come with them."""
        desk.write("one", " two")
        desk.key(KEY.Key_B, CTRL)
        assert marked(desk) == "one**|**"
        assert desk.ghost == ""

    def test_a_text_that_cannot_be_changed_is_not(self, desk: Desk) -> None:
        """Read-only documents keep their text."""
        show(desk, "- one")
        desk.window.editor.setReadOnly(True)
        for name in ("strong", "link", "indent_item", "tick_task"):
            desk.trigger(name)
        desk.key(KEY.Key_Return)
        assert desk.text == "- one"


class TestSpelling:
    """Code and addresses are not prose, anywhere in the document."""

    def test_a_fence_far_above(self, desk: Desk) -> None:
        """Thousands of lines of code are code to the last."""
        from writer.ui.code_places import in_fence, prose_from

        lines = desk.window.editor.lines
        show(desk, "```\n" + "teh\n" * 3000 + "```\nwrold `teh`")
        desk.until(lambda: in_fence(lines, block_of(desk, 3000)))
        desk.until(lambda: not in_fence(lines, block_of(desk, 3002)))
        assert [text.strip() for _, text in prose_from(lines, block_of(desk, 3000))] == [
            "",
            "",
            "wrold",
        ]


LINES = st.sampled_from(["a", "", "```", "# b", "- c", "> d", "===", "  e", "- ```"])
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 0.5), st.lists(LINES, max_size=4).map("\n".join)),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.lists(LINES, max_size=12).map("\n".join), changes=EDITS)
def test_states_are_those_of_a_fresh_reading(
    qapp: QApplication, text: str, changes: list[tuple[float, float, str]]
) -> None:
    """Whatever is edited, every line means what it means when the document is read anew."""
    editor = QPlainTextEdit()
    document: QTextDocument = editor.document()
    lines = LineStates(document, editor)
    editor.setPlainText(text)
    for where, how_much, inserted in changes:
        length = document.characterCount() - 1
        cursor = QTextCursor(document)
        cursor.setPosition(int(where * length))
        cursor.setPosition(min(length, int((where + how_much) * length)), KEEP)
        cursor.insertText(inserted)
    state, levels, under = START, [], []
    for number, one in enumerate(document.toPlainText().split("\n")):
        assert lines.before(number) == state
        line = read_line(one, state)
        state = line.after
        levels.append(line.level if not state.containers else 0)
        under.append(line.underlines)
    assert [
        n
        for n, (level, below) in enumerate(zip(levels, [*under[1:], 0], strict=True))
        if level or below
    ] == sorted(set(lines.headings()))


def test_a_long_document_is_read_in_slices(desk: Desk) -> None:
    """The top at once, the rest a little later; an edit above waits for nothing."""
    editor = desk.window.editor
    editor.setPlainText("> a\n\n```\n" + "code\n" * 20_000 + "```\n# The end")
    last = editor.document().blockCount() - 1
    assert editor.lines.before(100) == LineState(fence="```")
    desk.until(lambda: editor.lines.headings() == [last])
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "x")
    desk.key(KEY.Key_Return)
    assert editor.lines.before(101) == LineState(fence="```")
    desk.until(lambda: editor.lines.headings() == [last + 1])
