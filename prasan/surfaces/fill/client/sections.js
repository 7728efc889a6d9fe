// One section at a time: the tree of a form as a row of short pages, in the order in which it is asked.

export const MOST = 7; // questions on one page
const ASKED = new Set(["input", "note", "select", "range", "rank", "trigger", "upload"]);

/**
 * Pages of a form as it stands: [{key, trail, nodes, repeat}]. `trail`: the headings of the groups and members around; `nodes`: the questions that are
 * asked now; `repeat`: set on the page that asks whether there is one more. `alone(node)`: whether a question must have a page to itself.
 */
export function sections(root, alone = () => false) {
  const found = [];
  walk(root.currentState.children, [], found, alone);
  return found;
}

function walk(children, trail, found, alone) {
  let held = [];
  let start = 0;
  const flush = () => {
    const nodes = held.filter((node) => node.currentState.relevant);
    if (nodes.length) found.push({ key: `${held[0].currentState.reference}#${start}`, trail, nodes, repeat: null });
    start += 1;
    held = [];
  };
  for (const child of children) {
    const state = child.currentState;
    if (ASKED.has(child.nodeType)) {
      if (held.length && (alone(child) || held.length >= MOST)) flush();
      held.push(child);
      if (alone(child)) flush();
    } else if (child.nodeType === "group" && state.relevant) {
      flush();
      walk(state.children, heading(trail, child), found, alone);
    } else if (child.nodeType.startsWith("repeat-range") && state.relevant) {
      flush();
      const label = words(child);
      state.children.forEach((member, at) => walk(member.currentState.children, [...trail, `${words(member) || label} ${at + 1}`.trim()], found, alone));
      if (child.nodeType === "repeat-range:uncontrolled") found.push({ key: `${state.reference}#more`, trail: heading(trail, child), nodes: [], repeat: child });
    }
  }
  flush();
}

function heading(trail, node) {
  const label = words(node);
  return label ? [...trail, label] : trail;
}

/** The words of a node, "" when it has none. */
export function words(node) {
  return (node.currentState.label?.asString || "").trim();
}

/** A reference without positions: "/data/member[2]/name" is the question "/data/member/name". */
export function question(node) {
  return node.currentState.reference.replace(/\[\d+\]/g, "");
}

/** Every node of a form that holds an answer or asks for one, repeats' members included. */
export function* leaves(node) {
  const children = node.currentState.children;
  if (!children) yield node;
  else for (const child of children) yield* leaves(child);
}
