"""A QR code as the path of an SVG: drawn here, so that no third party learns the secret in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """`path` for <path d>, in a square of `size` units with the quiet border inside."""

    path: str
    size: int


def path_of(text: str) -> Code:
    """The code for a text (error correction M, border of four)."""
    import qrcode  # seldom drawn, and it brings a library of pictures along

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    parts = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return Code("".join(parts), len(rows))
