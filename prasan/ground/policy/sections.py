"""Sections of a record: what can be shared apart, one bit each, stored as an integer in access rows."""

from enum import IntFlag


class Section(IntFlag):
    """Bits of an access row. The first eleven after EXISTENCE can be shared with another agency; REPORTER never can."""

    EXISTENCE = 1
    IDENTITY = 1 << 1
    CONTACT = 1 << 2
    STORY = 1 << 3
    RISK = 1 << 4
    HEALTH = 1 << 5
    PERPETRATOR = 1 << 6
    SHELTER = 1 << 7
    PLAN = 1 << 8
    NOTES = 1 << 9
    LEGAL = 1 << 10
    FILES = 1 << 11
    REPORTER = 1 << 12
    MANAGE = 1 << 16  # is the one accountable case manager, or the desk that must decide
    CONTRIBUTE = 1 << 17  # may add notes and do tasks in the record

    @classmethod
    def everything(cls) -> "Section":
        """All that a case manager has, the reporter included."""
        return cls((1 << 13) - 1) | cls.MANAGE | cls.CONTRIBUTE

    def names(self) -> list[str]:
        """The lower-case names of the bits that are set, in order."""
        return [bit.name.lower() for bit in Section if bit in self and bit.name]

    @classmethod
    def of(cls, names: list[str] | tuple[str, ...]) -> "Section":
        """The bits with these lower-case names. Raises KeyError for an unknown one."""
        bits = cls(0)
        for name in names:
            bits |= cls[name.upper()]
        return bits


SHAREABLE = Section((1 << 12) - 1) & ~Section.EXISTENCE
