"""Words that carry a claim, in the languages that an archive is likely to hold.

Folded as `forms.folded` leaves them. English, German, French, Spanish and Chinese; what is missing
here is only not called by its kind, it still shows as a change of words.
"""

from typing import Final


def _each(meanings: dict[str, str]) -> dict[str, str]:
    """Turn meaning -> words into word -> meaning."""
    return {word: meaning for meaning, words in meanings.items() for word in words.split()}


NUMBERS: Final = _each(
    {
        "0": "zero null zero cero 零",
        "1": "one once eins uno 一",
        "2": "two twice zwei deux dos 二 两 兩",
        "3": "three thrice drei trois tres 三",
        "4": "four vier quatre cuatro 四",
        "5": "five funf cinq cinco 五",
        "6": "six sechs seis 六",
        "7": "seven sieben sept siete 七",
        "8": "eight acht huit ocho 八",
        "9": "nine neun neuf nueve 九",
        "10": "ten zehn dix diez 十",
        "11": "eleven elf onze",
        "12": "twelve dozen zwolf douze doce",
        "13": "thirteen dreizehn treize trece",
        "14": "fourteen vierzehn quatorze catorce",
        "15": "fifteen funfzehn quinze quince",
        "16": "sixteen sechzehn seize dieciseis",
        "17": "seventeen siebzehn diecisiete",
        "18": "eighteen achtzehn dieciocho",
        "19": "nineteen neunzehn diecinueve",
        "20": "twenty zwanzig vingt veinte",
        "30": "thirty dreissig trente treinta",
        "40": "forty vierzig quarante cuarenta",
        "50": "fifty funfzig cinquante cincuenta",
        "60": "sixty sechzig soixante sesenta",
        "70": "seventy siebzig setenta",
        "80": "eighty achtzig ochenta",
        "90": "ninety neunzig noventa",
        "100": "hundred hundreds hundert cent cents cien ciento 百",
        "1000": "thousand thousands tausend mille mil 千",
        "10000": "万 萬",
        "1000000": "million millions mio millionen millon millones",
        "100000000": "亿 億",
        "1000000000": "billion billions bn milliarde milliarden milliard milliards",
        "1000000000000": "trillion trillions billionen",
        "1/2": "half halves halb halfte demi moitie medio mitad 半",
        "1/3": "third thirds drittel tiers tercio",
        "1/4": "quarter quarters viertel quart cuarto",
        "first": "first erste ersten premier premiere primero primera",
        "second": "second zweite zweiten deuxieme segundo segunda",
        "last": "last letzte letzten dernier derniere ultimo ultima",
        "all": "all every each alle alles jeder jede tous toutes todo todos todas 都 全",
        "most": "most majority mehrheit meisten plupart mayoria",
        "some": "some several einige manche quelques plusieurs algunos varios",
        "few": "few fewer wenige peu pocos",
        "many": "many viele beaucoup muchos",
        "more": "more mehr plus mas 更",
        "less": "less weniger moins menos",
        "least": "least mindestens wenigstens moins",
        "about": "approximately nearly almost roughly etwa rund fast environ casi",
        "exactly": "exactly precisely genau exactement exactamente",
        "only": "only nur seulement solo",
        "minus": "- minus",
        "plus": "+",
        "double": "double doubled doppelt doble",
    }
)
"""Numbers by their value, and words that say how many."""

NEGATIONS: Final = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot cant wont hardly scarcely "
    "barely deny denies denied fail fails failed refuse refuses refused lack lacks lacked false "
    "non anti ex pseudo quasi "
    "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder "
    "ne n pas jamais rien personne aucun aucune sans "
    "nunca nada nadie ningun ninguna ninguno sin tampoco "
    "不 没 沒 無 无 未 非 否 莫 别 別".split()
)
"""Words that turn a sentence around."""

NEGATING: Final = frozenset("un in im il ir non dis mis anti counter de ab a miss".split())
"""Syllables that turn a word around."""

MODALS: Final = _each(
    {
        "can": "can could able konnen kann konnte konnten peut peuvent pourrait puede podria 能",
        "may": "may might perhaps maybe possibly vielleicht moglicherweise quiza quizas 可能 或许",
        "must": "must shall should ought muss mussen sollte sollten doit devrait debe deberia 必须",
        "will": "will would wird werden wurde wurden sera serait sera seria 将 會 会",
        "likely": "likely probably presumably wahrscheinlich probablement probablemente",
        "unlikely": "unlikely improbable unwahrscheinlich improbable",
        "allegedly": "alleged allegedly reported reportedly claimed claims according "
        "suspected accused apparently supposedly purported purportedly "
        "angeblich mutmasslich offenbar laut presume presumee selon supuesto supuestamente segun",
        "seem": "seem seems seemed appear appears appeared suggest suggests suggested "
        "scheint schien semble parece",
        "sure": "certainly sure surely definitely undoubtedly proven proved confirmed "
        "sicher bestimmt certainement ciertamente",
        "always": "always often usually sometimes rarely seldom frequently generally "
        "immer oft manchmal selten toujours souvent parfois siempre",
        "plan": "planned expect expects expected intend intends intended try tries tried",
    }
)
"""Words that say how sure or how binding a sentence is, by what they say."""

UNITS: Final = _each(
    {
        "percent": "% percent pct prozent pourcent 百分之",
        "permille": "‰ permille promille",
        "point": "point points",
        "dollar": "$ dollar dollars usd",
        "euro": "€ euro euros eur",
        "pound": "£ pound pounds gbp pfund",
        "yen": "¥ yen yuan renminbi rmb 元",
        "cent": "cent cents",
        "degree": "° degree degrees celsius fahrenheit kelvin grad",
        "kilometre": "km kilometre kilometres kilometer kilometers",
        "metre": "metre metres meter meters",
        "centimetre": "cm centimetre centimetres centimeter centimeters",
        "millimetre": "mm millimetre millimetres millimeter millimeters",
        "mile": "mile miles mi meile meilen",
        "foot": "foot feet ft",
        "inch": "inch inches",
        "kilogram": "kg kilogram kilograms kilo kilos kilogramm",
        "gram": "gram grams gramm",
        "tonne": "tonne tonnes ton tons",
        "litre": "litre litres liter liters",
        "gallon": "gallon gallons",
        "hectare": "hectare hectares ha hektar",
        "acre": "acre acres",
        "second": "sec secs seconds sekunde sekunden",
        "minute": "min mins minute minutes minuten",
        "hour": "hour hours hr hrs stunde stunden heure heures hora horas",
        "day": "day days daily tag tage tagen jour jours dia dias 天 日",
        "week": "week weeks weekly woche wochen semaine semaines semana semanas",
        "month": "month months monthly monat monate monaten mois meses 月",
        "year": "year years yearly annual annually jahr jahre jahren annee annees ano anos 年",
        "decade": "decade decades jahrzehnt jahrzehnte",
        "century": "century centuries jahrhundert jahrhunderte",
        "watt": "watt watts kw kilowatt kilowatts mw megawatt megawatts gw gigawatt gigawatts",
        "less-than": "<",
        "more-than": ">",
        "at-most": "≤",
        "at-least": "≥",
    }
)
"""Units, currencies and signs, by what they measure."""

COMMON: Final = frozenset(
    "a an the this that these those it its he she they we you i his her their our your my in on at "
    "of to for from by with as and but or so if when while after before since because although "
    "though there here what which who how why where then now today yesterday tomorrow however "
    "also still yet even both is are was were be been has have had do does did more most many some "
    "all no not another other such first second third last next finally once again thus instead "
    "der die das ein eine und aber es er sie wir ich in im am auf le la les un une et mais il elle "
    "nous je el los las y pero".split()
)
"""Words that are no names where they begin a sentence or stand in a title."""
