"""Every kind of page that the demo archive has, with one page of it to look at."""

import re

from tests.published import Published

KINDS = {
    "front page": "",
    "article": "2020/04/no-link-between-5g-and-covid-19/",
    "article with every kind of note": "2020/12/embassy-account-reposts-president/",
    "article with a withdrawn note": "2020/12/electors-cast-306-votes/",
    "article in Arabic": "2021/02/hope-probe-mars/",
    "article in Chinese": "2003/10/great-wall-from-orbit/",
    "archive": "archive/",
    "year": "archive/2020/",
    "month": "archive/2020/12/",
    "outlets": "outlets/",
    "outlet": "outlets/postil-record/",
    "topics": "topics/",
    "topic": "topics/china/",
    "claims": "claims/",
    "verdict": "verdicts/false/",
    "claim": "claims/election-stolen/",
    "claim in Arabic": "claims/captain-blamed-for-suez/",
    "claim in Chinese": "claims/fast-largest-telescope/",
    "card": "claims/covid-5g-link/embed/",
    "card in Arabic": "claims/captain-blamed-for-suez/embed/",
    "card in Chinese": "claims/fast-largest-telescope/embed/",
    "people": "people/",
    "person": "people/embassy-cn-us/",
    "labels": "labels/",
    "label": "labels/state-account-cn/",
    "post": "posts/trump-dec9/",
    "corrections": "corrections/",
    "open data": "data/",
    "standards": "data/standards/",
    "methodology": "methodology/",
    "page": "about/",
    "another page": "corrections-policy/",
    "search": "search/",
    "not found": "404.html",
}
"""Place of a page of each kind; `test_no_kind_of_page_is_left_out` names what is missing here."""


def shapes(site: Published) -> dict[str, str]:
    """Return a page of each shape that a site has: pages of one shape come of one template."""
    found: dict[str, str] = {}
    for address in site.pages():
        place = address.removeprefix(site.base)
        found.setdefault(f"{shape(place)} in {language(site, place)}", place)
    return found


def shape(place: str) -> str:
    """Return what pages of one template have in common: `2020/12/x/` -> `N/N/*/`."""
    first, *rest = re.sub(r"\d{4}/\d{2}", "N/N", place).split("/")
    return "/".join([first, *("N" if part.isdigit() else part and "*" for part in rest)])


def language(site: Published, place: str) -> str:
    """Return the language that a page says it is in, e.g. `en` of `en-GB`."""
    html = site.soup(site.at(place)).html
    assert html
    return str(html["lang"]).partition("-")[0]
