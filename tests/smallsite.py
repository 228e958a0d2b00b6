"""The sources of a small archive that has one of everything."""

from collections.abc import Mapping

Files = Mapping[str, str]
"""The text of each file of a site, by its path."""

CONF = "pelican.conf.py"
SCALE, ENTITIES, LABELS, POSTS, SOURCES, REDIRECTS = (
    f"annotations/registry/{name}.yaml"
    for name in ("scale", "entities", "labels", "posts", "sources", "redirects")
)
CLAIM = "annotations/claims/dam-safe.yaml"

SITE: Files = {
    CONF: """\
import os
from pathlib import Path

from postil.settings import *

SITENAME = "The weir"
SITESUBTITLE = Path("motto.txt").read_text("utf-8").strip()
SITEURL = os.environ.get("SITEURL", "https://example.org")
RELATIVE_URLS = True
DEFAULT_PAGINATION = 2
POSTIL_SEARCH = False
POSTIL_CARDS = False
THEME_TEMPLATES_OVERRIDES = ["templates"]
""",
    "motto.txt": "All about water\n",
    "content/articles/2020/dam.md": """\
---
title: The dam
date: 2020-12-09
outlet: Herald
topics: [Water, Power]
---
The Ministry said that the dam is safe.

It was *inspected twice* in that year.

The Water Office wrote about it, and so did [another](../2021/canal.md "old").
""",
    "annotations/articles/2020/dam.yaml": """\
annotations:
  - {id: twice, kind: context, quote: inspected twice, note: In May and in July., as_of: 2020-12-09}
  - {id: safe, use: dam-safe, quote: the dam is safe}
""",
    "content/articles/2020/weir.md": """\
---
title: The weir
date: 2020-12-10
outlet: Herald
topics: [Water]
summary: A weir, and what became of it.
---
The weir was inspected once, as the Water Office had asked.

![The weir](../../images/weir.svg)
""",
    "content/articles/2020/lock.md": """\
---
title: السد
date: 2020-12-10
outlet: Herald
lang: ar
---
قال الوزير إن السد آمن منذ عام.
""",
    "annotations/articles/2020/lock.yaml": """\
annotations:
  - id: lock-safe
    kind: claim
    quote: السد آمن
    claim: السد آمن
    said_by: minister
    said_on: 2020-12-01
    verdict: false
    fact: لم يفحصه أحد.
    as_of: 2020-12-10
    sources: [report]
    by: desk.a
    changes:
      - {date: 2020-12-15, type: update, by: desk.b, note: Looked again., was: unproven, now: false}
""",
    "content/articles/2021/canal.md": """\
---
title: The canal
date: 2021-01-04
outlet: Tribune
topics: [Ships, Water]
---
Somebody posted it first.

:::post first-post
:::

Then the Tribune said that the dam is safe, and the Water Office agreed.
""",
    "annotations/articles/2021/canal.yaml": """\
annotations:
  - {id: office, kind: label, who: office, quote: the Water Office}
  - {id: again, use: dam-safe, quote: the dam is safe}
""",
    "content/articles/2021/tide.md": """\
---
title: The tide
date: 2021-01-04
---
The tide came in and [went out](../../images/weir.svg), as [the map]({attach}map.csv) shows.
""",
    "content/articles/2021/map.csv": "tide,in,out\n",
    "content/articles/2021/weir-ar.md": """\
---
title: الهدار
date: 2021-01-04
outlet: Herald
lang: ar
slug: weir
---
فتح [الهدار]({filename}/articles/2020/weir.md) في الليل.
""",
    "content/articles/2021/ferry.md": """\
---
title: The ferry
date: 2021-02-02
outlet: Tribune
topics: [Ships]
status: hidden
---
The ferry of the Water Office ran again, since the dam is safe.
""",
    "annotations/articles/2021/ferry.yaml": """\
annotations:
  - {id: ferry, use: dam-safe, quote: the dam is safe}
""",
    "content/articles/2021/sluice.md": """\
---
title: The sluice
date: 2021-02-01
outlet: Tribune
topics: [Power]
status: draft
---
The sluice was opened at night.
""",
    "annotations/articles/2021/sluice.yaml": """\
annotations:
  - {id: night, kind: context, quote: at night, note: At three., as_of: 2021-02-01}
""",
    "content/pages/about.md": """\
---
title: About us
---
We look after the weir.
""",
    "annotations/pages/about.yaml": """\
annotations:
  - {id: we, kind: context, quote: the weir, note: All of it., as_of: 2021-02-01}
""",
    "content/images/weir.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n',
    CLAIM: """\
claim: The dam is safe
said_by: minister
said_on: 2020-12-01
first_seen: first-post
verdict: unproven
fact: Nobody has shown it.
as_of: 2020-12-09
sources: [report]
by: desk.a
spread:
  - {who: tribune, did: reported, date: 2021-01-04, source: report}
""",
    SCALE: """\
version: 1
ratings:
  - {id: true, name: "True", tone: good, means: It is so.}
  - {id: unproven, name: Unproven, tone: open, means: Nobody knows.}
  - {id: false, name: "False", tone: bad, means: It is not so.}
""",
    ENTITIES: """\
minister: {type: person, name: The Minister, also: [The Ministry]}
network: {type: organisation, name: Network}
tribune: {type: outlet, name: Tribune}
office:
  type: organisation
  name: Water Office
  accounts: [{platform: network, handle: water}]
  labels:
    - {label: state, account: network, from: 2020-01-01, until: 2022-01-01}
""",
    LABELS: """\
state: {text: Of the state, tone: inform, applied_by: network, disclaimer: Run by the state., \
used: {from: 2019-01-01, until: 2022-01-01}}
""",
    POSTS: """\
first-post: {by: minister, platform: network, date: 2020-11-30, text: The dam is safe., \
labels: [state]}
""",
    SOURCES: """\
report: {title: Report, by: Dam office, url: https://example.org/report, kind: primary}
""",
    REDIRECTS: "2019/01/dam/: 2020/12/dam/\n",
}
