"""Which files of a package a page rests on, found by reading the imports and never by running them."""

import ast
import hashlib
import re
from functools import cache
from pathlib import Path

_CELL = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{code-cell\}[^\n]*\n(?P<body>.*?)^(?P=fence)[`:]*[ \t]*$", re.M | re.S
)
_DYNAMIC = {"importlib", "pkgutil"}


def code_cells(text):
    """The source of each code cell of a MyST page, options and IPython magics taken off."""
    for match in _CELL.finditer(text):
        body = re.sub(r"\A---\n.*?^---\n", "", match["body"], flags=re.M | re.S)
        lines = body.split("\n")
        while lines and re.match(r":[\w-]+:", lines[0]):
            lines.pop(0)
        yield "\n".join("" if re.match(r"\s*[%!]", line) else line for line in lines)


class Package:
    """One Python package on disk, seen as a graph of modules that import each other."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.name = self.folder.name
        self.modules = {self._dotted(path): path for path in sorted(self.folder.rglob("*.py"))}

    def _dotted(self, path):
        parts = path.relative_to(self.folder.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def named_in(self, source, module=None):
        """Modules of the package that ``source`` imports, at any depth; all if it cannot be parsed."""
        try:
            tree = ast.parse(source)
        except SyntaxError:
            return set(self.modules)
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
                found |= {self._known(name) for name in names}
                dynamic = _DYNAMIC & {name.split(".")[0] for name in names}
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node, module)
                found |= {self._known(base), *(self._known(f"{base}.{alias.name}") for alias in node.names)}
                dynamic = _DYNAMIC & {base.split(".")[0]}
            else:
                continue
            if dynamic and module:  # it may import anything beside it: take all of that folder
                beside = self._package_of(module)
                found |= {name for name in self.modules if name == beside or name.startswith(beside + ".")}
        return {part for name in found if name for part in _with_parents(name)} & set(self.modules)

    def _known(self, name):
        """The longest prefix of ``name`` that is a module of this package, or None."""
        while name:
            if name in self.modules:
                return name
            name = name.rpartition(".")[0]
        return None

    def _package_of(self, module):
        return module if self.modules[module].name == "__init__.py" else module.rpartition(".")[0]

    def _absolute(self, node, module):
        if not node.level or module is None:
            return node.module or ""
        parts = self._package_of(module).split(".")
        parts = parts[: len(parts) - node.level + 1]
        return ".".join([*parts, *([node.module] if node.module else [])])

    @cache  # noqa: B019 - one short-lived object a build
    def _edges(self, module):
        return self.named_in(self.modules[module].read_text("utf-8"), module)

    def closure(self, modules):
        """``modules`` and everything of the package that they import, directly or not."""
        seen, todo = set(), list(modules)
        while todo:
            module = todo.pop()
            if module not in seen:
                seen.add(module)
                todo.extend(self._edges(module) - seen)
        return seen

    def files(self, modules):
        """The modules' files, and the data files in the folders of their packages."""
        found = {self.modules[name] for name in modules}
        for name in modules:
            found |= set(_data(self.modules[self._package_of(name)].parent))
        return sorted(found)


def _with_parents(name):
    parts = name.split(".")
    return {".".join(parts[: i + 1]) for i in range(len(parts))}


def _data(folder):
    for path in folder.iterdir():
        if path.is_dir() and path.name != "__pycache__" and not (path / "__init__.py").exists():
            yield from _data(path)
        elif path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith("."):
            yield path


def fingerprint(files, base, *extra):
    """A hash of the files' names (relative to ``base``) and contents, and of any extra strings."""
    total = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(files):
        total.update(f"\0{path.relative_to(base).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
