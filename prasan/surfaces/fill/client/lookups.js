// Looking things up in a long list: the engine would make a node of every cell and go through all rows at each question. A formula that asks a list by
// a column, instance('houses')/root/item[name = /data/house]/head, is told which rows to ask: instance(concat('houses?name=', /data/house))/root/item[…].
// The page gives the engine just these rows; the condition stays, so that what comes out is the same.

const NAMED = /instance\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g;
const ROWS = /^\s*\/\s*root\s*\/\s*item\s*\[/;
// A path that goes down after it went up may meet several nodes, of a repeat within a repeat, and "//" any: the condition holds for each of them.
const KEY = /^\s*(?:\.\/)?([A-Za-z_][\w.-]*)\s*=\s*((?:\/[\w-][\w.-]*)+|current\(\)(?:\/\.\.)+\/[\w-][\w.-]*)\s*$/;
const COUNTED = /\b(?:position|last|instance)\s*\(|::|\/\//;
const ASKER = /current\(\)(?:\/\.\.)+/g; // any other ".." goes from the row
const KEPT = 50; // answers that are kept for being asked again

/** The text up to the bracket that closes the one before `from`, or null. */
function inside(text, from) {
  let depth = 1;
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const one = text[at];
    if (quote) quote = one === quote ? "" : quote;
    else if (one === "'" || one === '"') quote = one;
    else if (one === "[" || one === "(") depth += 1;
    else if ((one === "]" || one === ")") && (depth -= 1) === 0) return text.slice(from, at);
  }
  return null;
}

/** The parts of a condition between "and"s that stand at its top; null when an "or" stands there. */
function parts(condition) {
  const found = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at < condition.length; at += 1) {
    const one = condition[at];
    if (quote) quote = one === quote ? "" : quote;
    else if (one === "'" || one === '"') quote = one;
    else if (one === "[" || one === "(") depth += 1;
    else if (one === "]" || one === ")") depth -= 1;
    else if (depth === 0 && /\w/.test(one)) {
      const word = /^[\w.-]+/.exec(condition.slice(at))[0]; // "or" needs no blanks around it
      if (word === "or") return null;
      at += word.length - 1;
    } else if (depth === 0 && /\s/.test(one)) {
      if (!/^\sand[\s(]/.test(condition.slice(at, at + 5))) continue;
      found.push(condition.slice(from, at));
      from = at + 4;
      at = from - 1;
    }
  }
  return [...found, condition.slice(from)];
}

/** Every list that a formula names: [{id, at, end, key}]. `key`: {column, path} by which its rows are asked for, null when all of them are meant. */
export function asked(formula, repeats = []) {
  return [...formula.matchAll(NAMED)].map((found) => {
    const end = found.index + found[0].length;
    const rows = ROWS.exec(formula.slice(end));
    const condition = rows && inside(formula, end + rows[0].length);
    const keys = condition && !COUNTED.test(condition) && !condition.replace(ASKER, "").includes("..") && parts(condition)?.map((part) => KEY.exec(part)).filter(Boolean);
    // A path through a repeat means all of its members, and a row may fit any of them.
    const key = keys && keys.find((one) => !repeats.some((repeat) => one[2] === repeat || one[2].startsWith(`${repeat}/`)));
    return { id: found[1] ?? found[2], at: found.index, end, key: key ? { column: key[1], path: key[2] } : null };
  });
}

/** The formula with the lists in `ids` asked by their keys. */
export function narrowed(formula, ids, repeats = []) {
  return asked(formula, repeats).filter((one) => ids.has(one.id)).reverse()
    .reduce((text, one) => `${text.slice(0, one.at)}instance(concat('${one.id}?${one.key.column}=', ${one.key.path}))${text.slice(one.end)}`, formula);
}

/** Rows of a list by the value of a column, asked for as "houses?name=x"; null for what is no such question. `lists`: Map(id, rows). */
export function table(lists) {
  const indexes = new Map();
  const headings = new Map(); // of each list: a row that was told on this device has only the cells that were told, and an empty cell is one too
  const whole = (id, row) => {
    if (!headings.has(id)) headings.set(id, [...new Set(lists.get(id).flatMap(Object.keys))]);
    return Object.fromEntries(headings.get(id).map((name) => [name, row[name] ?? ""]));
  };
  return (question) => {
    const found = /^([^?]+)\?([^=]+)=([^]*)$/.exec(question);
    const rows = found && lists.get(found[1]);
    if (!rows) return null;
    const name = `${found[1]}?${found[2]}`;
    if (!indexes.has(name)) {
      const index = new Map();
      for (const row of rows) {
        const value = (row[found[2]] ?? "").trim();
        if (index.has(value)) index.get(value).push(row);
        else index.set(value, [row]);
      }
      indexes.set(name, index);
    }
    return { id: found[1], rows: (indexes.get(name).get(found[3].trim()) || []).map((row) => whole(found[1], row)) };
  };
}

/**
 * Let a loaded form ask these lists so. It has to be done before an instance counts; false when this engine is built in another way than we know,
 * and then the form must be loaded with whole lists.
 */
export function answering(form, lists) {
  const known = form.createInstance().root.evaluator?.secondaryInstancesById;
  const Document = known instanceof Map ? known.get([...lists.keys()][0])?.rootDocument?.constructor : null;
  if (!Document) return false;
  const rowsOf = table(lists);
  const whole = known.get.bind(known);
  const kept = new Map();
  const made = (question) => {
    const found = rowsOf(question);
    return found && new Document({
      documentRoot: { name: "instance", attributes: [{ name: "id", value: found.id }], children: [{ name: "root", children: found.rows.map(item) }] },
      nodesetPrefix: `instance('${found.id}')`,
    }).root;
  };
  known.get = (id) => {
    if (!kept.has(id)) {
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
      kept.set(id, made(String(id)) || whole(id));
    }
    return kept.get(id);
  };
  return true;
}

function item(row) {
  return { name: "item", children: Object.entries(row).map(([name, value]) => ({ name, children: [value] })) };
}
