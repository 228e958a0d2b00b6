"""The code that templates are compiled to, kept from build to build.

Jinja compiles a template to Python, which takes longer than to show a page with it. The code is the
same for as long as the template's text and this program are: nothing of a site's own has a part in
it, since `speakingcode` calls no filter before a page does.
"""

import pickle
from functools import cached_property

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from postil.engine.cabinet import Cabinet
from postil.engine.fingerprints import PICKLING, of_bytes


class TemplateCode:
    """The code of all templates of one build, in every language."""

    def __init__(self, recipe: bytes = b"", cabinet: Cabinet | None = None) -> None:
        """Begin with what an earlier build compiled, if the site keeps it in a cabinet.

        `recipe` names what code depends on beside the templates: the program, the catalogues.
        """
        self._recipe, self._cabinet = recipe, cabinet
        kept = cabinet.get(recipe) if cabinet else None
        self._kept: dict[bytes, bytes] = pickle.loads(kept) if kept else {}  # noqa: S301 - ours
        self._all = dict(self._kept)
        self._grown = False

    def get(self, name: bytes) -> bytes | None:
        """Return code as Jinja writes it, with a digest of the template's text."""
        return self._all.get(name)

    def put(self, name: bytes, code: bytes, *, lasting: bool) -> None:
        """Add code; what depends on more than is known lasts for this build alone."""
        self._all[name] = code
        if lasting:
            self._kept[name] = code
            self._grown = True

    def keep(self) -> None:
        """Keep what this build compiled for the next one."""
        if self._cabinet and self._grown:
            self._cabinet.put(self._recipe, pickle.dumps(self._kept, PICKLING))
            self._cabinet.keep()
            self._grown = False


class Shelf(BytecodeCache):
    """Where an environment finds the code of its templates in one language."""

    def __init__(self, code: TemplateCode, templates: Environment, lang: str) -> None:
        self._code, self._templates, self._lang = code, templates, lang

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of a template."""
        code = self._code.get(self._name(bucket))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Add the code of a template."""
        lasting = _OURS.issuperset(self._templates.extensions)
        self._code.put(self._name(bucket), bucket.bytecode_to_string(), lasting=lasting)

    def _name(self, bucket: Bucket) -> bytes:
        return of_bytes(self._manner, bucket.key.encode())

    @cached_property
    def _manner(self) -> bytes:
        """A name for what else the compiler looks at: marks, switches, who takes the context."""
        templates = self._templates
        switches = {
            name: value
            for name, value in vars(templates).items()
            if value is None or isinstance(value, bool | str)
        }
        called = {**templates.filters, **templates.tests, "finalize": templates.finalize}
        passed = {name: getattr(each, "jinja_pass_arg", None) for name, each in called.items()}
        looked_at = (self._lang, *map(sorted, (switches.items(), passed.items())))
        return of_bytes(repr((looked_at, sorted(templates.extensions))).encode())


_OURS = frozenset(
    {"jinja2.ext.InternationalizationExtension", "postil.theming.speaking.SpeakingEnglish"}
)
