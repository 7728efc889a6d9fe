"""Copy the fonts that the locked npm step fetched into our static files, with one style sheet that names them.

`python -m prasan.ground.screens.fonts` after `npm ci`. Without Node the fonts of the system serve; pages are readable either way.
"""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "static" / "fonts"
SHEET = FOLDER / "fonts.css"
SOURCE = HERE.parents[2] / "node_modules" / "@fontsource"
FACES = (
    ("Noto Sans Thai Looped", "noto-sans-thai-looped", (400, 600)),
    ("Sarabun", "sarabun", (400, 700)),
)
# Narrower than the packages' own ranges: what our pages contain, so that no face is fetched for one stray sign.
RANGES = {
    "thai": "U+E01-E5B,U+200B-200D,U+25CC",
    "latin": "U+0-FF,U+2013-2014,U+2018-201D,U+2022,U+2026,U+203A,U+2192,U+2212",
}


def face(family: str, package: str, weight: int, script: str) -> str:
    """Return one @font-face rule."""
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};font-display:swap;'
        f"src:url({package}-{script}-{weight}-normal.woff2) format('woff2');unicode-range:{RANGES[script]}}}\n"
    )


def copy(source: Path = SOURCE, folder: Path = FOLDER) -> list[Path]:
    """Copy files, licences and the sheet; return what was copied. FileNotFoundError names what `npm ci` did not bring."""
    folder.mkdir(parents=True, exist_ok=True)
    copied, rules = [], []
    for family, package, weights in FACES:
        for weight in weights:
            for script in RANGES:
                name = f"{package}-{script}-{weight}-normal.woff2"
                copied.append(Path(shutil.copyfile(source / package / "files" / name, folder / name)))
                rules.append(face(family, package, weight, script))
        shutil.copyfile(source / package / "LICENSE", folder / f"{package}.LICENSE.txt")
    (folder / SHEET.name).write_text("".join(rules), encoding="utf-8")
    return copied


def main() -> int:
    """Copy and say what was done."""
    try:
        files = copy()
    except FileNotFoundError as missing:
        sys.stderr.write(f"No fonts fetched ({Path(str(missing.filename)).name}); the system's fonts serve.\n")
        return 1
    sys.stdout.write(f"{len(files)} fonts, {sum(f.stat().st_size for f in files) // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
