"""Short names for what things are made of: equal bytes, equal name (BLAKE2b, RFC 7693)."""

import copyreg
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from re import match
from types import BuiltinFunctionType, FunctionType
from typing import Any

Reduce = Callable[[Any], str | tuple[Any, ...]]
"""Returns what a value is pickled as, as in `copyreg`; what it calls is of no account."""

SIZE = 16  # bytes: among 2**64 things two would share a name

PICKLING = 5
"""The pickle protocol of whatever is named or kept: the newest that Python 3.11 has."""


def of_bytes(*parts: bytes | memoryview) -> bytes:
    """Return the name of a sequence of byte strings."""
    digest = blake2b(digest_size=SIZE)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def of_texts(*texts: str) -> bytes:
    """Return the name of a sequence of texts."""
    return of_bytes(*(text.encode("utf-8", "surrogatepass") for text in texts))


def of_value(value: object) -> bytes:
    """Return the name of a value that can be pickled; different values have different names.

    Equal values have the same name if they were made in the same way, as by two builds.
    """
    return of_bytes(pickle.dumps(value, PICKLING))


def of_told(value: object, told: Mapping[type, Reduce]) -> bytes:
    """Return the name of a value, of which some types are pickled as is `told`, as in `copyreg`.

    Equal values have the same name, whether parts of them are one or two.
    """
    file = io.BytesIO()
    pickler = pickle.Pickler(file, PICKLING)
    pickler.dispatch_table = {**copyreg.dispatch_table, **told}
    pickler.fast = True
    pickler.dump(value)
    return of_bytes(file.getbuffer())


def of_facts(value: object) -> bytes:
    """Return the name of a value made of dataclasses, collections and plain values.

    Equal values have the same name, though a set has another order in each process.
    """
    return of_bytes(repr(_in_order(value)).encode("utf-8", "surrogatepass"))


def _in_order(value: Any) -> object:  # noqa: ANN401 - any
    match value:
        case set() | frozenset():
            return sorted(map(_in_order, value), key=repr)
        case tuple() | list():
            return [*map(_in_order, value)]
    if is_dataclass(value):
        told = (_in_order(getattr(value, field.name)) for field in fields(value))
        return [type(value).__name__, *told]
    return value


def of_data(value: object) -> bytes | None:
    """Return the name of a value as `of_value` does; nothing if somebody else's code is in it.

    A function is pickled as where it is found, which does not tell what it does. Ours are as
    they were if `of_program` is.
    """
    file = io.BytesIO()
    try:
        _DataPickler(file, PICKLING).dump(value)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return of_bytes(file.getbuffer())


class _DataPickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - pickle's form
        if isinstance(value, _CODE):
            package = (value.__module__ or "").partition(".")[0]
            if package not in _KNOWN_CODE:
                message = f"{value!r} is not ours"
                raise pickle.PicklingError(message)
        return NotImplemented


_CODE = (type, FunctionType, BuiltinFunctionType)
_KNOWN_CODE = set("builtins collections datetime jinja2 markupsafe pathlib pelican postil".split())


def of_folders(folders: Iterable[Path]) -> bytes:
    """Return the name of all files below some folders: their paths and their bytes, in order.

    What cannot be read counts as one that is not there.
    """
    parts = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            with suppress(OSError):
                if path.is_file() and "__pycache__" not in path.parts:
                    parts += [os.fsencode(path.relative_to(folder).as_posix()), path.read_bytes()]
        parts.append(b"")
    return of_bytes(*parts)


@cache
def of_program() -> bytes:
    """Return the name of all that computes here: this package, Python, and what it depends on."""
    from importlib.metadata import requires, version

    names = [match(r"[\w.-]+", each) for each in requires("postil") or ()]
    packages = sorted(name[0] for name in names if name)
    versions = [f"{name} {version(name)}" for name in packages]
    package = of_folders([Path(__file__).parents[1]])
    return of_bytes(package, sys.version.encode(), *(text.encode() for text in versions))
