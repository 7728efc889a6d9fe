// Lists of the centre on this device: what a finished form makes or changes in them is there for the next form at once, before it is sent.
//
// As in ODK Collect: each row that came from the server carries its version as `__version` and `__trunkVersion`, and a branch of this device's own;
// what is changed here counts on from there, and the form hands these three in, so that the server lays the change over what it is about.

import { read, Table } from "./lists.js";

const ENTITIES = "http://www.opendatakit.org/xforms/entities";
const XF = "http://www.w3.org/2002/xforms";
const YES = new Set(["1", "true", "yes"]);
const COUNTS = ["__version", "__trunkVersion", "__branchId"];

const local = (element) => element.nodeName.replace(/^.*:/, "");
const inside = (element, name) => [...element.children].find((child) => local(child) === name);

/** What a form says of lists: [{list, at, saves: Map(path of the question, column)}]. `at`: the path of what holds the entity. */
export function declared(form) {
  const page = new DOMParser().parseFromString(form, "application/xml");
  const root = page.getElementsByTagNameNS(XF, "instance")[0]?.firstElementChild;
  const found = new Map();
  const walk = (element, path) => {
    const meta = inside(element, "meta");
    const entity = meta && inside(meta, "entity");
    if (entity?.getAttribute("dataset")) found.set(path, { list: entity.getAttribute("dataset"), at: path, saves: new Map() });
    for (const child of element.children) walk(child, `${path}/${local(child)}`);
  };
  if (root) walk(root, `/${local(root)}`);
  for (const bind of page.getElementsByTagNameNS(XF, "bind")) {
    const column = bind.getAttributeNS(ENTITIES, "saveto");
    const path = bind.getAttribute("nodeset") || "";
    const holder = column && [...found.keys()].filter((at) => path.startsWith(`${at}/`)).sort((one, other) => other.length - one.length)[0];
    if (holder) found.get(holder).saves.set(path, column);
  }
  return [...found.values()];
}

/** What a finished instance says of entries: [{list, id, makes, label, values, base, trunk, branch}]. */
export function said(form, instance) {
  const holders = new Map(declared(form).map((one) => [one.at, one]));
  if (!holders.size) return [];
  const root = new DOMParser().parseFromString(instance, "application/xml").documentElement;
  const found = [];
  const walk = (element, path) => {
    const one = holders.get(path);
    const meta = one && inside(element, "meta");
    const told = meta && inside(meta, "entity") && ofEntity(inside(meta, "entity"), element, path, one);
    if (told) found.push(told);
    for (const child of element.children) walk(child, `${path}/${local(child)}`);
  };
  walk(root, `/${local(root)}`);
  return found;
}

function ofEntity(entity, element, path, one) {
  const is = (name) => YES.has((entity.getAttribute(name) || "").toLowerCase());
  const id = (entity.getAttribute("id") || "").replace(/^uuid:/, "");
  if (!id || !(is("create") || is("update"))) return null;
  const values = {};
  const walk = (at, here) => {
    for (const child of at.children) {
      const name = `${here}/${local(child)}`;
      const column = one.saves.get(name);
      if (column && !(column in values)) values[column] = child.textContent.trim();
      else if (!column) walk(child, name);
    }
  };
  walk(element, path);
  const label = (inside(entity, "label")?.textContent || "").trim().replace(/\s+/g, " ");
  const given = { base: entity.getAttribute("baseVersion") || "", trunk: entity.getAttribute("trunkVersion") || "", branch: entity.getAttribute("branchId") || "" };
  return { list: one.list, id, makes: is("create") && !is("update"), label, values, ...given };
}

/**
 * Lists as this device has them: {file name: text, or Table of an own one} with the counts of this device, and what was said of their entries laid over them.
 * `told`: what `said` gave, the oldest first. `own`: names of the centre's lists. `branch()`: a new branch.
 */
export function withOwn(lists, told, own, branch = branches()) {
  const changed = { ...lists };
  for (const name of own) {
    const file = `${name}.csv`;
    if (file in lists) changed[file] = laid(lists[file], told.filter((one) => one.list === name), branch);
  }
  return changed;
}

/** New branches, one after the other: thousands are wanted at once, of which few are ever used. */
function branches() {
  const made = crypto.randomUUID();
  let count = Number.parseInt(made.slice(-8), 16);
  return () => made.slice(0, -8) + (count = (count + 1) % 2 ** 32).toString(16).padStart(8, "0");
}

function laid(text, told, branch) {
  const before = read(text);
  const heads = [...before.heads, ...COUNTS].filter((name, at, all) => all.indexOf(name) === at);
  const rows = new Map();
  for (const row of before.rows) rows.set(row.name, { ...row, __trunkVersion: row.__version, __branchId: branch() });
  for (const one of told) {
    const row = rows.get(one.id);
    const knows = row && row.__trunkVersion && Number(one.base) < Number(row.__trunkVersion);
    if (row && (one.makes || knows)) continue; // the server has it, and more
    if (!row && !one.makes) continue; // out of the list since: an answer about it does not bring it back
    for (const column of Object.keys(one.values)) if (!heads.includes(column)) heads.push(column);
    if (!row) rows.set(one.id, { name: one.id, label: one.label, ...one.values, __version: "1", __trunkVersion: "", __branchId: branch() });
    else Object.assign(row, one.values, one.label && { label: one.label }, { __version: String(Number(row.__version) + 1), __branchId: one.branch || row.__branchId });
  }
  return new Table(heads, [...rows.values()].sort((one, other) => (one.label < other.label ? -1 : Number(one.label > other.label))));
}
