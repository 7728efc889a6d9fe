// Finding in a long list: letters as they are meant, the start of a name before its middle, at most so many shown.

export const SHOWN = 40;

/** Text as it is compared: composed, without spaces, marks and the words for a place that everybody leaves out. */
export function plain(text) {
  return String(text).normalize("NFC").toLowerCase().replace(/ํา/g, "ำ").replace(/เเ/g, "แ").replace(/[\s.​\-()/]/g, "").replace(/์/g, "");
}

/** Make a list of {value, label} ready: done once for a list, about 10 ms for 7,436 rows. */
export function prepare(options) {
  return options.map((option) => {
    const text = plain(option.label);
    return { option, text, bare: text.replace(/^(ตำบล|แขวง|อำเภอ|เขต|จังหวัด|ต|อ|จ)/, "") };
  });
}

/** The options that hold what was typed: {found, more}. Names that begin with it come first; nothing typed gives the first ones. */
export function find(prepared, typed, shown = SHOWN) {
  const wanted = String(typed).trim().split(/\s+/).map(plain).filter(Boolean);
  if (!wanted.length) return { found: prepared.slice(0, shown).map((one) => one.option), more: Math.max(0, prepared.length - shown) };
  const first = [];
  const rest = [];
  for (const one of prepared) {
    if (!wanted.every((word) => one.text.includes(word))) continue;
    (one.text.startsWith(wanted[0]) || one.bare.startsWith(wanted[0]) ? first : rest).push(one.option);
  }
  const all = first.concat(rest);
  return { found: all.slice(0, shown), more: Math.max(0, all.length - shown) };
}
