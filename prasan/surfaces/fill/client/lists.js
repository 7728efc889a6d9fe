// Long lists: the engine makes a reactive thing of every row, which for 7,436 subdistricts takes seconds on a desk computer. A choice from a long
// list becomes a plain text question for the engine, and the page offers the rows itself. What is sent is the same.

export const LONG = 150; // rows from which a list is drawn by the page
const XF = "http://www.w3.org/2002/xforms";
const ITEMS = /^instance\('([^']+)'\)\/root\/item(?:\[(.+)\])?$/;
const EQUAL = /^\s*(?:\.\/)?([A-Za-z_][\w.-]*)\s*=\s*((?:\.\.|current\(\)|\/)[\w./()-]*)\s*$/;

/** Rows of a CSV text as objects by heading; quotes and line ends inside quotes are understood. */
export function readCsv(text) {
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  const source = text.replace(/^﻿/, "");
  for (let at = 0; at < source.length; at += 1) {
    const one = source[at];
    if (quoted) {
      if (one !== '"') cell += one;
      else if (source[at + 1] === '"') cell += source[(at += 1)];
      else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === ",") row.push(cell), (cell = "");
    else if (one === "\n") row.push(cell.replace(/\r$/, "")), rows.push(row), (row = []), (cell = "");
    else cell += one;
  }
  if (cell || row.length) rows.push([...row, cell.replace(/\r$/, "")]);
  const [names = [], ...rest] = rows;
  return rest.filter((cells) => cells.some(Boolean)).map((cells) => Object.fromEntries(names.map((name, at) => [name.trim(), cells[at] ?? ""])));
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
 * Take long lists out of a form. `lists`: {file name: text}. Returns {xml, long}: the text for the engine, and for each question (its path
 * without positions) {rows, value, label, conditions} that the page offers itself. Forms without long lists come back unchanged.
 */
export function lighten(xml, lists) {
  const long = new Map();
  const big = Object.fromEntries(Object.entries(lists).filter(([name, text]) => /\.csv$/i.test(name) && (text.match(/\n/g) || []).length >= LONG));
  if (!Object.keys(big).length) return { xml, long };
  const page = new DOMParser().parseFromString(xml, "application/xml");
  const sources = new Map([...page.getElementsByTagNameNS(XF, "instance")].map((one) => [one.getAttribute("id"), one]).filter(([, one]) => one.getAttribute("src")));
  const rows = new Map();
  for (const control of page.querySelectorAll("select1")) {
    const itemset = control.getElementsByTagNameNS(XF, "itemset")[0];
    const found = ITEMS.exec(itemset?.getAttribute("nodeset") || "");
    const file = found && decodeURIComponent((sources.get(found[1])?.getAttribute("src") || "").split("/").at(-1));
    const where = found && conditions(found[2]);
    if (!file || !big[file] || !where) continue;
    if (!rows.has(file)) rows.set(file, readCsv(big[file]));
    const label = itemset.getElementsByTagNameNS(XF, "label")[0].getAttribute("ref");
    if (!/^[\w.-]+$/.test(label)) continue; // a label in languages is the engine's affair
    const ref = control.getAttribute("ref");
    long.set(ref, { rows: rows.get(file), value: itemset.getElementsByTagNameNS(XF, "value")[0].getAttribute("ref"), label, conditions: where.map((one) => ({ column: one.column, path: resolve(one.path, ref) })) });
    const plain = page.createElementNS(XF, "input");
    for (const { name, value } of control.attributes) plain.setAttribute(name, value);
    for (const child of [...control.children]) if (child !== itemset) plain.append(child);
    control.replaceWith(plain);
  }
  let text = new XMLSerializer().serializeToString(page);
  for (const [id, one] of sources) {
    if (text.split(`instance('${id}')`).length === 1 && text.split(`instance("${id}")`).length === 1) one.remove(); // nothing asks it any more
  }
  if (long.size) text = new XMLSerializer().serializeToString(page);
  return { xml: long.size ? text : xml, long };
}

/** The rows that may be chosen now: [{value, label}]. `answer(path)` gives the answer at an absolute path. */
export function choices(list, answer) {
  const wanted = list.conditions.map((one) => [one.column, answer(one.path)]);
  const rows = wanted.length ? list.rows.filter((row) => wanted.every(([column, value]) => row[column] === value)) : list.rows;
  return rows.map((row) => ({ value: row[list.value], label: row[list.label] }));
}
