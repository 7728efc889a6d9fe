// Pure parts of the client, by Node alone: dates, lock, queue, search, lists. Run by test_logic.py.
import assert from "node:assert/strict";
import { test } from "node:test";

const { CLIENT } = process.env;
const { age, boxes, inWords, readDate, readYear } = await import(`${CLIENT}/dates.js`);
const { counted, FREE_TRIES, makeLock, open, openLock, paced, ROUNDS, seal, unfit, waitAfter, waitLeft } = await import(`${CLIENT}/pin.js`);
const { meaning, parts, sendAll } = await import(`${CLIENT}/queue.js`);
const { find, prepare } = await import(`${CLIENT}/search.js`);
const { choices, conditions, read, readCsv, resolve, Table } = await import(`${CLIENT}/lists.js`);
const { asked, narrowed, table } = await import(`${CLIENT}/lookups.js`);
const { withOwn } = await import(`${CLIENT}/entities.js`);

const years = JSON.parse(process.env.YEARS || "[]");

test("years are read as the server reads them", () => {
  assert.ok(years.length > 20);
  for (const [typed, expected] of years) assert.equal(readYear(typed), expected, typed);
});

test("three boxes make a date, or say which box is wrong", () => {
  assert.deepEqual(readDate("5", "3", "58"), { value: "2015-03-05" });
  assert.deepEqual(readDate("๕", "3", "2026"), { value: "2026-03-05" });
  assert.deepEqual(readDate("29", "2", "2567"), { value: "2024-02-29" });
  assert.deepEqual(readDate("29", "2", "2566"), { problem: "day", at: "day" });
  assert.deepEqual(readDate("", "3", "2558"), { problem: "day_missing", at: "day" });
  assert.deepEqual(readDate("", "", "2558"), { problem: "month_missing", at: "month" });
  assert.deepEqual(readDate("1", "1", ""), { problem: "year_missing", at: "year" });
  assert.deepEqual(readDate("", "", ""), { value: "" });
  assert.deepEqual(readDate("", "3", "2558", "partial"), { value: "2015-03" });
  assert.deepEqual(readDate("", "", "2558", "partial"), { value: "2015" });
  assert.deepEqual(readDate("9", "", "2558", "partial"), { problem: "month_missing", at: "month" });
  assert.deepEqual(readDate("", "3", "2558", "month"), { value: "2015-03" });
  assert.deepEqual(readDate("", "", "2558", "year"), { value: "2015" });
});

test("a date goes into its boxes and back for every day of four centuries that matter", () => {
  for (let at = Date.UTC(1880, 0, 1); at < Date.UTC(2100, 0, 1); at += 13 * 86_400_000) {
    const iso = new Date(at).toISOString().slice(0, 10);
    assert.equal(readDate(...boxes(iso)).value, iso);
  }
  assert.deepEqual(boxes("2015-03", "partial"), ["", "3", "2558"]);
  assert.equal(inWords("2015-03-05"), "5 มีนาคม 2558");
  assert.equal(inWords("2015-03-01", "month"), "มีนาคม 2558");
});

test("age turns on the birthday, on 1 March for a 29 February", () => {
  assert.equal(age("2008-11-22", "2026-11-21"), 17);
  assert.equal(age("2008-11-22", "2026-11-22"), 18);
  assert.equal(age("2008-02-29", "2026-02-28"), 17);
  assert.equal(age("2008-02-29", "2026-03-01"), 18);
  assert.equal(age("2027-01-01", "2026-11-22"), null);
});

test("a PIN that anybody tries first is refused", () => {
  for (const pin of ["123456", "987654", "000000", "121212", "123123", "345678"]) assert.equal(unfit(pin), "easy", pin);
  for (const pin of ["12345", "1234567890123", "12a456", ""]) assert.equal(unfit(pin), "length", pin);
  for (const pin of ["271828", "8008135", "190456"]) assert.equal(unfit(pin), "", pin);
});

test("waiting grows, is written before the try, and cannot be set back with the clock", () => {
  assert.equal(FREE_TRIES, 5);
  assert.deepEqual([0, 4, 5, 6, 7, 8, 99].map(waitAfter), [0, 0, 60, 300, 900, 3600, 3600]);
  let lock = { wrong: 0, notBefore: 0, seen: 1000 };
  for (let tries = 0; tries < 5; tries += 1) lock = counted(lock, 2000);
  assert.equal(waitLeft(lock, 2000), 60_000);
  assert.equal(waitLeft(lock, 0), 60_000); // the clock was set back
  assert.equal(waitLeft(lock, 62_001), 0);
});

test("rounds never fall below the least", () => {
  assert.equal(ROUNDS, 600_000);
  assert.equal(paced(5000), 600_000);
  assert.equal(paced(100), 4_200_000);
  assert.equal(paced(0), 5_000_000);
});

test("a row opens under the right PIN, in its own place only", async () => {
  const { lock, key } = await makeLock("271828", ROUNDS);
  assert.equal(await openLock(lock, "271829"), null);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  const row = await seal(key, "draft|a|1", { title: "บ้าน" }, new TextEncoder().encode("<data/>"));
  const again = await openLock(lock, "271828");
  const found = await open(again, "draft|a|1", row);
  assert.equal(found.about.title, "บ้าน");
  assert.equal(new TextDecoder().decode(found.bytes), "<data/>");
  for (const other of ["draft|b|1", "draft|a|2", "waiting|a|1"]) await assert.rejects(open(again, other, row));
  const other = await seal(key, "draft|a|1", { title: "บ้าน" });
  assert.notDeepEqual(row.iv, other.iv);
});

test("photos go in posts of a bounded size", () => {
  const files = [4, 3, 9, 1, 1].map((size) => ({ size }));
  assert.deepEqual(parts(files, 6).map((post) => post.map((one) => one.size)), [[4], [3], [9], [1, 1]]);
  assert.deepEqual(parts([], 6), [[]]);
});

test("only 201 and 202 are sent; what may pass is tried again; the rest is kept for a person", () => {
  assert.deepEqual([201, 202, 200, 204, 401, 0, 403, 429, 500, 503, 400, 404, 409, 413, 422].map(meaning), [
    "sent", "sent", "refused", "refused", "signed_out", "later", "later", "later", "later", "later", "refused", "refused", "refused", "refused", "refused"]);
});

/** A server and a line that fail as they like; the queue must leave each row there exactly once. */
test("whatever fails on the way, each row arrives once and none is lost", async () => {
  let seed = 7;
  const chance = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  for (let trial = 0; trial < 300; trial += 1) {
    const server = new Map();
    let rows = Array.from({ length: 1 + Math.floor(chance() * 5) }, (_, at) => ({ id: `r${at}`, about: {}, files: Math.floor(chance() * 3) }));
    const all = rows.map((row) => row.id);
    const store = {
      waiting: async () => [...rows],
      files: async (row) => Array.from({ length: row.files }, () => ({ size: 5_000_000 })),
      sent: async (row) => { rows = rows.filter((one) => one !== row); },
      refused: async (row, status) => { row.about.refused = { status }; },
    };
    const post = async (row, files, incomplete) => {
      if (chance() < 0.25) return { status: 0 };
      if (chance() < 0.1) return { status: 503 };
      server.set(row.id, (server.get(row.id) || 0) + 0 || 1);
      return { status: chance() < 0.25 ? 0 : 201, incomplete };
    };
    for (let round = 0; rows.length && round < 200; round += 1) await sendAll(store, post);
    assert.deepEqual([...server.keys()].sort(), all.sort());
    assert.equal(rows.length, 0);
  }
});

test("a refused row does not hold up the others, and is tried again only when a person says so", async () => {
  let rows = [{ id: "bad", about: {} }, { id: "good", about: {} }];
  const seen = [];
  const store = {
    waiting: async () => [...rows], files: async () => [], sent: async (row) => { rows = rows.filter((one) => one !== row); },
    refused: async (row, status, message) => { row.about.refused = { status, message }; },
  };
  const post = async (row) => (seen.push(row.id), row.id === "bad" ? { status: 409, message: "ซ้ำ" } : { status: 201 });
  assert.deepEqual(await sendAll(store, post), { sent: 1, refused: 1, left: 0, why: "" });
  await sendAll(store, post);
  assert.deepEqual(seen, ["bad", "good"]);
  await sendAll(store, post, { again: true });
  assert.deepEqual(seen, ["bad", "good", "bad"]);
  assert.equal(rows.length, 1);
});

test("an ended session stops the sending and keeps everything", async () => {
  const rows = [{ id: "a", about: {} }, { id: "b", about: {} }];
  const store = { waiting: async () => rows, files: async () => [], sent: async () => assert.fail(), refused: async () => assert.fail() };
  assert.deepEqual(await sendAll(store, async () => ({ status: 401 })), { sent: 0, refused: 0, left: 2, why: "signed_out" });
});

test("a place is found by its name with or without the word before it, however it is composed", () => {
  const list = prepare([{ value: "1", label: "ต.ในเมือง" }, { value: "2", label: "ต.เมืองเก่า" }, { value: "3", label: "ต.น้ำพอง" }, { value: "4", label: "ตำบลศิลา" }]);
  const names = (typed) => find(list, typed).found.map((one) => one.value);
  assert.deepEqual(names("เมือง"), ["2", "1"]);
  assert.deepEqual(names("ต.ใน"), ["1"]);
  assert.deepEqual(names("น้ํา"), ["3"]);
  assert.deepEqual(names("ศิลา"), ["4"]);
  assert.deepEqual(names("เมือง เก่า"), ["2"]);
  assert.deepEqual(names("ไม่มี"), []);
});

test("7,436 places are searched in a few milliseconds, and at most forty are drawn", () => {
  const list = prepare(Array.from({ length: 7436 }, (_, at) => ({ value: String(at), label: `ต.บ้าน${at}` })));
  const { found, more } = find(list, "บ้าน");
  assert.equal(found.length, 40);
  assert.equal(more, 7396);
});

test("lists are read as CSV is written, and narrowed by what was answered", () => {
  const rows = readCsv('\ufeffname,label,province\r\n1,"ต.ก, ใหญ่",40\r\n2,"ต. ""ข""",45\n\n3,ต.ค,40');
  assert.deepEqual(rows.map((row) => row.label), ["ต.ก, ใหญ่", 'ต. "ข"', "ต.ค"]);
  const list = { rows, value: "name", label: "label", conditions: conditions("province =  /data/province ") };
  assert.deepEqual(choices(list, () => "40").map((one) => one.value), ["1", "3"]);
  assert.equal(conditions("province = /data/p or age < 3"), null);
  assert.equal(conditions("starts-with(province, /data/p)"), null);
  assert.deepEqual(conditions(undefined), []);
  assert.equal(resolve("current()/../province", "/data/place/tambon"), "/data/place/province");
  assert.equal(resolve("../../p", "/data/place/tambon"), "/data/p");
  assert.equal(resolve("/data/p", "/data/place/tambon"), "/data/p");
});

test("a list that was read is the same list as its text", () => {
  const text = 'name,label\n1,"ก, ""ข"""\n2,ค\n';
  assert.equal(String(read(text)), text);
  assert.deepEqual(read(String(read(text))).rows, read(text).rows);
  assert.deepEqual(readCsv('a,b\r\n"1\r\n2",3\r\n,\r\n4').map((row) => [row.a, row.b]), [["1\r\n2", "3"], ["4", ""]]);
  assert.deepEqual(read("a,b\n").rows, []);
  assert.deepEqual(read("").heads, []);
});

test("a list of the centre keeps what was said here, and each row has a branch of its own", () => {
  const told = [{ list: "houses", id: "2", makes: false, label: "", values: { head: "แก้ม" }, base: "4", trunk: "", branch: "x" }];
  const { "houses.csv": made, "other.csv": other } = withOwn({ "houses.csv": "name,label,__version,head\n1,ก,3,ต้น\n2,ข,4,น้ำผึ้ง\n", "other.csv": "name\n1\n" }, told, ["houses"]);
  assert.ok(made instanceof Table && other === "name\n1\n");
  assert.deepEqual(made.rows.map((row) => [row.head, row.__version, row.__trunkVersion]), [["ต้น", "3", "3"], ["แก้ม", "5", "4"]]);
  assert.equal(made.rows[1].__branchId, "x");
  assert.match(made.rows[0].__branchId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const many = withOwn({ "houses.csv": `name,label,__version\n${Array.from({ length: 500 }, (_, n) => `${n},${n},1\n`).join("")}` }, [], ["houses"])["houses.csv"].rows;
  assert.equal(new Set(many.map((row) => row.__branchId)).size, 500);
});

test("a formula that asks a list by a column is told which rows to ask", () => {
  const ids = new Set(["houses"]);
  const key = (formula, repeats) => asked(formula, repeats).map((one) => (one.key ? `${one.key.column} ${one.key.path}` : null));
  assert.deepEqual(key("instance('houses')/root/item[name =  /data/house ]/head"), ["name /data/house"]);
  assert.deepEqual(key(`if(. = 'a]', instance("houses")/root/item[kind = 'x and y' and (a = '' or b = ')') and name=current()/../mark]/head, '')`), ["name current()/../mark"]);
  assert.deepEqual(key("instance('houses')/root/item[name = /data/a]/x + instance('others')/root/item"), ["name /data/a", null]);
  for (const whole of [
    "count(instance('houses')/root/item)", "instance('houses')/root/item[name = /data/a or head = /data/b]/x", "instance('houses')/root/item[name != /data/a]/x",
    "instance('houses')/root/item[position() = 2 and name = /data/a]/x", "instance('houses')/root/item[name = string(/data/a)]/x", "instance('houses')/root/item[name = ../a]/x",
    "instance('houses')/root/item[name = /data/a", "instance('houses')/root/item[name = instance('other')/root/item[1]/x and name = /data/a]/x",
  ]) assert.deepEqual(key(whole)[0], null, whole);
  assert.deepEqual(key("instance('houses')/root/item[name = /data/member/mark]/x", ["/data/member"]), [null]);
  assert.equal(narrowed("concat(instance('houses')/root/item[name = /data/a]/x, instance('other')/root/item[name = /data/b]/x, instance('houses')/root/item[name = /data/c]/y)", ids),
    "concat(instance(concat('houses?name=', /data/a))/root/item[name = /data/a]/x, instance('other')/root/item[name = /data/b]/x, instance(concat('houses?name=', /data/c))/root/item[name = /data/c]/y)");
  // Nothing is narrowed where another row may be meant, too.
  for (const condition of [
    "name = /data/a and kind = 'x'or kind = /data/b", "name = /data/a and kind = 'x' or/data/b = 1", "name = current()/../inner/mark", "name = /data//a",
    "name = /data/a and ../item/x = 1", "name = /data/a and following-sibling::item",
  ]) assert.deepEqual(key(`instance('houses')/root/item[${condition}]/x`), [null], condition);
  assert.deepEqual(key("instance('houses')/root/item[name = current()/../mark and (kind = 'x' or kind = '')]/x"), ["name current()/../mark"]);
  assert.deepEqual(key("instance('houses')/root/item[orphan = /data/orders]/x"), ["orphan /data/orders"]);
  const rows = table(new Map([["houses", [{ name: "1", of: "a" }, { name: "2", of: " a " }, { name: "3", of: "" }]]]));
  const names = (question) => rows(question)?.rows.map((row) => row.name);
  assert.deepEqual([names("houses?of=a"), names("houses?name=3"), names("houses?of="), names("houses?of=x=y?"), names("houses"), names("other?of=a")], [["1", "2"], ["3"], ["3"], [], undefined, undefined]);
  const told = table(new Map([["houses", [{ name: "1", of: "a", stays: "yes" }, { name: "2", of: "a" }]]]));
  assert.deepEqual(told("houses?of=a").rows[1], { name: "2", of: "a", stays: "" }, "what was not told is an empty cell, as in a list from the server");
});
