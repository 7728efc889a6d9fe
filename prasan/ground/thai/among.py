"""Which of thousands of names hold a part: one look over one text, where a test of each name would cost ten times as much."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

_ENDS = "\n"


class Names:
    """Names (none may hold a line's end), and where each begins in the text that they make together."""

    def __init__(self, names: Sequence[str]) -> None:
        self._text = _ENDS.join(names)
        self._starts = array("I", [0, *accumulate(len(name) + len(_ENDS) for name in names)][:-1] if names else [])

    def __getitem__(self, place: int) -> str:
        """The name at a place. Raises IndexError."""
        begins = self._starts[place]
        ends = self._starts[place + 1] - len(_ENDS) if place + 1 < len(self._starts) else len(self._text)
        return self._text[begins:ends]

    def holding(self, part: str) -> Iterator[int]:
        """The places, in order, of the names that hold this part."""
        at = self._text.find(part)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            following = place + 1
            at = self._text.find(part, self._starts[following]) if following < len(self._starts) else -1
