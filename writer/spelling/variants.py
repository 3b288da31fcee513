"""British spellings, told to a dictionary that knows the American ones only.

The bundled dictionary is American. Somebody who writes "colour" has made no mistake.
"""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"(?<=\w{2})our(?=\w*)"), "or"),  # colour, favourable
    (re.compile(r"(?<=\w{2})ou$"), "o"),  # colou, on its way
    (re.compile(r"(?<=\w{2}[^aeiou])is(?=$|e|i|a)"), "iz"),  # realise, organisation, realis
    (re.compile(r"(?<=\w[^aeiou])ys(?=$|e|i)"), "yz"),  # analyse
    (re.compile(r"(?<=\w{2}[aeiou])ll(?=$|e|i|o)"), "l"),  # travelled, traveller
    (re.compile(r"(?<=\w{2}[^aeiou])re(?=$|s$|d$)"), "er"),  # centre, theatres
    (re.compile(r"(?<=\w{2})enc(?=$|e$|es$|el)"), "ens"),  # defence
    (re.compile(r"(?<=\w{2})ogu(?:e|es)?$"), "og"),  # catalogue
    (re.compile(r"(?<=\wo)u(?=l$|ld|lt)"), ""),  # mould, moult
)


def american_forms(word: str) -> list[str]:
    """What an American would write for it: each rule alone, and all of them.

    >>> american_forms("colour"), american_forms("letter")
    (['color'], [])
    """
    forms, all_of_them = [], word
    for pattern, replacement in _RULES:
        forms.append(pattern.sub(replacement, word))
        all_of_them = pattern.sub(replacement, all_of_them)
    return [form for form in dict.fromkeys([*forms, all_of_them]) if form != word]
