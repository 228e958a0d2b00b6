"""Every page is HTML as the standard has it, and safe to publish anywhere."""

import json
import re
import subprocess

from tests.published import Published
from tests.tools import package, program

# The checker reads files and knows no host, so that 'self' means nothing to it, and it takes data
# for script. A browser's judgement is in `test_pages_browser`.
BESIDE_THE_POINT = "violates Content Security Policy"


def test_every_page_passes_the_nu_html_checker(demo: Published) -> None:
    java, checker = program("java"), package("vnu-jar", "build/dist/vnu.jar")
    done = subprocess.run(
        [java, "-Xss2m", "-jar", checker, "--format", "json", "--skip-non-html", demo.folder],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    complaints = [
        f"{message['url'].rpartition('/output/')[2]}:{message.get('lastLine')}: "
        f"{message['message']} {message.get('extract', '')!r}"
        for message in json.loads(done.stderr)["messages"]
        if BESIDE_THE_POINT not in message["message"]
    ]
    assert complaints == []


def test_no_page_has_script_or_style_of_its_own(demo: Published) -> None:
    """So the Content-Security-Policy can forbid both: whatever slips in does not run."""
    for page in demo.pages():
        soup = demo.soup(page)
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert policy, page
        rules = str(policy["content"])
        if page == demo.at("search/"):  # WebAssembly, and no script made of text
            rules = rules.replace("script-src 'self' 'wasm-unsafe-eval'", "")
        assert "unsafe" not in rules
        assert str(policy["content"]).startswith("default-src 'none'")
        assert not soup.select("style, [style], script:not([type='application/ld+json'], [src])")
        handlers = [
            f"{page}: {name}"
            for element in soup.find_all(True)
            for name in element.attrs
            if name.startswith("on")
        ]
        assert handlers == []


def test_every_page_has_one_title_one_heading_and_a_language(demo: Published) -> None:
    titles = set()
    for page in demo.pages():
        soup = demo.soup(page)
        assert soup.html
        assert soup.html.get("lang"), page
        assert len(soup.find_all("main")) == 1, page
        assert len(soup.find_all("h1")) == 1, page
        assert soup.title, page
        titles.add(soup.title.get_text())
    assert len(titles) == len(list(demo.pages()))


def test_a_dot_between_two_things_stays_with_the_second(demo: Published) -> None:
    """Else a line may end with it."""
    found = 0
    for page in demo.pages():
        body = demo.soup(page).body
        assert body
        dots = re.findall(r"·(.)", body.get_text())
        assert set(dots) <= {"\N{NO-BREAK SPACE}"}, page
        found += len(dots)
    assert found > 100


def test_a_page_that_is_not_there_leads_to_the_search(demo: Published) -> None:
    main = demo.soup(demo.at("404.html")).main
    assert main
    assert "/archive/search/" in [str(link["href"]) for link in main.select("a")]
