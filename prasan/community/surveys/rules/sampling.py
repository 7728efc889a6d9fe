"""Drawing households: a systematic sample with a random start, so that a centre walks its list and takes every n-th house."""


def drawn(*, seed: int, households: int, wanted: int) -> tuple[int, ...]:
    """Numbers of households (1 to `households`) in rising order, `wanted` of them, as far apart as they can be; the same for the same seed.

    Every household has the same chance. Whole-number arithmetic, so that paper, phone and server agree.
    """
    if not 0 < wanted <= households:
        return ()
    start = seed % households
    found = sorted((start + place * households // wanted) % households + 1 for place in range(wanted))
    return tuple(found)
