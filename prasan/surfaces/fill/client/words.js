// Words of the page. The Thai text is the key, as everywhere in Prasan; other languages come from /fill/words/<lang>.

let table = {};

/** Take the translations of a language: {thai: text}. An empty table is Thai. */
export function setWords(words) {
  table = words || {};
}

/** A text in the language of the page; %(name)s is filled from `values`. */
export function t(thai, values = {}) {
  const text = table[thai] || thai;
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
