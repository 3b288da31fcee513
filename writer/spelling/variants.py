"""British spellings, told to a dictionary that knows the American ones only.

The bundled dictionary is American. Somebody who writes "colour" or "grey" has made no mistake.
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
    (re.compile(r"(?<=\wdg)e(?=m)"), ""),  # judgement
    (re.compile(r"(?<=\w[aiou][klmtvz])e(?=a$|ab)"), ""),  # sizeable, likeable
)
_PAIRS = """
    aeroplane=airplane ageing=aging aluminium=aluminum anaem=anem anaesth=anesth appal=appall
    archaeo=archeo artefact=artifact axe=ax behove=behoove biass=bias caesium=cesium
    carcase=carcass caviare=caviar cheque=check chequer=checker cosi=cozi cosy=cozy
    curtsey=curtsy despatch=dispatch diarrhoea=diarrhea distil=distill doughnut=donut
    draught=draft dreamt=dreamed dyke=dike encyclopaed=encycloped enquir=inquir enrol=enroll
    enthral=enthrall faec=fec focuss=focus foet=fet fulfil=fulfill gips=gyps glycerine=glycerin
    grey=gray gynaeco=gyneco haem=hem hiccough=hiccup homoeo=homeo instal=install instil=instill
    kerb=curb kilogramme=kilogram leant=leaned leapt=leaped learnt=learned leukaem=leukem
    loth=loath manoeuvr=maneuver manoeuvre=maneuver manoeuvred=maneuvered mediaev=mediev
    mistake=mistak mollusc=mollusk moustach=mustach nosey=nosy nought=naught oedem=edem
    oesophag=esophag oestro=estro omelette=omelet orthopaed=orthoped paed=ped palaeo=paleo
    pedlar=peddler phoney=phony phoneys=phonies plough=plow practis=practic primaev=primev
    programme=program pyjama=pajama queueing=queuing racquet=racket rouble=ruble
    routeing=routing sceptic=skeptic septicaem=septicem skilful=skillful smokey=smoky
    specialities=specialties speciality=specialty spelt=spelled spilt=spilled spoilt=spoiled
    storey=story storeyed=storied storeys=stories sulph=sulf swop=swap syphon=siphon
    titbit=tidbit toxaem=toxem tyre=tire verandah=veranda waggon=wagon whiskies=whiskeys
    whisky=whiskey wilful=willful worshipp=worship yoghurt=yogurt
"""
_BEGINNINGS: dict[str, str] = dict(re.findall(r"(\w+)=(\w+)", _PAIRS))
"""How British words begin that follow no rule, with what an American writes for that."""
_BEFORE = r"\b(?P<before>mis|out|over|re|un)?"
_LONGEST_FIRST = sorted(_BEGINNINGS, key=len, reverse=True)
_BEGINNING = re.compile(f"{_BEFORE}(?P<british>{'|'.join(_LONGEST_FIRST)})", re.IGNORECASE)


def american_forms(word: str) -> list[str]:
    """What an American would write for it: each rule alone, and all of them.

    >>> american_forms("colour"), american_forms("Greyish"), american_forms("letter")
    (['color'], ['Grayish'], [])
    """
    all_of_them = american = _BEGINNING.sub(_american, word)
    forms = [american]
    for pattern, replacement in _RULES:
        forms.append(pattern.sub(replacement, word))
        all_of_them = pattern.sub(replacement, all_of_them)
    return [form for form in dict.fromkeys([*forms, all_of_them]) if form != word]


def begins_british(letters: str) -> bool:
    """Whether one of the words that follow no rule begins so.

    >>> begins_british("ploug"), begins_british("outmano"), begins_british("plonk")
    (True, True, False)
    """
    plain = letters.casefold()
    rest = re.sub(_BEFORE, "", plain)
    return any(one.startswith(part) for one in _BEGINNINGS for part in {plain, rest} if part)


def _american(found: re.Match[str]) -> str:
    british = found["british"]
    american = _BEGINNINGS[british.casefold()]
    if british[0].isupper():
        american = american[0].upper() + american[1:]
    return (found["before"] or "") + american
