"""Many at once, and for long: everybody is taken, no number twice; memory and open files do not grow (R6, R10)."""

import json
import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.assurance.attack.enemy import Enemy
from tests.assurance.faults.place import Place, sqlite_place
from tests.assurance.faults.senders import Sender as Chance
from tests.assurance.faults.senders import Told, content
from tests.assurance.result import Result, count, seed

AT_ONCE = 64
PAGES = ("/", "/report/", "/receipt", "/services", "/healthz", "/readyz", "/account/login/", "/api/v1/openapi.json", "/nothing-here")
GROWTH = 1.05  # of the resident memory of the serving processes, from when they have served a while
SLACK = 8  # open files more than then: a log, a socket


def test_many_at_once_are_all_taken(tmp_path: Path) -> None:
    result, times = Result("R6-many", seed()), count("R6-many", 128)
    with sqlite_place(tmp_path / "place") as place:
        place.start()
        codes = _told(result, place, times)
        judged = place.run("judge", {"seconds": 60})
    for words in (*judged["halves"], *judged["unsettled"]):
        result.compare(False, words)
    words = f"{len(codes)} receipts, {len(set(codes))} of them different, {judged['reports']} records"
    result.compare(len(set(codes)) == len(codes) == judged["reports"], words)
    result.plant("a code twice", lambda: len({*codes, codes[0]}) != len([*codes, codes[0]]))
    result.settle()


def _told(result: Result, place: Place, times: int) -> list[str]:
    chance, gate = Chance(place.port, Told(), seed()).chance, threading.Barrier(AT_ONCE)
    said = [content(chance) for _ in range(times)]

    def one(number: int) -> list[tuple[int, str]]:
        gate.wait()
        enemy, found = Enemy(place.port, "127.91.1.1"), []  # all from one address, as behind one office's line
        for report in said[number::AT_ONCE]:
            status, text, _ = enemy.report(report)
            found.append((status, json.loads(text)["receipt"]["code"] if status == 200 else ""))
        enemy.line.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [answer for part in pool.map(one, range(AT_ONCE)) for answer in part]
    for status, _ in answers:
        result.compare(status == 200, f"a report was answered {status}")
    return [code for _, code in answers if code]


def test_a_long_load_leaves_nothing_behind(tmp_path: Path) -> None:
    seconds = count("R10-soak", 4)
    result, statuses = Result("R10-soak", seed()), Counter[int]()
    with sqlite_place(tmp_path / "place") as place:
        place.start()
        before = _warm(place, min(60.0, seconds / 4), statuses)
        _load(place, seconds, statuses)
        after = _held(place)
    result.tried += sum(statuses.values())
    wrong = {status: times for status, times in statuses.items() if status == 0 or status >= 500}
    result.compare(not wrong, f"answers {wrong}")
    result.compare(before["processes"] == after["processes"], "a serving process fell")
    result.compare(after["files"] <= before["files"] + SLACK, f"{before['files']} open files became {after['files']}")
    if "PRASAN_ASSURANCE_R10_SOAK" in os.environ:
        result.compare(after["memory"] <= before["memory"] * GROWTH, f"{before['memory']} kB became {after['memory']} kB")
    for held in (before, after):
        result.measure("memory before and after in kB", held["memory"])
        result.measure("open files before and after", held["files"])
    result.settle()


def _warm(place: Place, seconds: float, statuses: Counter[int], most: int = 6) -> Any:
    """What is held once each thread has opened what it keeps, which takes a slow machine longer; what leaks has not come to rest by then either."""
    held = None
    for _ in range(most):
        _load(place, seconds, statuses)
        before, held = held, _held(place)
        if before is not None and held["files"] <= before["files"]:
            break
    return held


def _load(place: Place, seconds: float, statuses: Counter[int]) -> None:
    end = time.monotonic() + seconds
    chance, lock = Chance(place.port, Told(), seed()).chance, threading.Lock()

    def one(number: int) -> None:
        enemy, turn = Enemy(place.port, f"127.92.1.{number + 1}"), number
        while time.monotonic() < end:
            turn += 1
            with lock:
                report: dict[str, Any] = content(chance)
            match turn % 4:
                case 0:
                    status = enemy.report(report)[0]
                case 1:
                    status = enemy.numbers({"code": f"{turn:012}", "secret": "000000"})[0]
                case 2:
                    status = enemy.ask("GET", f"/api/v1/reports/{'0' * 8}-0000-4000-8000-{turn:012}", Authorization=f"Bearer {place.made['token']}")[0]
                case _:
                    status = enemy.ask("GET", PAGES[turn // 4 % len(PAGES)])[0]
            with lock:
                statuses[status] += 1
        enemy.line.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _held(place: Place) -> dict[str, int]:
    """What the serving processes hold: resident memory in kB, open files; and which they are."""
    workers = place.processes()["workers"]
    memory = sum(int(line.split()[1]) for pid in workers for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return {"memory": memory, "files": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in workers), "processes": hash(tuple(sorted(workers)))}
