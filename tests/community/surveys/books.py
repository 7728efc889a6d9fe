"""XLSForms for the tests: one that is good, and changes of single cells."""

import copy
import io
import zipfile
from datetime import datetime

import xlsxwriter

TH, EN = "label::ไทย (th)", "label::English (en)"
GOOD = {
    "survey": [
        {"type": "text", "name": "head", TH: "ชื่อหัวหน้าครอบครัว", EN: "Head of family", "required": "yes"},
        {"type": "integer", "name": "n", TH: "อยู่ด้วยกันกี่คน", EN: "How many live here", "constraint": ". > 0 and . < 30"},
        {"type": "begin_repeat", "name": "member", TH: "สมาชิก", EN: "Member", "repeat_count": "${n}"},
        {"type": "date", "name": "dob", TH: "วันเกิด", EN: "Born"},
        {"type": "calculate", "name": "age", "calculation": "if(${dob} = '', '', int((today() - ${dob}) div 365.25))"},
        {"type": "select_one yn", "name": "school", TH: "เรียนอยู่ไหม", EN: "At school?", "relevant": "${age} < 18"},
        {"type": "end_repeat"},
        {"type": "calculate", "name": "kids", "calculation": "count(${member}[age < 18])"},
        {"type": "note", "name": "thanks", TH: "ขอบคุณ", EN: "Thank you"},
    ],
    "choices": [
        {"list_name": "yn", "name": "yes", TH: "ใช่", EN: "Yes"},
        {"list_name": "yn", "name": "no", TH: "ไม่ใช่", EN: "No"},
    ],
    "settings": [{"form_title": "แบบทดสอบ", "form_id": "test_form", "version": "1", "default_language": "ไทย (th)"}],
}


def xlsx(sheets):
    """The bytes of a workbook with these sheets, rows as head to text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 11, 22)})  # noqa: DTZ001 - the same bytes each time
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys(head for row in rows for head in row))
            sheet.write_row(0, 0, heads)
            for number, row in enumerate(rows, 1):
                for column, head in enumerate(heads):
                    if row.get(head, "") != "":
                        sheet.write(number, column, row[head])
    return out.getvalue()


def changed(**cells):
    """The good form with cells changed: `changed(survey={2: {"relevant": "..."}}, settings={0: {"version": ""}})`; a new row is appended."""
    sheets = copy.deepcopy(GOOD)
    for name, rows in cells.items():
        for number, change in rows.items():
            if number < len(sheets[name]):
                sheets[name][number].update(change)
            else:
                sheets[name].append(change)
    return xlsx(sheets)


def repacked(content, **parts):
    """A workbook with parts of its zip added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()
