"""What the first visit to the public report page brings over the line, as served: the page, its style sheets and icons; and its fonts."""

import re
from typing import Any

from prasan.ground.screens.places import REPORT
from prasan.surfaces.ops.bench.site import Site
from prasan.surfaces.ops.bench.visitor import Visitor

PAGE_KB, FIRST_VISIT_KB = 40, 90
TARGETS = {"page_kb": PAGE_KB, "first_visit_kb": FIRST_VISIT_KB}
PACKED: Any = {"Accept-Encoding": "br, gzip"}
_LINKED = re.compile(r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src|<use[^>]+href)="([^"#]+)')
_SCREEN = re.compile(r"--screen:([^;}]+)")
_FACE = re.compile(r'@font-face\{font-family:"([^"]+)"[^}]*url\(([^)]+)\)')


def weigh(site: Site) -> dict[str, Any]:
    """KB (1,000 bytes) of the page with what it links, and with every face of the screen's fonts beside; 0 fonts where none were fetched."""
    visitor = Visitor(site.url)
    plain = visitor.get(REPORT)
    parts = {REPORT: len(visitor.get(REPORT, **PACKED).body)}
    sheets: dict[str, str] = {}
    for path in dict.fromkeys(_LINKED.findall(plain.text)):
        parts[path] = len(visitor.get(path, **PACKED).body)
        if path.endswith(".css"):
            sheets[path] = visitor.get(path).text
    fonts = _fonts(sheets, visitor)
    page = sum(parts.values())
    return {
        "page_kb": round(page / 1000, 1), "first_visit_kb": round((page + sum(fonts.values())) / 1000, 1), "fonts": len(fonts),
        "parts": {path.rpartition("/")[2] or path: size for path, size in (parts | fonts).items()},
    }


def _fonts(sheets: dict[str, str], visitor: Visitor) -> dict[str, int]:
    """Faces of the families of the screen: the paper's are fetched by no browser before something is printed."""
    used = "".join(stack for text in sheets.values() for stack in _SCREEN.findall(text))
    found = {}
    for path, text in sheets.items():
        for family, name in _FACE.findall(text):
            if family in used:
                where = name.strip("\"'")
                place = where if where.startswith("/") else f"{path.rpartition('/')[0]}/{where}"
                found[place] = len(visitor.get(place).body)
    return found
