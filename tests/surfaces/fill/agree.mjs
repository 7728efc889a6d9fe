// Fills a form with our own page's engine (long lists taken out, as for a person) by the answers of a given instance, and tells what it would send.
import { openForm } from "/client/form.js";
import { lighten } from "/client/lists.js";
import { leaves, question } from "/client/sections.js";

const ASKED = new Set(["input", "select", "range", "rank", "trigger", "upload"]);
const TIDY = (name) => name.replace(/^.*:/, "");

/** Elements of an instance by path with positions of repeats, as references of the engine read: {"/data/member[2]/name": "x"}. */
function answersOf(xml, repeats) {
  const page = new DOMParser().parseFromString(xml, "application/xml");
  const found = new Map();
  const walk = (element, path, plain) => {
    if (!element.children.length) found.set(path, element.textContent);
    const seen = {};
    for (const child of element.children) {
      const name = TIDY(child.nodeName);
      seen[name] = (seen[name] || 0) + 1;
      const bare = `${plain}/${name}`;
      walk(child, repeats.has(bare) ? `${path}/${name}[${seen[name]}]` : `${path}/${name}`, bare);
    }
  };
  const root = page.documentElement;
  walk(root, `/${TIDY(root.nodeName)}`, `/${TIDY(root.nodeName)}`);
  return found;
}

function* ranges(node) {
  if (node.nodeType.startsWith("repeat-range")) yield node;
  for (const child of node.currentState.children || []) yield* ranges(child);
}

function lay(filling, repeats, told) {
  for (let depth = 0; depth < 3; depth += 1) {
    for (const range of [...ranges(filling.root)]) {
      if (range.nodeType !== "repeat-range:uncontrolled") continue;
      const base = range.currentState.reference;
      const wanted = new Set([...told.keys()].filter((path) => path.startsWith(`${base}[`)).map((path) => path.slice(base.length).match(/^\[(\d+)\]/)[1])).size;
      const have = range.currentState.children.length;
      if (wanted > have) range.addInstances(have - 1, wanted - have);
      else if (wanted < have) range.removeInstances(wanted, have - wanted);
    }
  }
}

function put(node, value) {
  if (node.nodeType === "select") node.selectValues(value ? value.split(" ") : []);
  else if (node.nodeType === "rank") node.setValues(value ? value.split(" ") : []);
  else if (node.nodeType === "trigger") node.setValue(value === "OK");
  else if (node.nodeType === "range") node.setValue(value === "" ? null : Number(value));
  else node.setValue(value);
}

/** `then`: [path, value] of what is answered after all else. `again`: the answers of the draft, opened another time. */
export async function run({ engine, xml, lists, instance, then = [] }) {
  const filling = await openForm({ engineAddress: engine, xml, lists, changed: () => undefined, device: "web", language: "th" });
  const repeats = new Set([...ranges(filling.root)].map((range) => question(range)));
  const told = answersOf(instance, repeats);
  for (let turn = 0; turn < 4; turn += 1) { // what is asked may depend on what comes later in the form
    lay(filling, repeats, told);
    for (const node of leaves(filling.root)) {
      if (!ASKED.has(node.nodeType) || node.nodeType === "upload" || !node.currentState.relevant || node.currentState.readonly || filling.isDangerous(node)) continue;
      const value = told.get(node.currentState.reference) ?? "";
      if (String(node.currentState.instanceValue ?? "") !== value) put(node, value);
    }
    filling.settle();
  }
  for (const [path, value] of then) put([...leaves(filling.root)].find((node) => node.currentState.reference === path), value);
  const again = await openForm({ engineAddress: engine, xml, lists, kept: { xml: filling.xml, files: [] }, changed: () => undefined, device: "web", language: "th" });
  return {
    again: [...answersOf(again.xml, repeats)], asked: lighten(xml, lists).tables.size,
    ours: [...answersOf(filling.xml, repeats)], theirs: [...told], long: filling.long.size, lacks: filling.lacks().map((node) => node.currentState.reference),
    problems: filling.problems().map(({ node, condition, message }) => `${node.currentState.reference}: ${condition} ${message}`),
    dangers: [...filling.dangers.keys()], xml: filling.xml,
    many: [...leaves(filling.root)].filter((node) => node.selectType === "select").map((node) => node.currentState.reference),
    files: [...leaves(filling.root)].filter((node) => node.nodeType === "upload").map((node) => node.currentState.reference),
  };
}
