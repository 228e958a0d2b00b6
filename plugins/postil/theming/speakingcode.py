"""How templates are compiled: to the Python that Jinja writes, with a language's words put in.

A message that stands in a template as it is ("Sources", "As of %(day)s.") is looked up once, when
the template is compiled, and not again on each page. What is printed is escaped as ever, in less
time; filters and tests are never called before a page does.
"""

import re
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from postil.theming.wording import Wording


def written(value: object) -> str:
    """Return what a page prints of a value, as `escape` does: most are HTML or words alone."""
    if type(value) is Markup or (type(value) is str and not _SPECIAL(value)):
        return value
    return escape(value)


class PageContext(Context):
    """Jinja's context, in less time: it knows macros, and no template has globals of its own."""

    def __init__(self, *args: Any, globals: object = None) -> None:  # noqa: A002, ANN401, ARG002 - Jinja's form
        super().__init__(*args)

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja's form
        """Call something that a template names."""
        if type(called) is Macro:
            args = (self.eval_ctx, *args)
        elif type(called) not in _PLAIN or hasattr(called, _WANTING):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class SpeakingCode(CodeGenerator):
    """Jinja's compiler, which puts messages in, and evaluates no filter and no test beforehand."""

    def __init__(self, environment: Environment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Jinja's form
        super().__init__(environment, *args, **kwargs)
        self.optimizer = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Write the module of a template."""
        wording = self.environment.globals.get("wording")
        escaping = self.environment.autoescape is True and not node.find(nodes.EvalContextModifier)
        if isinstance(wording, Wording) and escaping:
            _Speaking(wording).visit(node)
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401 - Jinja's own
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and not finalize.src:
            self.write(f"{written.__name__}(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Speaking(NodeTransformer):
    """Puts the words of a language where a template asks for a message."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's name
        """Replace messages that are printed by their words and, between them, their values."""
        printed: list[nodes.Expr] = []
        for child in node.nodes:
            printed += self._pieces(child) or [self.visit(child)]
        node.nodes = printed
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Replace a message without values by its words."""
        match self._pieces(node):
            case [nodes.TemplateData(data=words)]:
                return nodes.MarkSafe(nodes.Const(words), lineno=node.lineno)
        return self.generic_visit(node)

    def _pieces(self, node: nodes.Node) -> list[nodes.Expr]:
        """Return what a message says, piece by piece; nothing for what only the page can tell."""
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(message))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                text = self._wording.pattern("", message)
            case nodes.Call(
                node=nodes.Name(name="pgettext"),
                args=[nodes.Const(value=str(context)), nodes.Const(value=str(message))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                text = self._wording.pattern(context, message)
            case _:
                return []
        values = {value.key: value.value for value in node.kwargs}
        pieces: list[nodes.Expr] = []
        for piece in _PIECE.finditer(text):
            if piece["name"] is None and piece[0] != "%":
                words = piece[0].replace("%%", "%")
                pieces.append(nodes.TemplateData(words, lineno=node.lineno))
            elif piece["name"] in values:
                pieces.append(self.visit(values[piece["name"]]))
            else:
                return []
        return pieces


_PIECE = re.compile(r"%\((?P<name>\w+)\)s|(?:[^%]|%%)+|%")

_PLAIN = (BuiltinFunctionType, FunctionType, MethodType)
_WANTING = "jinja_pass_arg"  # set on functions that want the context or the like: `pass_context`

_SPECIAL = re.compile("[&<>\"']").search
