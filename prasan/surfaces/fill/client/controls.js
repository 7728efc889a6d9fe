// Questions as they are drawn: each control is {el, first, update(), local()}. `first` is what an error links to; `local()` is why what was typed
// cannot be read, in words, "" when it can. What cannot be read is kept beside the answers (`ask.typed`), so that a half-typed date comes back.

import { age, boxes, digits, inWords, MONTHS, readDate, today } from "./dates.js";
import { h, icon, rich } from "./dom.js";
import { preview, redraw } from "./photo.js";
import { find, prepare } from "./search.js";
import { t } from "./words.js";

const FEW = 12; // choices that are shown all at once
const SCALE = 11; // steps of a range that are shown as a row of buttons

/** The control of a question. `ask`: {filling, typed, id(node), saved(), help(), today}. */
export function control(node, ask) {
  return drawn(node, ask);
}

function drawn(node, ask) {
  if (node.nodeType === "note") return note(node, ask);
  if (ask.filling.isDangerous(node)) return dangerous(node, ask);
  const options = ask.filling.choicesOf(node);
  if (options) return finder(node, ask, () => ask.filling.choicesOf(node), (value) => node.setValue(value), () => node.currentState.instanceValue || "");
  if (node.nodeType === "select") return select(node, ask);
  if (node.nodeType === "range") return range(node, ask);
  if (node.nodeType === "rank") return rank(node, ask);
  if (node.nodeType === "trigger") return trigger(node, ask);
  if (node.nodeType === "upload") return photo(node, ask);
  if (node.valueType === "date" || appears(node, "partial-date")) return date(node, ask);
  if (node.valueType === "int" || node.valueType === "decimal") return number(node, ask);
  if (node.valueType === "geopoint") return place(node, ask);
  if (node.valueType === "time") return time(node, ask);
  return text(node, ask);
}

function appears(node, name) {
  return Boolean(node.appearances?.[name]) || [...(node.appearances || [])].includes(name);
}

// ---- what all have: label, hint, error ----

function frame(node, ask, { group = false, inner, first }) {
  const id = ask.id(node);
  const name = h("span");
  const optional = h("span", { class: "pr-meta" });
  const label = h(group ? "legend" : "label", { class: "pr-label", for: group ? null : id }, name, " ", optional);
  const hint = h("p", { class: "pr-hint", id: `${id}-hint` });
  const error = h("p", { class: "pr-error", id: `${id}-error` });
  const el = h(group ? "fieldset" : "div", { class: "pr-field" }, label, hint, error, inner);
  let said = null;
  let hinted = null;
  const update = (wrong) => {
    const state = node.currentState;
    if (state.label?.asString !== said) {
      said = state.label?.asString;
      name.replaceChildren(...rich(state.label));
    }
    if (state.hint?.asString !== hinted) {
      hinted = state.hint?.asString;
      hint.replaceChildren(...rich(state.hint));
    }
    hint.hidden = !hinted;
    optional.textContent = state.required || state.readonly ? "" : t("(ไม่บังคับ)");
    el.classList.toggle("is-wrong", Boolean(wrong));
    error.hidden = !wrong;
    if ((error.dataset.said || "") !== (wrong || "")) {
      error.dataset.said = wrong || "";
      error.replaceChildren(...(wrong ? [icon("alert-triangle"), h("span", {}, h("span", { class: "pr-vh" }, `${t("ต้องแก้:")} `), wrong)] : []));
    }
    const described = [!hint.hidden && hint.id, wrong && error.id].filter(Boolean).join(" ");
    for (const box of group ? [el] : [first]) set(box, "aria-describedby", described);
    if (!group) set(first, "aria-invalid", wrong ? "true" : "");
  };
  return { el, update, label: name };
}

function set(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/** A control of one box whose text is read by `read(text)` -> {value} or {problem}. */
function box(node, ask, { read, show, element, echo }) {
  const key = node.currentState.reference;
  const input = element || h("input", { class: "pr-input", id: ask.id(node), autocomplete: "off" });
  const said = echo ? h("output", { class: "pr-echo", for: input.id }) : null;
  let problem = "";
  input.value = ask.typed[key] ?? show();
  input.addEventListener("input", () => {
    const found = read(input.value);
    problem = found.problem || "";
    if (problem) ask.typed[key] = input.value;
    else delete ask.typed[key];
    node.setValue(problem ? "" : found.value);
    ask.saved();
  });
  if (key in ask.typed) problem = read(input.value).problem || "";
  const base = frame(node, ask, { inner: [input, said && h("p", { class: "echo" }, said)], first: input });
  const update = (wrong) => {
    base.update(wrong);
    input.readOnly = node.currentState.readonly;
    if (document.activeElement !== input && !(key in ask.typed) && input.value !== show()) input.value = show();
    if (said) said.textContent = echo() || "";
    if (said) said.parentElement.hidden = !said.textContent;
  };
  return { el: base.el, first: input, update, local: () => problem };
}

// ---- the controls ----

function note(node) {
  const el = h("div", { class: "note-text" });
  const update = () => {
    const words = node.currentState.label || node.currentState.hint;
    if (el.dataset.said === words?.asString) return;
    el.dataset.said = words?.asString || "";
    el.replaceChildren(...rich(words));
    if (node.currentState.label && node.currentState.hint) el.append(h("p", { class: "pr-hint" }, rich(node.currentState.hint)));
  };
  return { el, first: el, update, local: () => "" };
}

function text(node, ask) {
  const rows = appears(node, "multiline") ? 5 : node.nodeOptions?.rows;
  const numbers = appears(node, "numbers");
  const element = rows
    ? h("textarea", { class: "pr-input", id: ask.id(node), rows, autocomplete: "off" })
    : h("input", { class: "pr-input", id: ask.id(node), autocomplete: "off", inputmode: numbers ? "numeric" : null });
  return box(node, ask, { element, read: (typed) => ({ value: numbers ? digits(typed) : typed }), show: () => String(node.currentState.value ?? "") });
}

function number(node, ask) {
  const whole = node.valueType === "int";
  const element = h("input", { class: "pr-input pr-input--10", id: ask.id(node), inputmode: whole ? "numeric" : "decimal", autocomplete: "off" });
  const read = (typed) => {
    const plain = digits(typed).replace(/,/g, "");
    if (!plain) return { value: "" };
    if (!(whole ? /^-?\d{1,9}$/ : /^-?\d{1,15}(\.\d+)?$/).test(plain)) return { problem: whole ? t("ใส่เป็นจำนวนเต็ม เช่น 3") : t("ใส่เป็นตัวเลข เช่น 2.5") };
    return { value: plain };
  };
  const show = () => (node.currentState.value === null ? "" : String(node.currentState.value));
  return box(node, ask, { element, read, show: () => (same(element.value, show(), read) ? element.value : show()) });
}

function same(typed, shown, read) {
  const found = read(typed);
  return !found.problem && Number(found.value) === Number(shown) && (found.value === "") === (shown === "");
}

function time(node, ask) {
  const element = h("input", { class: "pr-input pr-input--10", id: ask.id(node), inputmode: "decimal", placeholder: null, autocomplete: "off" });
  const read = (typed) => {
    const plain = digits(typed);
    if (!plain) return { value: "" };
    const found = /^(\d{1,2})\s?[.:]?\s?(\d{2})?(?:\s?น\.?)?$/.exec(plain);
    if (!found || Number(found[1]) > 23 || Number(found[2] || 0) > 59) return { problem: t("เวลานี้ใช้ไม่ได้ พิมพ์เช่น 14.30") };
    return { value: `${found[1].padStart(2, "0")}:${found[2] || "00"}:00.000+07:00` };
  };
  const show = () => String(node.currentState.instanceValue || "").slice(0, 5).replace(":", ".");
  return box(node, ask, { element, read, show: () => (read(element.value).value === node.currentState.instanceValue ? element.value : show()) });
}

function date(node, ask) {
  const precision = appears(node, "partial-date") ? "partial" : appears(node, "year") ? "year" : appears(node, "month-year") ? "month" : "day";
  const id = ask.id(node);
  const key = node.currentState.reference;
  const kept = () => String(node.currentState.instanceValue || "");
  const shown = ask.typed[key] || boxes(kept(), precision);
  const day = h("input", { class: "pr-input pr-input--2", id, inputmode: "numeric", maxlength: 2, autocomplete: "off", value: shown[0] });
  const month = h("select", { class: "pr-input", id: `${id}-m` }, h("option", { value: "" }, precision === "partial" ? t("ไม่รู้") : "–"), MONTHS.map((name, at) => h("option", { value: String(at + 1) }, t(name))));
  month.value = shown[1];
  const year = h("input", { class: "pr-input pr-input--4", id: `${id}-y`, inputmode: "numeric", maxlength: 7, autocomplete: "off", value: shown[2] });
  const parts = { day: [day, t("วัน")], month: [month, t("เดือน")], year: [year, t("ปี พ.ศ.")] };
  const asked = { day: ["day", "month", "year"], partial: ["day", "month", "year"], month: ["month", "year"], year: ["year"] }[precision];
  const said = h("output", { class: "pr-echo", for: `${id} ${id}-m ${id}-y` });
  let problem = "";
  const read = () => {
    const found = readDate(day.value, month.value, year.value, precision);
    problem = found.problem ? dateWords(found.problem, { day: day.value, year: year.value }) : "";
    return found;
  };
  const typed = () => {
    const found = read();
    if (problem) ask.typed[key] = [day.value, month.value, year.value];
    else delete ask.typed[key];
    const whole = found.value && precision !== "partial" ? `${found.value}-01-01`.slice(0, 10) : found.value || "";
    node.setValue(problem ? "" : whole);
    ask.saved();
  };
  for (const one of [day, month, year]) one.addEventListener("input", typed);
  if (key in ask.typed) read();
  const inner = [h("div", { class: "pr-date" }, asked.map((part) => h("div", {}, h("label", { for: parts[part][0].id }, parts[part][1]), parts[part][0]))), h("p", { class: "echo" }, said)];
  const base = frame(node, ask, { group: true, inner });
  const update = (wrong) => {
    base.update(wrong);
    const value = kept();
    const years = precision === "day" ? age(value, ask.today || today()) : null;
    const words = value && inWords(value, precision === "partial" ? "partial" : precision, MONTHS.map((name) => t(name)));
    said.replaceChildren(...(words ? [icon("check"), " ", years !== null && years > 0 ? t("%(date)s (%(years)s ปีก่อน)", { date: words, years }) : words] : []));
    said.parentElement.hidden = !words;
    for (const one of [day, year]) set(one, "aria-invalid", wrong ? "true" : "");
  };
  return { el: base.el, first: parts[asked[0]][0], update, local: () => problem };
}

function dateWords(code, { day, year }) {
  return {
    year_missing: t("กรอกปีด้วย"),
    year: t("ปี %(value)s ใช้ไม่ได้ พิมพ์ปี พ.ศ. เช่น 2569", { value: year }),
    month_missing: t("เลือกเดือนด้วย"),
    month: t("เลือกเดือนจากรายการ"),
    day_missing: t("กรอกวันที่ด้วย"),
    day: t("เดือนนี้ไม่มีวันที่ %(value)s", { value: day }),
  }[code];
}

function select(node, ask) {
  const many = node.selectType === "select";
  const options = node.currentState.valueOptions;
  const sought = appears(node, "autocomplete") || appears(node, "minimal") || options.length > FEW;
  const rows = () => node.currentState.valueOptions.map((one) => ({ value: one.value, label: one.label.asString }));
  if (!many && sought) return finder(node, ask, rows, (value) => node.selectValue(value || null), () => node.currentState.value[0] || "");
  return choicesList(node, ask, { many, rows, chosen: () => node.currentState.value, choose: (values) => node.selectValues(values) });
}

/** Rows of radios or boxes. `choose(values)`. */
function choicesList(node, ask, { many, rows, chosen, choose, keep = true }) {
  const id = ask.id(node);
  const list = h("div", { class: "choices" });
  const clear = h("button", { class: "pr-btn pr-btn--bare pr-btn--s", type: "button", onclick: () => (choose([]), ask.saved()) }, t("ล้างคำตอบ"));
  const base = frame(node, ask, { group: true, inner: [list, many || !keep ? null : clear] });
  let drawnRows = "";
  const pick = () => {
    choose([...list.querySelectorAll("input:checked")].map((one) => one.value));
    if (keep) ask.saved();
  };
  const draw = (options) => {
    list.replaceChildren(...options.map((one, at) => h("label", { class: "pr-choice" },
      h("input", { type: many ? "checkbox" : "radio", name: id, id: at ? `${id}-${at}` : id, value: one.value, onchange: pick }), h("span", {}, one.label))));
  };
  const update = (wrong) => {
    const options = rows();
    const now = JSON.stringify(options);
    if (now !== drawnRows) {
      const focused = document.activeElement?.closest?.(".choices") === list ? document.activeElement.value : null;
      drawnRows = now;
      draw(options);
      if (focused !== null) [...list.querySelectorAll("input")].find((one) => one.value === focused)?.focus();
    }
    const values = new Set(chosen());
    for (const input of list.querySelectorAll("input")) input.checked = values.has(input.value);
    clear.hidden = node.currentState.required || !values.size;
    base.update(wrong);
  };
  update("");
  return { el: base.el, get first() { return list.querySelector("input") || base.el; }, update, local: () => "" };
}

/** A box that finds one of many choices. */
function finder(node, ask, rows, choose, chosen) {
  const id = ask.id(node);
  const input = h("input", { class: "pr-input", id, role: "combobox", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { class: "found", id: `${id}-list`, role: "listbox", hidden: true });
  const count = h("p", { class: "pr-meta", role: "status" });
  const said = h("output", { class: "pr-echo", for: id });
  const base = frame(node, ask, { inner: [input, list, count, h("p", { class: "echo" }, said)], first: input });
  let source = null;
  let prepared = [];
  let at = -1;
  let shown = [];
  let dirty = false;
  const ready = () => {
    const now = rows();
    const key = now.length + (now[0]?.value || "") + (now.at(-1)?.value || "") + (now[0]?.label || "");
    if (key !== source) [source, prepared] = [key, prepare(now)];
    return prepared;
  };
  const labelOf = (value) => ready().find((one) => one.option.value === value)?.option.label || "";
  const close = () => {
    list.hidden = true;
    at = -1;
    set(input, "aria-activedescendant", "");
    input.setAttribute("aria-expanded", "false");
    count.textContent = "";
  };
  const take = (option) => {
    choose(option.value);
    dirty = false;
    close();
    input.value = "";
    ask.saved();
  };
  const point = (to) => {
    at = (to + shown.length) % shown.length;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const look = () => {
    const { found, more } = find(ready(), input.value);
    shown = found;
    at = -1;
    list.replaceChildren(...found.map((option, n) => h("li", { id: `${id}-o${n}`, role: "option", "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: () => take(option) }, option.label)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    count.textContent = !found.length ? t("ไม่พบ ลองพิมพ์ให้สั้นลง") : more ? t("ยังมีอีก %(n)s รายการ พิมพ์เพิ่มเพื่อให้แคบลง", { n: more }) : t("พบ %(n)s รายการ", { n: found.length });
  };
  setTimeout(ready); // before the first letter is typed, not with it
  input.addEventListener("input", () => ((dirty = Boolean(input.value)), look()));
  input.addEventListener("focus", () => (look(), base.el.scrollIntoView({ block: "start" })));
  input.addEventListener("blur", () => close());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look();
      if (shown.length) point(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (shown[Math.max(at, 0)] && (at >= 0 || dirty)) take(shown[Math.max(at, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  const update = (wrong) => {
    const value = chosen();
    const words = value && labelOf(value);
    said.replaceChildren(...(words ? [icon("check"), ` ${words}`] : []));
    said.parentElement.hidden = !words;
    base.update(wrong);
  };
  return { el: base.el, first: input, update, local: () => (dirty && !chosen() ? t("เลือกจากรายการที่พบ") : "") };
}

function range(node, ask) {
  const { start, end, step } = node.definition.bounds || node.definition.bodyElement.bounds;
  const [low, high, by] = [start, end, step].map(Number);
  const size = Math.round((high - low) / by) + 1;
  if (size > SCALE) {
    const element = h("input", { class: "pr-input pr-input--10", id: ask.id(node), inputmode: "decimal", autocomplete: "off" });
    const outside = t("ใส่ตัวเลขตั้งแต่ %(low)s ถึง %(high)s", { low, high });
    const read = (typed) => {
      const plain = digits(typed);
      if (!plain) return { value: null };
      const value = Number(plain);
      const steps = (value - low) / by;
      return Number.isNaN(value) || value < low || value > high || Math.abs(steps - Math.round(steps)) > 1e-9 ? { problem: outside } : { value };
    };
    return box(node, ask, { element, read: (typed) => ({ ...read(typed), ...(read(typed).problem ? {} : { value: read(typed).value }) }), show: () => (node.currentState.value === null ? "" : String(node.currentState.value)) });
  }
  const steps = Array.from({ length: size }, (_, at) => String(Number((low + at * by).toFixed(6))));
  const made = choicesList(node, ask, {
    many: false,
    rows: () => steps.map((one) => ({ value: one, label: one })),
    chosen: () => (node.currentState.value === null ? [] : [String(Number(node.currentState.value))]),
    choose: (values) => node.setValue(values.length ? Number(values[0]) : null),
  });
  made.el.classList.add("scale");
  return made;
}

function rank(node, ask) {
  const list = h("ol", { class: "rank" });
  const status = h("p", { class: "pr-vh", role: "status" });
  const settle = h("button", { class: "pr-btn pr-btn--s", type: "button" }, t("เรียงแบบนี้ถูกแล้ว"));
  const base = frame(node, ask, { group: true, inner: [list, settle, status] });
  const order = () => (node.currentState.value.length ? [...node.currentState.value] : node.currentState.valueOptions.map((one) => one.value));
  const keep = (values) => {
    node.setValues(values);
    ask.saved();
  };
  const move = (value, by) => {
    const values = order();
    const from = values.indexOf(value);
    values.splice(from, 1);
    values.splice(from + by, 0, value);
    keep(values);
    status.textContent = t("ย้ายไปลำดับที่ %(n)s", { n: from + by + 1 });
  };
  settle.addEventListener("click", () => keep(order()));
  const update = (wrong) => {
    const values = order();
    const label = (value) => node.currentState.valueOptions.find((one) => one.value === value)?.label.asString || value;
    const held = list.contains(document.activeElement) && [document.activeElement.closest("li").dataset.value, document.activeElement.dataset.by];
    list.replaceChildren(...values.map((value, at) => h("li", { "data-value": value }, h("span", {}, label(value)), h("span", { class: "moves" },
      at > 0 ? h("button", { type: "button", class: "pr-btn pr-btn--s", "data-by": "-1", "aria-label": t("เลื่อน %(what)s ขึ้น", { what: label(value) }), onclick: () => move(value, -1) }, icon("arrow-up")) : null,
      at < values.length - 1 ? h("button", { type: "button", class: "pr-btn pr-btn--s", "data-by": "1", "aria-label": t("เลื่อน %(what)s ลง", { what: label(value) }), onclick: () => move(value, 1) }, icon("arrow-down")) : null))));
    if (held) [...(list.querySelector(`[data-value="${CSS.escape(held[0])}"]`)?.querySelectorAll("button") || [])].sort((one) => (one.dataset.by === held[1] ? -1 : 1))[0]?.focus();
    settle.hidden = node.currentState.value.length > 0;
    base.update(wrong);
  };
  return { el: base.el, get first() { return list.querySelector("button") || base.el; }, update, local: () => "" };
}

function trigger(node, ask) {
  const id = ask.id(node);
  const input = h("input", { type: "checkbox", id, onchange: () => (node.setValue(input.checked), ask.saved()) });
  const base = frame(node, ask, { group: true, inner: h("label", { class: "pr-choice" }, input, h("span", {}, t("ใช่ ทำแล้ว"))) });
  const update = (wrong) => {
    input.checked = Boolean(node.currentState.value);
    base.update(wrong);
  };
  return { el: base.el, first: input, update, local: () => "" };
}

function place(node, ask) {
  const id = ask.id(node);
  const said = h("output", { class: "pr-echo", for: id });
  const trouble = h("p", { class: "pr-meta", role: "status" });
  const take = h("button", { class: "pr-btn", type: "button", id }, icon("map-pin"), t("ใช้ตำแหน่งตรงนี้"));
  const drop = h("button", { class: "pr-btn pr-btn--bare pr-btn--s", type: "button", onclick: () => (node.setValue(""), ask.saved()) }, t("ลบตำแหน่ง"));
  take.addEventListener("click", () => {
    trouble.textContent = t("กำลังหาตำแหน่ง");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      trouble.textContent = "";
      node.setValue([coords.latitude, coords.longitude, coords.altitude ?? 0, coords.accuracy].map((one) => Number(one.toFixed(6))).join(" "));
      ask.saved();
    }, () => (trouble.textContent = t("หาตำแหน่งไม่ได้ เปิดตำแหน่งในเครื่องแล้วลองอีกครั้ง หรือข้ามข้อนี้")), { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 });
  });
  const base = frame(node, ask, { group: true, inner: [h("p", { class: "pr-acts" }, take, drop), trouble, h("p", { class: "echo" }, said)] });
  const update = (wrong) => {
    const [latitude, longitude, , accuracy] = String(node.currentState.instanceValue || "").split(" ");
    said.replaceChildren(...(longitude ? [icon("check"), " ", t("%(lat)s, %(lon)s คลาดเคลื่อนราว %(m)s เมตร", { lat: Number(latitude).toFixed(5), lon: Number(longitude).toFixed(5), m: Math.round(Number(accuracy || 0)) })] : []));
    said.parentElement.hidden = drop.hidden = !longitude;
    base.update(wrong);
  };
  return { el: base.el, first: take, update, local: () => "" };
}

function photo(node, ask) {
  const id = ask.id(node);
  const shown = h("div", { class: "shot" });
  const trouble = h("p", { class: "pr-meta", role: "status" });
  const input = h("input", { class: "pr-vh", type: "file", id, accept: "image/*", capture: appears(node, "new") ? "environment" : null });
  const press = h("label", { class: "pr-btn", for: id }, icon("camera"), t("ถ่ายหรือเลือกรูป")); // the browser's own button speaks the browser's language
  const drop = h("button", { class: "pr-btn pr-btn--bare pr-btn--s", type: "button", onclick: () => (node.setValue(null), ask.saved()) }, t("ลบรูป"));
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    trouble.textContent = t("กำลังย่อรูป");
    try {
      node.setValue(await redraw(file, node.maxPixels));
    } catch {
      trouble.textContent = t("ไฟล์นี้ใช้ไม่ได้ เลือกไฟล์รูป อย่างอื่นยังอยู่ครบ");
      input.value = "";
      return;
    }
    input.value = "";
    const kept = await ask.saved();
    trouble.textContent = kept === "saved" ? t("เก็บรูปแล้ว ตัดพิกัดและข้อมูลของเครื่องออกแล้ว") : "";
  });
  const base = frame(node, ask, { inner: [input, press, trouble, shown, drop], first: input });
  let drawnFor = null;
  const update = (wrong) => {
    const file = node.currentState.value;
    drop.hidden = !file;
    if (file !== drawnFor) {
      drawnFor = file;
      shown.replaceChildren();
      if (file) preview(file).then((canvas) => (canvas.setAttribute("role", "img"), canvas.setAttribute("aria-label", t("รูปที่เก็บไว้")), shown.replaceChildren(canvas)), () => undefined);
    }
    base.update(wrong);
  };
  return { el: base.el, first: input, update, local: () => "" };
}

/** A question whose answer is kept nowhere: it lives in this page only, and a yes opens the help page. */
function dangerous(node, ask) {
  const asked = node.currentState.valueOptions?.map((one) => ({ value: one.value, label: one.label.asString }));
  const rows = () => (asked?.length ? asked : [{ value: "no", label: t("ไม่ใช่") }, { value: "yes", label: t("ใช่") }]);
  let said = [];
  const made = choicesList(node, ask, {
    many: false, rows, keep: false, chosen: () => said,
    choose: (values) => {
      said = values;
      if (values.length && ask.filling.opensHelp(node, values[0])) ask.help();
    },
  });
  made.el.append(h("p", { class: "pr-meta unkept" }, icon("shield-lock"), " ", t("คำตอบข้อนี้ไม่ถูกเก็บ ทั้งในเครื่องและในระบบ")));
  return made;
}

/** An answer in words, for the page before sending. "" for nothing; photos, places and secrets by what they are. */
export function answerWords(node, filling) {
  const state = node.currentState;
  const value = String(state.instanceValue ?? "");
  if (!value) return "";
  const options = filling.choicesOf(node);
  if (options) return options.find((one) => one.value === value)?.label || value;
  if (node.nodeType === "select" || node.nodeType === "rank") return state.value.map((one) => state.valueOptions.find((option) => option.value === one)?.label.asString || one).join(" · ");
  if (node.nodeType === "upload") return t("มีรูป 1 รูป");
  if (node.nodeType === "trigger") return t("ใช่ ทำแล้ว");
  if (node.valueType === "date" || appears(node, "partial-date")) return inWords(value, appears(node, "year") ? "year" : appears(node, "month-year") ? "month" : "partial", MONTHS.map((name) => t(name)));
  if (node.valueType === "time") return `${value.slice(0, 5).replace(":", ".")} น.`;
  if (node.valueType === "geopoint") return value.split(" ").slice(0, 2).map((one) => Number(one).toFixed(5)).join(", ");
  return value;
}
