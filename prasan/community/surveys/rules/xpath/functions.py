"""Which functions exist, with how few and how many arguments (None: any number).

Source: the ODK XForms specification's function list, compared with what JavaRosa (Collect; the jar in pyxform 4.5.0) and xforms-engine 0.22
know. A form may use what both know; what only one knows works on a phone or on the web, not on both.
"""

Arity = tuple[int, int | None]

BOTH: dict[str, Arity] = {
    # texts
    "string": (1, 1), "concat": (1, None), "join": (1, None), "starts-with": (2, 2), "ends-with": (2, 2), "contains": (2, 2), "substr": (2, 3),
    "substring-before": (2, 2), "substring-after": (2, 2), "string-length": (0, 1), "normalize-space": (0, 1), "translate": (3, 3), "regex": (2, 2),
    "coalesce": (2, 2), "digest": (2, 3), "uuid": (0, 1), "base64-decode": (1, 1),
    # truths
    "if": (3, 3), "boolean": (1, 1), "not": (1, 1), "true": (0, 0), "false": (0, 0), "boolean-from-string": (1, 1), "checklist": (2, None),
    "weighted-checklist": (2, None), "once": (1, 1),
    # numbers
    "number": (1, 1), "int": (1, 1), "sum": (1, 1), "max": (1, None), "min": (1, None), "round": (1, 2), "abs": (1, 1),
    "pow": (2, 2), "log": (1, 1), "log10": (1, 1), "exp": (1, 1), "exp10": (1, 1), "sqrt": (1, 1), "sin": (1, 1), "cos": (1, 1), "tan": (1, 1),
    "asin": (1, 1), "acos": (1, 1), "atan": (1, 1), "atan2": (2, 2), "pi": (0, 0), "random": (0, 0),
    # choices
    "selected": (2, 2), "selected-at": (2, 2), "count-selected": (1, 1), "jr:choice-name": (2, 2), "jr:itext": (1, 1),
    # nodes
    "count": (1, 1), "count-non-empty": (1, 1), "position": (0, 1), "current": (0, 0), "instance": (1, 1), "indexed-repeat": (3, 7), "randomize": (1, 2),
    "pulldata": (4, 4),
    # time
    "today": (0, 0), "now": (0, 0), "date": (1, 1), "date-time": (1, 1), "format-date": (2, 2), "format-date-time": (2, 2), "decimal-date-time": (1, 1),
    "decimal-time": (1, 1),
    # places
    "area": (1, 1), "distance": (1, None), "geofence": (2, 2),
}
PHONE_ONLY: frozenset[str] = frozenset({"depend", "enclosed-area", "extract-signed", "is-selected", "property", "version"})
WEB_ONLY: frozenset[str] = frozenset({"ceiling", "floor", "id", "lang", "last", "local-name", "name", "namespace-uri", "substring"})
