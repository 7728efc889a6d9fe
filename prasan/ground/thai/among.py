"""Which of thousands of names hold a part: one look over one text, where a test of each name would cost ten times as much."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

_ENDS = "\n"
AT_ONCE = 500


class Names:
    """Names (none may hold a line's end), and where each begins in the text that they make together."""

    def __init__(self, names: Iterable[str]) -> None:
        self._starts, parts, end = array("I"), [], 0
        left = iter(names)
        while some := list(islice(left, AT_ONCE)):  # thousands of small texts at once would leave holes in the memory of each process
            for name in some:
                self._starts.append(end)
                end += len(name) + len(_ENDS)
            parts.append(_ENDS.join(some) + _ENDS)
        self._text = "".join(parts)

    def __getitem__(self, place: int) -> str:
        """The name at a place. Raises IndexError."""
        begins = self._starts[place]
        ends = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._text)
        return self._text[begins : ends - len(_ENDS)]

    def holding(self, part: str) -> Iterator[int]:
        """The places, in order, of the names that hold this part."""
        at = self._text.find(part)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            following = place + 1
            at = self._text.find(part, self._starts[following]) if following < len(self._starts) else -1
