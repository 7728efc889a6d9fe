"""`prasan import`: lists of organisations, officers, duty rosters, areas and holidays, shown first and written on demand."""

import argparse
from pathlib import Path

from django.core.management.base import CommandError

from prasan.ground.installation import is_demonstration
from prasan.ground.policy import system
from prasan.surfaces.ops.importing import KINDS, Outcome, TableProblem, bring_in, read_table, write_template

HELP = "Show what a list of organisations, persons, duties, areas or holidays would change (CSV or XLSX), and bring it in with --apply."
WORDS = {"added": "เพิ่ม", "replaced": "แทนรายการที่ประมาณไว้", "changed": "เปลี่ยน", "ended": "สิ้นสุด", "same": "เหมือนเดิม"}
_ACTOR = system("import")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("kind", choices=sorted(KINDS), help="what the list holds")
    parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX; with --template the blank file to write")
    parser.add_argument("--template", action="store_true", help="write a blank list with the headings")
    parser.add_argument("--apply", action="store_true", help="write it; without this it is only shown")
    parser.add_argument("--complete", action="store_true",
                        help="organisations: the list is complete, so that generated ones of its types and provinces which it does not name end today")


def run(arguments: argparse.Namespace) -> int:
    """Show or bring in. Status 1 when a cell is wrong: then nothing was written."""
    kind = KINDS[arguments.kind]
    try:
        if arguments.template:
            write_template(arguments.file, kind.columns)
            print(f"{arguments.file}: {', '.join(name for name, _hint in kind.columns)}")
            return 0
        table = read_table(arguments.file)
    except TableProblem as problem:
        raise CommandError(str(problem)) from problem
    if table.demonstration != is_demonstration():
        raise CommandError(
            "ฐานข้อมูลนี้เป็นข้อมูลตัวอย่าง ไม่รับรายชื่อจริง (ไฟล์สำหรับตัวอย่างขึ้นต้นด้วยบรรทัด # demonstration)" if is_demonstration()
            else "ไฟล์นี้ทำไว้สำหรับข้อมูลตัวอย่าง ไม่นำเข้าระบบจริง"
        )
    outcome = bring_in(_ACTOR, kind, table, apply=arguments.apply, complete=arguments.complete)
    _tell(outcome)
    return 1 if outcome.problems else 0


def _tell(outcome: Outcome) -> None:
    for change in outcome.changes:
        if change.kind != "same":
            print(f"{f'แถว {change.row}' if change.row else 'ไม่มีในไฟล์'}: {WORDS[change.kind]} {change.name}")
    for problem in sorted(outcome.problems, key=lambda one: one.row):
        print(f"แถว {problem.row}{f' คอลัมน์ {problem.column}' if problem.column else ''}: ผิด: {problem.text}")
    counts = outcome.counts()
    print(" · ".join(f"{word} {counts[code]}" for code, word in WORDS.items()) + f" · ผิด {len(outcome.problems)}")
    if outcome.problems:
        print("ยังไม่ได้บันทึกอะไร แก้เซลล์ที่ผิดแล้วนำเข้าใหม่ / nothing was written")
    elif outcome.written:
        print("บันทึกแล้ว / written")
    else:
        print("ดูก่อนเท่านั้น ยังไม่ได้บันทึก เพิ่ม --apply เพื่อบันทึก / shown only")
