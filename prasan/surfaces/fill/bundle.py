"""Put the browser's part together from `client` and the engine that the locked npm step fetched; say what a device keeps of it.

`python -m prasan.surfaces.fill.bundle` after `npm ci`. Without Node nothing is built, and /fill/ says so.
"""

import gzip
import hashlib
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse

HERE = Path(__file__).resolve().parent
CLIENT = HERE / "client"
BUILT = HERE / "built"  # not among the static files: compressing them anew at a first start would cost as much as all else
ROOT = HERE.parents[2]
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
TARGET = "es2022"
SECONDS = 120
OURS = ("app", "engine")  # the page, and the engine that it fetches when the first form is opened
OTHER = "other"  # ODK Web Forms as it comes, on its own page
FLAGS = ("__VUE_OPTIONS_API__:true", "__VUE_PROD_DEVTOOLS__:false", "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__:false")


def build(built: Path = BUILT) -> list[Path]:
    """Bundle everything into `built`; the files. Raises FileNotFoundError without Node or its packages, CalledProcessError for a mistake in `client`."""
    node = shutil.which("node")
    if node is None or not ESBUILD.exists():
        raise FileNotFoundError(str(ESBUILD if node else "node"))
    shutil.rmtree(built, ignore_errors=True)
    common = ["--bundle", "--minify", "--format=esm", f"--target={TARGET}", "--charset=utf8"]
    common += ["--legal-comments=linked", "--log-level=warning", f"--outdir={built}"]
    _run([node, str(ESBUILD), *(str(CLIENT / f"{name}.js") for name in OURS), *common])
    defined = [f"--define:{flag.split(':')[0]}={flag.split(':')[1]}" for flag in FLAGS]
    production = '--define:process.env.NODE_ENV="production"'
    _run([node, str(ESBUILD), str(CLIENT / f"{OTHER}.js"), *common, "--splitting", "--chunk-names=other-[hash]", production, *defined])
    for script in built.glob("*.js"):
        script.with_suffix(".js.gz").write_bytes(gzip.compress(script.read_bytes(), 9, mtime=0))
    return sorted(built.iterdir())


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)


def there() -> bool:
    """Whether this installation has the browser's part."""
    return all((BUILT / f"{name}.js").exists() for name in (*OURS, OTHER))


@cache
def digest() -> str:
    """Names this build in the addresses of its scripts, so that browsers may keep them for ever."""
    made = hashlib.sha256()
    for path in sorted(BUILT.glob("*.js")):
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def address(name: str) -> str:
    """Where a script of the build is served."""
    return reverse("fill:built", args=[digest(), f"{name}.js"])


def script(build_digest: str, name: str, *, packed: bool) -> bytes | None:
    """A script of this build, as gzip when `packed`; None for any other name."""
    if build_digest != digest() or name not in {path.name for path in BUILT.glob("*.js")}:
        return None
    return (BUILT / f"{name}.gz" if packed else BUILT / name).read_bytes()


@cache
def kept_files() -> tuple[str, ...]:
    """Addresses of the files that a device keeps: style sheets, fonts, scripts, icons."""
    fonts = ROOT / "prasan" / "ground" / "screens" / "static" / "fonts"
    faces = sorted(path.name for path in fonts.glob("noto*.woff2")) if (fonts / "fonts.css").exists() else []
    names = [
        "prasan/base.css", "prasan/public.css", "fill/fill.css", "prasan/mark.svg", "fill/icon-192.png",
        *(["fonts/fonts.css"] if faces else []), *(f"fonts/{name}" for name in faces),
    ]
    return (*(static(name) for name in names), *(address(name) for name in OURS))


@cache
def version() -> str:
    """A digest of all that a device keeps: another one makes it fetch everything anew."""
    made = hashlib.sha256("\n".join(kept_files()).encode())
    sources = [*CLIENT.glob("sw.js"), *(HERE / "templates").rglob("*.html"), *(HERE / "static").rglob("*.css"), HERE / "words.py"]
    styles = (ROOT / "prasan" / "ground" / "screens" / "static" / "prasan").glob("*.css")
    catalogs = (ROOT / "prasan" / "locale").glob("*/LC_MESSAGES/django.mo")
    for path in sorted([*sources, *styles, *catalogs]):
        made.update(path.read_bytes())
    return made.hexdigest()[:20]


def main() -> int:
    """Build and say what was made."""
    try:
        files = build()
    except FileNotFoundError as missing:
        sys.stderr.write(f"Web filling not built ({Path(str(missing.args[0])).name} is missing); /fill/ says so.\n")
        return 1
    except subprocess.CalledProcessError as problem:
        sys.stderr.write((problem.stderr or b"").decode(errors="replace"))
        return 1
    sys.stdout.write("".join(f"{path.name} {path.stat().st_size // 1024} KB\n" for path in files if path.suffix == ".js"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
