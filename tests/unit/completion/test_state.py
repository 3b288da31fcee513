"""The suggestion's life as a table, written as the screen shows it: ``foo[bar]``.

``[...]`` is ghost text, ``|`` the caret where there is none. Every row is a story: steps, and
what the screen shows after them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from writer.completion import events as ev
from writer.completion.reasons import Reason
from writer.completion.request import Trigger
from writer.completion.state import State, step


@dataclass
class Screen:
    """A text, a caret and a ghost; carries out actions on plain strings."""

    before: str = ""
    after: str = ""
    ghost: str = ""
    state: State = field(default_factory=lambda: State(predict_ahead=False))
    listed: tuple[str, ...] | None = None
    selected: int = 0
    ahead: list[ev.AskAhead] = field(default_factory=list)
    asked: list[ev.Ask] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    reason: Reason | None = None
    flickers: int = 0

    def feed(self, event: ev.Event) -> None:
        self.state, actions = step(self.state, event)
        for action in actions:
            match action:
                case ev.ShowGhost(text):
                    assert text, "an empty ghost is cleared, not shown"
                    self.ghost = text
                case ev.ClearGhost():
                    self.ghost = ""
                case ev.InsertText(text):
                    self.before += text
                case ev.Ask():
                    self.asked.append(action)
                case ev.AskAhead():
                    self.ahead.append(action)
                case ev.ShowList(texts, selected):
                    assert texts[selected] == self.ghost or self.state.gathering
                    self.listed, self.selected = texts, selected
                case ev.HideList():
                    assert self.listed is not None, "no list to hide"
                    self.listed = None
                case ev.Cancel(request_id):
                    self.cancelled.append(request_id)
                case ev.Explain(reason):
                    self.reason = reason
        assert self.ghost == self.state.ghost, "the state knows exactly what is on the screen"

    # -- the vocabulary of the stories

    def type(self, text: str) -> None:
        for character in text:
            self.before += character
            self.feed(ev.Typed(character))

    def arrive(self, text: str, *, index: int = 0, reason: Reason | None = None) -> None:
        assert self.state.pending is not None, "nothing is awaited"
        self.feed(ev.Arrived(self.state.pending, index, text, 1.0, reason))

    def end(self) -> None:
        assert self.state.pending is not None, "nothing is awaited"
        self.feed(ev.Finished(self.state.pending))

    def gather(self, *texts: str) -> None:
        """The alternatives that were asked for, all of them."""
        for index, text in enumerate(texts):
            self.arrive(text, index=index, reason=Reason.WORD_LIMIT)
        self.end()

    def suggest(self, text: str) -> None:
        self.arrive(text, reason=Reason.WORD_LIMIT)
        self.end()

    def __str__(self) -> str:
        middle = f"[{self.ghost}]" if self.ghost else "|"
        return f"{self.before}{middle}{self.after}"


def show(*steps: tuple[object, ...]) -> Screen:
    """Play a story: each step is a method name (or an event) and its arguments."""
    screen = Screen()
    for name, *arguments in steps:
        if isinstance(name, str):
            getattr(screen, name)(*arguments)
        else:
            screen.feed(name)  # type: ignore[arg-type]
    return screen


FOO = (("type", "foo"), ("suggest", "bar baz"))
"""``foo[bar baz]``, complete."""
STREAMING = (("type", "foo"), ("arrive", "bar"))
"""``foo[bar``, with more on its way."""


def changed(change: ev.Change) -> tuple[ev.Event]:
    return (ev.Changed(change),)


STORIES = {
    "a suggestion is shown": (FOO, "foo[bar baz]"),
    "type-through shortens it": ((*FOO, ("type", "b")), "foob[ar baz]"),
    "type-through of several keys": ((*FOO, ("type", "bar ")), "foobar [baz]"),
    "type-through to its end": ((*FOO, ("type", "bar baz")), "foobar baz|"),
    "a mismatch ends it": ((*FOO, ("type", "x")), "foox|"),
    "the wrong case is a mismatch": ((*FOO, ("type", "B")), "fooB|"),
    "backspace ends it": ((*FOO, changed(ev.Change.DELETED)), "foo|"),
    "undo ends it": ((*FOO, changed(ev.Change.UNDONE)), "foo|"),
    "redo ends it": ((*FOO, changed(ev.Change.REDONE)), "foo|"),
    "paste ends it": ((*FOO, changed(ev.Change.PASTED)), "foo|"),
    "a caret move ends it": ((*FOO, changed(ev.Change.CARET_MOVED)), "foo|"),
    "a change by a program ends it": ((*FOO, changed(ev.Change.REPLACED)), "foo|"),
    "a selection ends it": ((*FOO, (ev.SelectionChanged(True),)), "foo|"),
    "focus loss ends it": ((*FOO, (ev.FocusChanged(False),)), "foo|"),
    "composition ends it": ((*FOO, (ev.CompositionChanged(True),)), "foo|"),
    "switching off ends it": ((*FOO, (ev.Switched(False),)), "foo|"),
    "Esc ends it": ((*FOO, (ev.Dismissed(),)), "foo|"),
    "Tab takes all": ((*FOO, (ev.AcceptedAll(),)), "foobar baz|"),
    "a word at a time": ((*FOO, (ev.AcceptedWord(),)), "foobar[ baz]"),
    "two words": ((*FOO, (ev.AcceptedWord(),), (ev.AcceptedWord(),)), "foobar baz|"),
    "Tab without a ghost": ((("type", "foo"), (ev.AcceptedAll(),)), "foo|"),
    "a word without a ghost": ((("type", "foo"), (ev.AcceptedWord(),)), "foo|"),
    "growth while streaming": ((*STREAMING, ("arrive", " baz")), "foo[bar baz]"),
    "type-through while streaming": (
        (*STREAMING, ("type", "b"), ("arrive", " baz")),
        "foob[ar baz]",
    ),
    "typing past what has arrived": (
        (*STREAMING, ("type", "bar"), ("arrive", " baz")),
        "foobar[ baz]",
    ),
    "a word while streaming": (
        (*STREAMING, (ev.AcceptedWord(),), ("arrive", " baz")),
        "foobar[ baz]",
    ),
    "all while streaming": ((*STREAMING, (ev.AcceptedAll(),), ("arrive", " baz")), "foobar[ baz]"),
    "an error keeps what is shown": ((*STREAMING, (ev.Failed(3, "it broke"),)), "foo[bar]"),
    "the end of an old request": ((*STREAMING, (ev.Finished(1),), ("arrive", "!")), "foo[bar!]"),
    "nothing is shown while off": (((ev.Switched(False),), ("type", "foo")), "foo|"),
    "typing after on again": (
        ((ev.Switched(False),), ("type", "fo"), (ev.Switched(True),), *FOO),
        "fofoo[bar baz]",
    ),
    "asked for while off": (((ev.Switched(False),), (ev.Asked(),), ("suggest", "hi")), "[hi]"),
    "asked for after a move": (
        (*FOO, changed(ev.Change.CARET_MOVED), (ev.Asked(),), ("suggest", "qux")),
        "foo[qux]",
    ),
}


@pytest.mark.parametrize(("steps", "expected"), STORIES.values(), ids=STORIES.keys())
def test_the_screen_after_a_story(steps: tuple[tuple[object, ...], ...], expected: str) -> None:
    """After each story the screen shows exactly this text, caret and ghost."""
    assert str(show(*steps)) == expected


@pytest.mark.parametrize("change", list(ev.Change))
def test_no_suggestion_is_asked_for_after_other_changes(change: ev.Change) -> None:
    """Only typing brings a suggestion: not delete, undo, redo, paste, moves (design rule 5)."""
    screen = show(*FOO)
    asked = len(screen.asked)
    screen.feed(ev.Changed(change))
    assert len(screen.asked) == asked
    assert screen.state.pending is None


@pytest.mark.parametrize(
    "event",
    [
        ev.Changed(ev.Change.DELETED),
        ev.SelectionChanged(True),
        ev.FocusChanged(False),
        ev.CompositionChanged(True),
        ev.Switched(False),
        ev.Dismissed(),
        ev.Typed("x"),
    ],
)
def test_a_late_result_is_dropped(event: ev.Event) -> None:
    """What was asked for before the text or the situation changed never reaches the screen."""
    screen = show(("type", "foo"))
    stale = screen.state.pending
    assert stale is not None
    screen.feed(event)
    assert stale in screen.cancelled
    screen.feed(ev.Arrived(stale, 0, "bar", 1.0, Reason.WORD_LIMIT))
    screen.feed(ev.Finished(stale))
    assert screen.ghost == ""


def test_type_through_asks_for_nothing_until_the_end() -> None:
    """Typing what is shown costs no request; the next is asked for when nothing is left."""
    screen = show(*FOO)
    asked = len(screen.asked)
    screen.type("bar ba")
    assert len(screen.asked) == asked
    screen.type("z")
    assert len(screen.asked) == asked + 1


def test_the_next_suggestion_follows_an_accepted_one() -> None:
    """Tab, Tab, Tab flows: taking everything asks for what comes next."""
    screen = show(*FOO)
    asked = len(screen.asked)
    screen.feed(ev.AcceptedAll())
    assert len(screen.asked) == asked + 1
    screen.suggest(" qux")
    assert str(screen) == "foobar baz[ qux]"


def test_taking_all_while_streaming_keeps_the_stream_then_asks() -> None:
    """The rest of a stream follows what was taken; when it ends empty, the next is asked for."""
    screen = show(*STREAMING, (ev.AcceptedAll(),))
    asked = len(screen.asked)
    screen.arrive("", reason=Reason.WORD_LIMIT)
    screen.end()
    assert len(screen.asked) == asked + 1


def test_shown_text_only_grows_until_it_is_replaced() -> None:
    """No flicker: while chunks arrive, each text on the screen begins with the one before."""
    screen = show(("type", "foo"))
    seen = []
    for piece in ("b", "ar", " b", "az"):
        screen.arrive(piece)
        seen.append(screen.ghost)
    assert seen == ["b", "bar", "bar b", "bar baz"]


def test_an_automatic_request_waits_for_typing_and_an_explicit_one_does_not() -> None:
    """The trigger of a request says who asked."""
    screen = show(("type", "a"), (ev.Asked(),))
    assert [ask.trigger for ask in screen.asked] == [Trigger.AUTOMATIC, Trigger.EXPLICIT]


def test_silence_is_explained() -> None:
    """When the engine stays silent, its reason is told."""
    screen = show(("type", "foo"))
    screen.arrive("", reason=Reason.LOW_CONFIDENCE)
    screen.end()
    assert screen.reason is Reason.LOW_CONFIDENCE


def test_a_declined_request_is_no_longer_awaited() -> None:
    """A place that asks for silence ends the wait and says why."""
    screen = show(("type", "foo"))
    pending = screen.state.pending
    assert pending is not None
    screen.feed(ev.Declined(pending, Reason.MIDDLE_OF_LINE))
    assert screen.state.pending is None
    assert screen.reason is Reason.MIDDLE_OF_LINE


class TestAlternatives:
    """Alt+] and Alt+[ show others in place."""

    def test_the_first_stays_until_the_others_are_here(self) -> None:
        """What is on the screen stays while alternatives are made."""
        screen = show(*FOO, (ev.Cycled(1),))
        screen.arrive("qux", index=0)
        screen.arrive("zap", index=1)
        assert str(screen) == "foo[bar baz]"
        screen.end()
        assert str(screen) == "foo[qux]"

    def test_cycling_goes_round(self) -> None:
        """Forward through all of them and back to the first; nothing more is asked for."""
        screen = show(*FOO, (ev.Cycled(1),))
        for index, text in enumerate(("qux", "zap")):
            screen.arrive(text, index=index)
        screen.end()
        asked = len(screen.asked)
        shown = []
        for _ in range(3):
            screen.feed(ev.Cycled(1))
            shown.append(screen.ghost)
        assert shown == ["zap", "bar baz", "qux"]
        screen.feed(ev.Cycled(-1))
        assert screen.ghost == "bar baz"
        assert len(screen.asked) == asked

    def test_what_is_shown_is_not_offered_twice(self) -> None:
        """An alternative equal to the one on the screen does not count as another."""
        screen = show(*FOO, (ev.Cycled(1),))
        screen.arrive("bar baz", index=0)
        screen.arrive("qux", index=1)
        screen.end()
        assert screen.state.alternatives == ("bar baz", "qux")
        assert str(screen) == "foo[qux]"

    def test_type_through_keeps_those_that_agree(self) -> None:
        """Typing narrows the alternatives to those that begin so, shortened."""
        screen = show(*FOO, (ev.Cycled(1),))
        screen.arrive("big", index=0)
        screen.arrive("zap", index=1)
        screen.end()
        screen.type("b")
        assert str(screen) == "foob[ig]"
        assert screen.state.alternatives == ("ar baz", "ig")

    def test_typing_while_they_are_made_cancels_them(self) -> None:
        """Alternatives for a text that has moved on are not shown."""
        screen = show(*FOO, (ev.Cycled(1),))
        pending = screen.state.pending
        screen.type("b")
        assert pending in screen.cancelled
        assert str(screen) == "foob[ar baz]"

    def test_none_but_the_one_shown(self) -> None:
        """When there is no other, the one on the screen stays."""
        screen = show(*FOO, (ev.Cycled(1),))
        screen.end()
        assert str(screen) == "foo[bar baz]"

    def test_without_a_ghost_they_are_asked_for(self) -> None:
        """Alt+] with nothing on the screen shows the first of what comes."""
        screen = show((ev.Cycled(1),))
        screen.arrive("one", index=0)
        screen.arrive("two", index=1)
        screen.end()
        assert str(screen) == "[one]"


class TestTheList:
    """Ctrl+Space opens the alternatives in a list; the ghost shows the one that is marked."""

    def test_it_opens_with_three_and_the_best_on_the_screen(self) -> None:
        """Asking with nothing on the screen shows the first of three, and all in the list."""
        screen = show(("type", "foo"), (ev.Asked(),))
        assert screen.listed is None
        assert screen.asked[-1].alternatives == 3
        screen.gather(" one", " two", " three")
        assert screen.listed == (" one", " two", " three")
        assert str(screen) == "foo[ one]"

    def test_what_is_shown_already_comes_first(self) -> None:
        """The ghost on the screen stays, and three others join it."""
        screen = show(*FOO, (ev.Asked(),))
        screen.gather("bar baz", "qux", "zap")
        assert screen.listed == ("bar baz", "qux", "zap")
        assert str(screen) == "foo[bar baz]"

    def test_moving_in_it_changes_the_ghost(self) -> None:
        """Down and Up show another in place, and go round."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("x", "y", "z")
        screen.feed(ev.Cycled(-1))
        assert (screen.selected, screen.ghost) == (2, "z")
        screen.feed(ev.Cycled(1))
        assert (screen.selected, screen.ghost) == (0, "x")

    def test_asking_again_brings_three_more(self) -> None:
        """Those known stay; the first new one is marked; none is there twice."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("x", "y", "z")
        screen.feed(ev.Asked())
        assert screen.asked[-1].alternatives == 6
        assert screen.listed == ("x", "y", "z")
        screen.gather("x", "y", "z", "u", "v", "w")
        assert screen.listed == ("x", "y", "z", "u", "v", "w")
        assert screen.ghost == "u"

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_choosing_takes_it_whole(self, number: int) -> None:
        """1, 2, 3 insert that one, close the list, and the next is asked for."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("x", "yy", "z")
        screen.feed(ev.Chosen(number))
        assert screen.before == "a" + ("x", "yy", "z")[number]
        assert screen.listed is None
        assert screen.asked[-1].trigger is Trigger.AUTOMATIC

    def test_a_number_that_is_not_there_does_nothing(self) -> None:
        """4 in a list of three, or 1 without a list."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("x", "y", "z")
        screen.feed(ev.Chosen(3))
        assert screen.listed is not None
        plain = show(*FOO)
        plain.feed(ev.Chosen(0))
        assert str(plain) == "foo[bar baz]"

    @pytest.mark.parametrize(
        "event",
        [
            ev.Dismissed(),
            ev.AcceptedAll(),
            ev.Changed(ev.Change.CARET_MOVED),
            ev.FocusChanged(False),
            ev.Typed("?"),
        ],
    )
    def test_it_closes_with_the_suggestion(self, event: ev.Event) -> None:
        """Esc, Tab, moves, focus and typing something else close it."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("x", "y", "z")
        screen.feed(event)
        assert screen.listed is None

    def test_typing_narrows_it(self) -> None:
        """Those that agree stay, shortened; with one left the list closes."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.gather("bar", "baz", "qux")
        screen.type("b")
        assert screen.listed == ("ar", "az")
        screen.type("ar"[0])
        assert screen.listed == ("r", "z")
        screen.type("r")
        assert screen.listed is None

    def test_nothing_found_is_said(self) -> None:
        """No list opens on nothing."""
        screen = show(("type", "a"), (ev.Asked(),))
        screen.end()
        assert screen.listed is None
        assert screen.reason is Reason.LOW_CONFIDENCE


class TestAhead:
    """While a suggestion is read, the one after it is made."""

    def ready(self) -> Screen:
        """``foo[bar baz]`` with " qux" made ahead."""
        screen = Screen(state=State())
        screen.type("foo")
        screen.suggest("bar baz")
        request_id = screen.ahead[-1].request_id
        screen.feed(ev.Arrived(request_id, 0, " qux", 1.0, Reason.WORD_LIMIT))
        screen.feed(ev.Finished(request_id))
        return screen

    def test_it_is_for_the_text_with_the_suggestion_taken(self) -> None:
        """The request says which ghost comes before it."""
        assert self.ready().ahead[-1].ghost == "bar baz"

    def test_it_does_not_show_before_its_time(self) -> None:
        """What is on the screen stays as it is."""
        assert str(self.ready()) == "foo[bar baz]"

    @pytest.mark.parametrize("way", ["tab", "words", "typed"])
    def test_it_is_there_at_once_when_all_is_taken(self, way: str) -> None:
        """By Tab, word by word or typed through: shown in the same event, nothing is asked, and
        the one after it is made."""
        screen = self.ready()
        asked = len(screen.asked)
        if way == "tab":
            screen.feed(ev.AcceptedAll())
        elif way == "words":
            screen.feed(ev.AcceptedWord())
            screen.feed(ev.AcceptedWord())
        else:
            screen.type("bar baz")
        assert str(screen) == "foobar baz[ qux]"
        assert len(screen.asked) == asked
        assert screen.ahead[-1].ghost == " qux"

    def test_it_streams_on_when_it_was_not_finished(self) -> None:
        """Taken early, what has arrived is shown and the rest follows."""
        screen = Screen(state=State())
        screen.type("foo")
        screen.suggest("bar")
        request_id = screen.ahead[-1].request_id
        screen.feed(ev.Arrived(request_id, 0, " q"))
        screen.feed(ev.AcceptedAll())
        assert str(screen) == "foobar[ q]"
        screen.arrive("ux")
        screen.end()
        assert str(screen) == "foobar[ qux]"

    def test_silence_ahead_is_not_asked_twice(self) -> None:
        """When nothing worth showing follows, taking all shows nothing and says why."""
        screen = Screen(state=State())
        screen.type("foo")
        screen.suggest("bar")
        request_id = screen.ahead[-1].request_id
        screen.feed(ev.Arrived(request_id, 0, "", 0.0, Reason.LOW_CONFIDENCE))
        screen.feed(ev.Finished(request_id))
        asked = len(screen.asked)
        screen.feed(ev.AcceptedAll())
        assert str(screen) == "foobar|"
        assert screen.reason is Reason.LOW_CONFIDENCE
        assert len(screen.asked) == asked

    @pytest.mark.parametrize(
        "event",
        [
            ev.Typed("x"),
            ev.Dismissed(),
            ev.Changed(ev.Change.DELETED),
            ev.FocusChanged(False),
            ev.Switched(False),
            ev.Cycled(1),
        ],
    )
    def test_it_is_forgotten_when_the_suggestion_goes_another_way(self, event: ev.Event) -> None:
        """Its text never shows after anything but the ghost it was made for."""
        screen = Screen(state=State())
        screen.type("foo")
        screen.suggest("bar")
        request_id = screen.ahead[-1].request_id
        screen.feed(ev.Arrived(request_id, 0, " qux"))
        screen.feed(event)
        assert request_id in screen.cancelled
        screen.feed(ev.Arrived(request_id, 0, " more"))
        screen.feed(ev.Finished(request_id))
        assert "qux" not in screen.ghost
        assert "more" not in screen.ghost

    def test_a_failure_ahead_is_not_told_and_the_next_is_asked_for(self) -> None:
        """Nobody waits for it yet."""
        screen = Screen(state=State())
        screen.type("foo")
        screen.suggest("bar")
        screen.feed(ev.Failed(screen.ahead[-1].request_id, "broke"))
        assert screen.reason is not Reason.ENGINE_ERROR
        asked = len(screen.asked)
        screen.feed(ev.AcceptedAll())
        assert len(screen.asked) == asked + 1


def test_accepting_with_a_selection_takes_nothing() -> None:
    """Tab with selected text is a tab (design rule 3)."""
    screen = show(*FOO)
    state = screen.state
    after, actions = step(
        State(ghost="bar", selecting=True, next_id=state.next_id), ev.AcceptedAll()
    )
    assert actions == ()
    assert after.ghost == "bar"


def test_alternatives_that_all_stay_silent_say_why() -> None:
    """The engine's own reason, not just that there is nothing."""
    screen = show(("type", "foo"))
    screen.feed(ev.Asked())
    screen.arrive("", index=0, reason=Reason.NOTHING_FITS)
    screen.arrive("", index=1, reason=Reason.LOW_CONFIDENCE)
    screen.end()
    assert screen.reason is Reason.NOTHING_FITS
