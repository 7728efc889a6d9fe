// Long lists: the engine makes a reactive thing of every row, which for 7,436 subdistricts takes seconds on a desk computer. A choice from a long
// list becomes a plain text question for the engine, and the page offers the rows itself. What is sent is the same.

import { asked, narrowed } from "./lookups.js";

export const LONG = 150; // rows from which a list is drawn by the page
const XF = "http://www.w3.org/2002/xforms";
const ITEMS = /^instance\('([^']+)'\)\/root\/item(?:\[(.+)\])?$/;
const PLAIN = /^[\w.-]+$/;
const EQUAL = /^\s*(?:\.\/)?([A-Za-z_][\w.-]*)\s*=\s*((?:\.\.|current\(\)|\/)[\w./()-]*)\s*$/;

/** A list that is read already, in the place of its text; as a text it is CSV again. `heads`: its columns; `rows`: objects by heading. */
export class Table {
  constructor(heads, rows) {
    Object.assign(this, { heads, rows });
  }

  toString() {
    return [this.heads, ...this.rows.map((row) => this.heads.map((name) => row[name] ?? ""))].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
  }
}

function cell(value) {
  const plain = String(value).replace(/\s+/g, " ");
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Rows of a CSV text as objects by heading; quotes and line ends inside quotes are understood. */
export function readCsv(text) {
  return read(text).rows;
}

/** The same with its headings; of a Table itself. */
export function read(text) {
  if (text instanceof Table) return text;
  const [names = [], ...rest] = lines(text.replace(/^﻿/, ""));
  const heads = names.map((name) => name.trim());
  return new Table(heads, rest.filter((cells) => cells.some(Boolean)).map((cells) => {
    const row = {};
    for (let at = 0; at < heads.length; at += 1) row[heads[at]] = cells[at] ?? "";
    return row;
  }));
}

/** The cells of each line; a line without quotes is cut at its commas, which is what makes thousands of them quick. */
function lines(source) {
  const found = [];
  let at = 0;
  while (at < source.length) {
    const end = source.indexOf("\n", at);
    const line = source.slice(at, end < 0 ? source.length : end);
    if (line.includes('"')) at = quoted(source, at, found);
    else {
      found.push(line.replace(/\r$/, "").split(","));
      at = end < 0 ? source.length : end + 1;
    }
  }
  return found;
}

/** One line with quotes, which may go on over line ends; gives where the next one begins. */
function quoted(source, from, found) {
  const row = [];
  let text = "";
  let open = false;
  let at = from;
  for (; at < source.length; at += 1) {
    const one = source[at];
    if (open) {
      if (one !== '"') text += one;
      else if (source[at + 1] === '"') text += source[(at += 1)];
      else open = false;
    } else if (one === '"') open = true;
    else if (one === ",") row.push(text), (text = "");
    else if (one === "\n") break;
    else text += one;
  }
  found.push([...row, text.replace(/\r$/, "")]);
  return at + 1;
}

/** The conditions of an itemset as [{column, path}] when each only compares a column with an answer; null when there is more to them. */
export function conditions(predicate) {
  if (!predicate) return [];
  const found = predicate.split(/\s+and\s+/).map((part) => EQUAL.exec(part));
  return found.every(Boolean) ? found.map((one) => ({ column: one[1], path: one[2] })) : null;
}

/** An answer's path seen from a question: "../province" or "current()/../province" or "/data/province" becomes absolute, without positions. */
export function resolve(path, from) {
  const steps = path.replace(/^current\(\)\/?/, "./").split("/");
  if (path.startsWith("/")) return path;
  const here = from.split("/").slice(1);
  for (const step of steps) {
    if (step === "..") here.pop();
    else if (step && step !== ".") here.push(step);
  }
  return `/${here.join("/")}`;
}

/**
 * Take long lists out of a form. `lists`: {file name: text or Table}. Returns {xml, long, tables, lists}: the text for the engine and the lists as it gets them;
 * for each question (its path without positions) {rows, value, label, conditions} that the page offers itself; and for each list that formulas ask by
 * its columns (lookups.js) its rows by id, of which the engine gets the headings only. Without long lists, and with `whole`, formulas stay as they are.
 */
export function lighten(xml, lists, { whole = false } = {}) {
  const long = new Map();
  const tables = new Map();
  const big = new Set(Object.entries(lists).filter(([name, text]) => /\.csv$/i.test(name) && isLong(text)).map(([name]) => name));
  if (!big.size) return { xml, long, tables, lists };
  const page = new DOMParser().parseFromString(xml, "application/xml");
  const sources = new Map([...page.getElementsByTagNameNS(XF, "instance")].map((one) => [one.getAttribute("id"), one]).filter(([, one]) => one.getAttribute("src")));
  const fileOf = (id) => decodeURIComponent((sources.get(id)?.getAttribute("src") || "").split("/").at(-1));
  const tablesRead = new Map();
  const tableOf = (file) => tablesRead.get(file) || tablesRead.set(file, read(lists[file])).get(file);
  const rowsOf = (file) => tableOf(file).rows;
  for (const control of page.querySelectorAll("select1")) {
    const itemset = control.getElementsByTagNameNS(XF, "itemset")[0];
    const found = ITEMS.exec(itemset?.getAttribute("nodeset") || "");
    const file = found && fileOf(found[1]);
    const where = found && conditions(found[2]);
    if (!big.has(file) || !where) continue;
    const label = itemset.getElementsByTagNameNS(XF, "label")[0].getAttribute("ref");
    if (!/^[\w.-]+$/.test(label)) continue; // a label in languages is the engine's affair
    const ref = control.getAttribute("ref");
    long.set(ref, { rows: rowsOf(file), value: itemset.getElementsByTagNameNS(XF, "value")[0].getAttribute("ref"), label, conditions: where.map((one) => ({ column: one.column, path: resolve(one.path, ref) })) });
    const plain = page.createElementNS(XF, "input");
    for (const { name, value } of control.attributes) plain.setAttribute(name, value);
    for (const child of [...control.children]) if (child !== itemset) plain.append(child);
    control.replaceWith(plain);
  }
  const { formulas, repeats } = formulasOf(page);
  const uses = formulas.flatMap((one) => asked(one.value, repeats).map((use) => ({ ...use, itemset: one.ownerElement.localName === "itemset" })));
  const given = { ...lists };
  for (const [id, one] of sources) {
    const mine = uses.filter((use) => use.id === id);
    if (!mine.length) one.remove(); // nothing asks it any more
    else if (!whole && big.has(fileOf(id)) && PLAIN.test(id) && mine.every((use) => use.key && !use.itemset)) tables.set(id, rowsOf(fileOf(id)));
  }
  for (const one of formulas) one.value = narrowed(one.value, tables, repeats);
  for (const id of tables.keys()) given[fileOf(id)] = new Table(tableOf(fileOf(id)).heads, []);
  return long.size || tables.size ? { xml: new XMLSerializer().serializeToString(page), long, tables, lists: given } : { xml, long, tables, lists };
}

/** Every attribute that names a list, and the paths of repeats. */
function formulasOf(page) {
  const all = [...page.getElementsByTagName("*")];
  return {
    formulas: all.flatMap((one) => [...one.attributes].filter((attribute) => attribute.value.includes("instance("))),
    repeats: all.filter((one) => one.localName === "repeat" && one.namespaceURI === XF).map((one) => one.getAttribute("nodeset")),
  };
}

function isLong(text) {
  if (text instanceof Table) return text.rows.length >= LONG;
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && count < LONG; at = text.indexOf("\n", at + 1)) count += 1;
  return count >= LONG;
}

/** The rows that may be chosen now: [{value, label}]. `answer(path)` gives the answer at an absolute path. */
export function choices(list, answer) {
  const option = (row) => ({ value: row[list.value], label: row[list.label] });
  if (!list.conditions.length) return (list.all ||= list.rows.map(option));
  const wanted = list.conditions.map((one) => [one.column, answer(one.path)]);
  return list.rows.filter((row) => wanted.every(([column, value]) => row[column] === value)).map(option);
}
