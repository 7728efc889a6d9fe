// Dates in three boxes, as prasan.ground.clock.reading reads them: 2569 and 69 are Buddhist, 2026 is common, Thai digits count as digits.

export const MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"];
const FIRST = 1850;
const LAST = 2199;
const SHIFT = 543;

/** Thai digits become 0-9; spaces around go. */
export function digits(text) {
  return String(text ?? "").replace(/[๐-๙]/g, (one) => String(one.charCodeAt(0) - 0x0e50)).trim();
}

/** Common-era year of a typed one; null when it is none. */
export function readYear(text) {
  const found = /^(?:ปี)?\s?(พ\.?ศ\.?|ค\.?ศ\.?)?\s?(\d{4}|\d{2})$/.exec(digits(text));
  if (!found) return null;
  const number = found[2].length === 2 ? Number(found[2]) + 2500 : Number(found[2]);
  const common = found[1] ? found[1].startsWith("ค") : number >= FIRST && number <= LAST;
  const year = common ? number : number - SHIFT;
  return year >= FIRST && year <= LAST ? year : null;
}

/**
 * A date out of three boxes. `precision`: "day" (all three needed), "month", "year" (the finer boxes are not asked) or "partial" (what is empty is not known).
 * Returns {value: ISO "2015-03-05", "2015-03" or "2015"}, {value: ""} for nothing typed, or {problem: code, at: box}.
 */
export function readDate(day, month, year, precision = "day") {
  const typed = { day: digits(day), month: digits(month), year: digits(year) };
  if (!typed.day && !typed.month && !typed.year) return { value: "" };
  const common = readYear(typed.year);
  if (!typed.year) return { problem: "year_missing", at: "year" };
  if (common === null) return { problem: "year", at: "year" };
  if (precision === "year") return { value: iso(common) };
  if (!typed.month) return precision === "partial" && !typed.day ? { value: iso(common) } : { problem: "month_missing", at: "month" };
  const number = Number(typed.month);
  if (!(number >= 1 && number <= 12)) return { problem: "month", at: "month" };
  if (precision === "month") return { value: iso(common, number) };
  if (!typed.day) return precision === "partial" ? { value: iso(common, number) } : { problem: "day_missing", at: "day" };
  const last = new Date(Date.UTC(common, number, 0)).getUTCDate();
  if (!/^\d{1,2}$/.test(typed.day) || Number(typed.day) < 1 || Number(typed.day) > last) return { problem: "day", at: "day" };
  return { value: iso(common, number, Number(typed.day)) };
}

/** The boxes (day, month, Buddhist year) of a kept value; the finer ones empty when it does not hold them or they are not asked. */
export function boxes(value, precision = "day") {
  const [year, month, day] = String(value || "").split("T")[0].split("-");
  if (!/^\d{4}$/.test(year)) return ["", "", ""];
  const fine = { year: 1, month: 2, day: 3, partial: 3 }[precision];
  return [fine > 2 && day ? String(Number(day)) : "", fine > 1 && month ? String(Number(month)) : "", String(Number(year) + SHIFT)];
}

/** A kept value in Thai words: "5 มีนาคม 2558", "มีนาคม 2558", "2558". */
export function inWords(value, precision = "day", names = MONTHS, shift = SHIFT) {
  const [day, month, year] = boxes(value, precision);
  if (!year) return "";
  return [day, month && names[Number(month) - 1], String(Number(year) - SHIFT + shift)].filter(Boolean).join(" ");
}

/** Whole years from a full date to another; null when the first is not full or later. Born on 29 February: a year older on 1 March. */
export function age(value, today) {
  const born = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  const now = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today);
  if (!born || !now || value > today) return null;
  return Number(now[1]) - Number(born[1]) - (`${now[2]}${now[3]}` < `${born[2]}${born[3]}` ? 1 : 0);
}

/** Today on this device, ISO. */
export function today(at = new Date()) {
  return iso(at.getFullYear(), at.getMonth() + 1, at.getDate());
}

const SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];

/** A moment without its year, "21 พ.ย. 14.42 น.": for lists of this device. */
export function moment(at, names = SHORT) {
  const when = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  return `${when.getDate()} ${names[when.getMonth()]} ${two(when.getHours())}.${two(when.getMinutes())}${names === SHORT ? " น." : ""}`;
}

function iso(year, month, day) {
  return [String(year).padStart(4, "0"), ...[month, day].filter(Boolean).map((part) => String(part).padStart(2, "0"))].join("-");
}
