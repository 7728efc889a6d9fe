"""Answers taken along: CSV, XLSX, GeoJSON, DuckDB, Parquet and the feed. None holds what is sealed or what another centre was told."""

import csv
import io
import itertools
import json
import re
import uuid
import zipfile

import pytest

from prasan.community.surveys.actions import devices
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.queries import exports, streams, tables
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.queries.streams import _members_told, lines, written
from prasan.community.surveys.rules import tables as rules
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Hidden, Invalid, system
from prasan.ground.transactions import reading, writing
from tests.community.surveys.household import instance, member, xform

SYSTEM = system("test")
CANARIES = ("คานารี", "กาเหว่า", "0810005555", "16.43", "2019-05", "นกขมิ้น", "กลัวคนในบ้าน", "afraid")
WHOLE = ("zip", "xlsx", "geojson", "duckdb")


@pytest.fixture
def household(published):
    with writing(SYSTEM):
        form, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    return form


@pytest.fixture
def phone(cast):
    return device_of_token(devices.add_device(cast.centre.actor, label="เครื่องป้าสมร").token)


@pytest.fixture
def told(phone, household):
    """Three households; the first holds a canary wherever somebody could be told by it."""
    made = [receive(phone, body=instance(
        head_name="คานารี", members=[member("กาเหว่า", 30), member("กาเหว่า", 9, "")], phone="0810005555", afraid="yes", afraid_more="นกขมิ้น",
    )).submission]
    made += [receive(phone, body=instance(members=[member(age=n)])).submission for n in (40, 50)]
    return made


def csv_rows(person, household, name):
    book = exports.opened(person.actor, household.pk, kind="csv")
    text = b"".join(exports.csv_of(person.actor, book, book.named(name)))
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_a_repeat_is_a_table_of_its_own_that_points_to_its_submission(cast, household, told):
    first = csv_rows(cast.province, household, "Submissions")
    assert [row["KEY"] for row in first] == [str(pk) for pk in told]
    assert first[0]["members_n"] == "2" and first[0]["helps"] == "money goods" and first[0]["moved"] == "2019" and first[0]["state"] == "received"
    members = csv_rows(cast.province, household, "member")
    assert [(row["PARENT_KEY"], row["ordinal"], row["member-age"]) for row in members][:2] == [(str(told[0]), "1", "30"), (str(told[0]), "2", "9")]
    assert len(members) == 4 and {"mname", "member-mname", "head_name", "phone", "photo"}.isdisjoint({*members[0], *first[0]})


def test_what_is_written_fast_is_what_is_told_row_by_row(cast, household, told, phone):
    receive(phone, body=instance(tambon="=1+1", own_house="@ก", members=[member(), member("ข", 7, "-")]))
    for person in (cast.centre, cast.province, cast.outsider):
        book = exports.opened(person.actor, household.pk, kind="csv")
        for table in book.tables:
            with reading(person.actor):
                slow = [rules.safe(row) for row in tables.every(person.actor, book, table)]
                fast = "".join(written(person.actor, book, table))
            assert fast == lines(slow) and bool(fast) == (person is not cast.outsider)
    assert any("'=1+1" in row.values() for row in csv_rows(cast.centre, household, "Submissions"))


ODD = (None, "", 5, -5, 2.5, "x", "a,b", "a, b", 'q"', "=1", "-x", "+1", "@", "[x", '["x"]', "x]", "null", ",null", "true", "กำ", "back\\slash", "line\nend",
       [], ["a"], "x[", "]x", ["a", "b"], ["a]"], ["a,b"], ["[", "b"])  # fmt: skip


ENDS = ("a,[", "a, [", ",[", "[", "]", "x", "", None, 5, ",", ["a"], ["a", "b"], [",["], ["x,[", "]"], ['"'])


@pytest.mark.parametrize("marks", [(",", ":"), (", ", ": ")])
def test_a_text_that_ends_as_a_list_begins_moves_no_cell(marks):
    draw = _members_told(8)
    for cells in itertools.product(ENDS, repeat=3):
        made = draw([("0" * 32, 1, 1, 1, "2026-11-23 15:00:00.5", "400101", json.dumps(cells, separators=marks, ensure_ascii=False))])
        first = f"{uuid.UUID(int=0)}/1,{uuid.UUID(int=0)}/1,1,2026-11-23T15:00:00.5+00:00,400101".split(",")
        assert made == lines([[*first, *rules.safe([" ".join(one) if isinstance(one, list) else one for one in cells])]]), cells


@pytest.mark.parametrize("marks", [(",", ":"), (", ", ": ")])  # as SQLite writes a list, and as PostgreSQL does
@pytest.mark.parametrize("escaped", [True, False])
def test_many_lines_at_once_are_what_the_writer_makes_of_each(marks, escaped):
    rows = [(uuid.uuid4().hex, place, place or None, place + 1, "2026-11-23 15:00:00.5", "400101", [one, other])
            for place, (one, other) in enumerate(itertools.product(ODD, ODD))]  # fmt: skip
    draw = _members_told(7)

    def drawn(*some):
        return draw([(*row[:-1], json.dumps(row[-1], separators=marks, ensure_ascii=escaped)) for row in some])

    for row in rows:
        first = drawn((*row[:-1], ["x", "y"])).rstrip("\r\n").split(",")[:-2]
        cells = rules.values(["a", "b"], dict(zip("ab", row[-1], strict=True)))
        assert drawn(row) == lines([[*first, *rules.safe(cells)]]), row[-1]
    assert drawn(*rows) == "".join(map(drawn, rows))
    plain = [row for row in rows if all(cell in (None, 5, "x", ["a", "b"]) for cell in row[-1])]
    assert drawn(*plain) == "".join(map(drawn, plain)) and len(plain) == 16


def test_what_needs_no_care_is_not_written_line_by_line(monkeypatch):
    """Keys that begin with an f, choices that begin as true and false do: a piece of 2,000 rows has some of them nearly always."""
    some = [(digit * 32, 2, 1, 1, "2026-11-23 15:00:00.5", "400101", cells)
            for digit in "0123456789abcdef" for cells in ('["food",["training","food"]]', '[null,["food"]]', '[5,"female"]')]  # fmt: skip
    made = _members_told(7)(some)
    by_hand = [line.split(",") for line in made.splitlines()]
    assert [line[-2:] for line in by_hand[:3]] == [["food", "training food"], ["", "food"], ["5", "female"]] and len(by_hand) == len(some)
    monkeypatch.setattr(streams, "lines", None)
    assert _members_told(7)(some) == made


def test_no_file_holds_what_is_sealed(cast, household, told):
    for person in (cast.centre, cast.province):
        client = cast.client(person)
        for kind in WHOLE:
            answer = client.get(f"/answers/forms/{household.pk}/export/{kind}")
            assert answer.status_code == 200 and answer["Cache-Control"] == "no-store", kind
            holds(answer.content if kind not in {"zip", "xlsx"} else unpacked(answer.content), kind)
        for table in ("Submissions", "member"):
            for kind in ("csv", "parquet"):
                answer = client.get(f"/answers/forms/{household.pk}/export/{table}/{kind}")
                content = answer.content if kind == "parquet" else b"".join(answer.streaming_content)
                assert answer.status_code == 200
                holds(content, f"{table} {kind}")
        feed = f"/api/v1/surveys/answers/{household.pk}/odata"
        for path in ("", "/$metadata", "/Submissions", "/member"):
            holds(client.get(f"{feed}{path}").content, path)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return b"".join(box.read(name) for name in box.namelist())


def holds(content, where):
    for word in CANARIES:
        if word == "16.43" and where == "geojson":
            assert b"16.4301" not in content
            continue
        assert not re.search(rb"(?<!\d\d:)" + re.escape(word.encode()), content), (word, where)  # seconds of a time are no latitude


def test_the_search_for_what_is_sealed_can_find_it_and_tells_a_time_from_a_place():
    holds(b"2026-11-23T22:12:16.437355+00:00", "csv")
    for leak in (b"1,16.43 102.83 0 12", b"[102.83,16.43]", "แม่คานารี".encode()):
        with pytest.raises(AssertionError):
            holds(leak, "csv")


def test_points_are_for_the_centre_and_rounded(cast, household, phone):
    receive(phone, body=instance())
    book = exports.opened(cast.centre.actor, household.pk, kind="geojson")
    (own,) = json.loads(exports.geojson_of(cast.centre.actor, book))["features"]
    assert own["geometry"] == {"type": "Point", "coordinates": [102.83, 16.43]}
    (other,) = json.loads(exports.geojson_of(cast.province.actor, book))["features"]
    assert other["geometry"] is None


@pytest.mark.parametrize("who", ["outsider", "outsider_head", "monitor", "manager", "privacy", "hospital"])
def test_nobody_takes_along_what_another_was_told(cast, household, told, who):
    person = getattr(cast, who)
    assert csv_rows(person, household, "Submissions") == [] and csv_rows(person, household, "member") == []
    feed = cast.client(person).get(f"/api/v1/surveys/answers/{household.pk}/odata/Submissions?$count=true").json()
    assert feed["value"] == [] and feed["@odata.count"] == 0


def test_that_it_was_taken_along_is_written_down_first(cast, household, told):
    csv_rows(cast.province, household, "Submissions")
    with reading(SYSTEM):
        assert [row.detail for row in AuditRow.objects.filter(verb="export", object_kind="form")] == ["csv"]


def test_duckdb_and_parquet_can_be_asked(cast, household, told, tmp_path):
    import duckdb

    book = exports.opened(cast.province.actor, household.pk, kind="duckdb")
    path = tmp_path / "a.duckdb"
    path.write_bytes(exports.duckdb_of(cast.province.actor, book))
    with duckdb.connect(str(path), read_only=True) as line:
        assert line.execute('SELECT sum(m."member-age") FROM member m JOIN "Submissions" s ON s."KEY" = m."PARENT_KEY"').fetchone() == (129,)
        assert line.execute('SELECT typeof(received_at), typeof(members_n) FROM "Submissions"').fetchone() == ("TIMESTAMP WITH TIME ZONE", "BIGINT")
    (tmp_path / "a.parquet").write_bytes(exports.parquet_of(cast.province.actor, book, book.named("member")))
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'a.parquet'}'").fetchall() == [(4,)]


def feed_of(cast, household, path="", **options):
    client = cast.client(cast.province)
    return client.get(f"/api/v1/surveys/answers/{household.pk}/odata{path}", {f"${name}": value for name, value in options.items()})


def test_the_feed_is_walked_page_by_page_each_row_once(cast, household, told):
    assert [one["name"] for one in feed_of(cast, household).json()["value"]] == ["Submissions", "member"]
    assert b'EntitySet Name="member"' in feed_of(cast, household, "/$metadata").content
    seen, at = [], feed_of(cast, household, "/member", top="1")
    assert at["OData-Version"] == "4.0"
    for _n in range(9):
        body = at.json()
        seen += [row["KEY"] for row in body["value"]]
        if "@odata.nextLink" not in body:
            break
        at = cast.client(cast.province).get(body["@odata.nextLink"])
    assert len(seen) == len(set(seen)) == 4


def test_the_feed_filters_selects_counts_and_refuses_what_it_does_not_know(cast, household, told):
    def got(**options):
        return feed_of(cast, household, "/Submissions", **options)

    assert len(got(filter="state eq 'received' and (way eq 'phone' or way eq 'web')").json()["value"]) == 3
    assert got(filter="not (state ne 'approved')").json()["value"] == []
    assert got(filter="received_at lt 2020-01-01T00:00:00Z").json()["value"] == []
    assert got(count="true", top="1").json()["@odata.count"] == 3
    assert set(got(select="members_n").json()["value"][0]) == {"KEY", "members_n"}
    for wrong in ({"filter": "head_name eq 'คานารี'"}, {"filter": "state eq"}, {"filter": "(" * 50}, {"top": "0"}, {"top": "99999"}, {"select": "head_name"},
                  {"skiptoken": "x"}, {"orderby": "KEY"}, {"expand": "member"}, {"filter": "KEY eq 'x'"}):
        assert got(**wrong).status_code == 422, wrong
    assert feed_of(cast, household, "/nothing").status_code == 404


def test_a_page_costs_the_same_with_more_rows(cast, household, phone, queries):
    with reading(cast.province.actor):
        book = tables.sheets(cast.province.actor, household.pk)
    for _n in range(3):
        receive(phone, body=instance())
        with queries("answers_rows"), reading(cast.province.actor):
            tables.page(cast.province.actor, book, book.named("member"))


def test_cells_are_no_formulas_and_columns_no_secrets():
    assert rules.safe(["=1+1", "-", "@x", "\tx", -3, "x=1", None, ""]) == ["'=1+1", "'-", "'@x", "'\tx", -3, "x=1", None, ""]
    questions = [one.plain() for one in read_xform(xform()).questions]
    found = rules.tables_of([questions], never=frozenset({"/data/afraid", "/data/afraid_more"}))
    assert [one.name for one in found] == ["Submissions", "member"]
    columns = [column for one in found for column in one.columns]
    assert not any(one.sealed or "afraid" in one.name or one.name in {"head_name", "place", "photo", "phone"} for one in columns)


def test_a_filter_says_only_what_it_says():
    fields = {"a": int}
    assert rules.read_filter("a eq 1 or a gt 2 and not a lt 3", fields) == ("or", ("a", "eq", 1), ("and", ("a", "gt", 2), ("not", ("a", "lt", 3))))
    for wrong in ("a", "b eq 1", "a eq x", "a eq 1 )", "(a eq 1", "a like 1", "a eq 1; drop", "not " * 30 + "a eq 1", "a eq 1 " * 200):
        with pytest.raises(rules.Unfit):
            rules.read_filter(wrong, fields)


def test_unknown_tables_and_forms_do_not_exist(cast, household):
    with reading(cast.province.actor), pytest.raises(Hidden):
        tables.sheets(cast.province.actor, household.pk).named("x")
    with pytest.raises(Invalid):
        tables.where_of("plain eq 1")
    client = cast.client(cast.province)
    assert client.get(f"/answers/forms/{household.pk}/export").status_code == 200
    assert client.get(f"/answers/forms/{household.pk}/export/pdf").status_code == 404
    assert client.get(f"/answers/forms/{household.pk}/export/xlsx?round=x").status_code == 422
