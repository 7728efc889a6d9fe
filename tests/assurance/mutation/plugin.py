"""For the process that tries a mutant: PRASAN_MUTANT="prasan.ground.audit.verify:12" loads that module with its twelfth mutant."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

from tests.assurance.mutation.mutants import mutated


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles the mutant; nothing of it is kept."""

    def __init__(self, name: str, path: str, number: int) -> None:
        super().__init__(name, path)
        self.number = number

    def get_code(self, fullname: str) -> CodeType:
        """The changed module."""
        tree, words = mutated(Path(self.path).read_text(encoding="utf-8"), self.number)
        print(f"mutant of {fullname}: {words}", file=sys.stderr)
        return compile(tree, self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        """Only the one module."""
        if fullname != self.name:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is None or found.origin is None:
            return found
        loader = _Loader(fullname, found.origin, self.number)
        return importlib.util.spec_from_file_location(fullname, found.origin, loader=loader, submodule_search_locations=found.submodule_search_locations)


if asked := os.environ.get("PRASAN_MUTANT"):
    _name, _, _number = asked.partition(":")
    if _name in sys.modules:
        raise RuntimeError(f"{_name} was loaded already")
    sys.meta_path.insert(0, _Finder(_name, int(_number)))
