// The page of web filling: unlock, choose, fill, send. Works without a connection; what it shows lies on this device, sealed.

import { moment } from "./dates.js";
import { bar, h, icon, put } from "./dom.js";
import { withOwn } from "./entities.js";
import { Filler } from "./filler.js";
import { openForm } from "./form.js";
import { discard, Draft, formOf, newId, outbox, sentLately, takeOffers, textOf, toldHere, unpack } from "./keeper.js";
import { unfit } from "./pin.js";
import { sendAll } from "./queue.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { setWords, t } from "./words.js";

const IDLE = 10 * 60 * 1000;
const LANGUAGES = [["th", "ไทย"], ["en", "English"], ["ms", "Bahasa Melayu"]];
const shell = document.body.dataset;

class App {
  constructor() {
    this.store = new Store();
    this.server = new Server();
    this.main = document.getElementById("main");
    this.top = document.getElementById("top");
    this.bottom = document.getElementById("dock");
    this.filler = null;
    this.session = "unknown"; // in, out, other, unknown
    this.sending = null;
    this.lastTouch = Date.now();
  }

  async start() {
    await this.speak(localStorage.getItem("fill-lang") || "th");
    if (!globalThis.isSecureContext || !crypto.subtle || !globalThis.indexedDB || !navigator.locks) return this.message(t("เบราว์เซอร์นี้เก่าเกินไป"), t("ใช้ Chrome, Firefox หรือ Safari รุ่นใหม่ แล้วเปิดหน้านี้อีกครั้ง"));
    this.listen();
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/fill/sw.js", { scope: "/fill/" }).catch(() => undefined);
    await this.store.ready();
    return (await this.store.lock()) ? this.askPin() : this.welcome();
  }

  listen() {
    addEventListener("online", () => this.store.key && !this.filler && this.home());
    addEventListener("offline", () => this.store.key && !this.filler && this.home({ sync: false }));
    addEventListener("popstate", ({ state }) => this.back(state));
    addEventListener("pagehide", () => {
      document.documentElement.hidden = true; // a page that the browser kept must not reappear unlocked
      this.store.close();
    });
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (this.lastTouch = Date.now()), { passive: true });
    setInterval(() => Date.now() - this.lastTouch > IDLE && this.store.key && this.lockNow(), 15_000);
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
      if (presses.length >= 3) this.rest();
    });
  }

  async speak(code) {
    this.language = LANGUAGES.some(([known]) => known === code) ? code : "th";
    localStorage.setItem("fill-lang", this.language);
    document.documentElement.lang = this.language;
    const answer = this.language === "th" ? null : await fetch(`/fill/words/${this.language}`).catch(() => null);
    setWords(answer?.ok ? await answer.json() : {});
  }

  // ---- the frame ----

  head(words, part = null) {
    this.stateAt = h("span", { class: "state", role: "status" });
    put(this.top, h("div", { class: "cbar" }, words ? h("a", { href: "/fill/", onclick: (event) => (event.preventDefault(), this.home()) }, icon("arrow-left"), h("span", { class: "cut" }, words)) : h("b", {}, t("แบบสอบถาม")), this.stateAt), part === null ? "" : bar(part));
  }

  state(words, kind = "") {
    this.stateAt?.replaceChildren(...(words ? [icon(kind === "failed" ? "alert-triangle" : "cloud-check"), words] : []));
  }

  dock(...buttons) {
    this.bottom.hidden = !buttons.length;
    put(this.bottom, h("div", {}, buttons));
  }

  title(words) {
    document.title = `${words} – ${t("ประสาน")}`;
  }

  /** A new screen has come: from its top, said by its heading. */
  arrive() {
    scrollTo(0, 0);
    this.main.querySelector("h1")?.focus({ preventScroll: true });
  }

  show(title, ...children) {
    this.leaveDraft();
    this.title(title);
    put(this.main, h("h1", { tabindex: -1 }, title), ...children.flat(2).filter(Boolean));
    this.arrive();
  }

  message(title, ...paragraphs) {
    this.head("");
    this.dock();
    this.show(title, paragraphs.map((one) => (typeof one === "string" ? h("p", {}, one) : one)));
  }

  ask({ title, text, act, yes, no, stop }) {
    this.title(title);
    put(this.main, h("h1", { tabindex: -1 }, title), h("p", {}, text), h("p", { class: "pr-acts" },
      h("button", { class: stop ? "pr-btn pr-btn--stop" : "pr-btn pr-btn--main", type: "button", onclick: yes }, act),
      h("button", { class: "pr-btn", type: "button", onclick: no }, t("ย้อนกลับ"))));
    this.dock(this.pause());
    this.arrive();
  }

  pause() {
    return h("button", { class: "pr-btn", type: "button", onclick: () => this.rest() }, t("พักก่อน"));
  }

  leaveDraft() {
    this.letGo?.();
    this.letGo = null;
    if (this.filler) this.filler.over = true;
    this.filler = null;
  }

  back(state) {
    if (!this.store.key) return undefined;
    if (this.filler && state?.fill === this.filler.draft.id) return this.filler.show(state.key, { push: false });
    return this.home({ push: false });
  }

  /** Away at once, to a page that anybody may see; the draft is kept, the lock closed. */
  rest(address = "/fill/rest", kept = Promise.resolve()) {
    document.documentElement.hidden = true;
    document.title = " ";
    const saved = this.filler?.draft.running || kept;
    Promise.race([Promise.allSettled([saved, kept]), new Promise((done) => setTimeout(done, 1500))]).then(() => {
      this.store.close();
      location.replace(address);
    });
  }

  help(kept) {
    this.rest("/fill/help", kept);
  }

  async lockNow() {
    await this.filler?.draft.running;
    this.leaveDraft();
    this.store.close();
    this.askPin();
  }

  // ---- the lock ----

  async welcome() {
    const offers = await this.server.offers();
    if (offers.status === 0) return this.message(t("ต้องมีสัญญาณในครั้งแรก"), t("เปิดหน้านี้เมื่อมีสัญญาณหนึ่งครั้ง แล้วจะใช้ได้แม้ไม่มีสัญญาณ"));
    if (offers.status !== 200) return this.message(t("เข้าระบบก่อน"), t("เข้าระบบหนึ่งครั้งเพื่อรับแบบสอบถามมาไว้ในเครื่องนี้"), this.doorLink("main"));
    const pin = (label, id) => [h("label", { class: "pr-label", for: id }, label), h("input", { class: "pr-input pr-input--10", id, type: "password", inputmode: "numeric", maxlength: 12, autocomplete: "off", "aria-describedby": "pin-error" })];
    const error = h("p", { class: "pr-error", id: "pin-error", role: "alert" });
    const submit = async (event) => {
      event.preventDefault();
      const [one, two] = ["pin", "pin2"].map((id) => document.getElementById(id).value);
      const why = unfit(one);
      const words = why === "length" ? t("ใช้ตัวเลข 6 ถึง 12 ตัว") : why ? t("เลขนี้เดาง่ายเกินไป เลือกเลขอื่น") : one !== two ? t("สองช่องไม่ตรงกัน พิมพ์อีกครั้ง") : "";
      error.textContent = words;
      if (words || this.busy) return document.getElementById(why ? "pin" : "pin2").focus();
      this.busy = true;
      error.textContent = t("กำลังเตรียมเครื่อง");
      await this.store.begin(one, offers.person);
      navigator.storage?.persist?.();
      this.busy = false;
      return this.home();
    };
    this.message(t("ตั้งเลขล็อกของเครื่องนี้"),
      t("คำตอบที่ยังไม่ส่งถูกเก็บเข้ารหัสในเครื่อง เปิดได้ด้วยเลขนี้เท่านั้น แม้ไม่มีสัญญาณ"),
      h("form", { novalidate: true, onsubmit: submit },
        h("div", { class: "pr-field" }, pin(t("เลขล็อก 6 ตัวขึ้นไป ยิ่งยาวยิ่งปลอดภัย"), "pin")),
        h("div", { class: "pr-field" }, pin(t("พิมพ์อีกครั้ง"), "pin2")), error,
        h("p", {}, h("button", { class: "pr-btn pr-btn--main pr-btn--wide" }, t("ตั้งเลขล็อก")))),
      h("div", { class: "pr-note" }, icon("info-circle"), h("p", {}, t("ลืมเลขนี้ไม่มีใครเปิดให้ได้ คำตอบที่ยังไม่ส่งจะหาย อย่าใช้วันเกิดหรือเลขท้ายโทรศัพท์"))), this.languages());
    return undefined;
  }

  async askPin(words = "") {
    const error = h("p", { class: "pr-error", id: "pin-error", role: "alert" }, words);
    const input = h("input", { class: "pr-input pr-input--10", id: "pin", type: "password", inputmode: "numeric", maxlength: 12, autocomplete: "off", "aria-describedby": "pin-error" });
    const tell = (text) => (error.textContent = text);
    const submit = async (event) => {
      event.preventDefault();
      if (this.busy || !input.value) return undefined;
      this.busy = true;
      tell(t("กำลังเปิด"));
      const found = await this.store.unlock(input.value);
      this.busy = false;
      input.value = "";
      if (found.open) return this.home();
      input.focus();
      return found.wait ? this.countDown(found.wait, tell) : tell(t("เลขไม่ถูก เหลืออีก %(n)s ครั้งก่อนต้องรอ", { n: found.left }));
    };
    this.head("");
    this.dock(this.pause());
    this.show(t("ใส่เลขล็อก"), h("form", { novalidate: true, onsubmit: submit },
      h("div", { class: "pr-field" }, h("label", { class: "pr-label", for: "pin" }, t("เลขล็อกของเครื่องนี้")), input, error),
      h("p", {}, h("button", { class: "pr-btn pr-btn--main pr-btn--wide" }, icon("lock-open"), t("เปิด")))),
      h("p", {}, h("button", { class: "pr-btn pr-btn--bare", type: "button", onclick: () => this.forgot() }, t("ลืมเลขล็อก"))), this.languages());
    input.focus();
  }

  countDown(wait, tell) {
    clearInterval(this.counting);
    const until = Date.now() + wait;
    const draw = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      tell(left > 0 ? t("ผิดหลายครั้ง รออีก %(time)s แล้วลองใหม่", { time: left > 90 ? t("%(n)s นาที", { n: Math.ceil(left / 60) }) : t("%(n)s วินาที", { n: left }) }) : t("ลองใหม่ได้แล้ว"));
      if (left <= 0) clearInterval(this.counting);
    };
    draw();
    this.counting = setInterval(draw, 5000);
  }

  async forgot() {
    const [drafts, waiting] = [await this.store.count("draft"), await this.store.count("waiting")];
    this.message(t("ลืมเลขล็อก"), t("เลขล็อกไม่ได้เก็บไว้ที่ไหน จึงไม่มีใครเปิดแทนได้"),
      t("ในเครื่องมีที่ทำค้าง %(drafts)s ชุด และที่รอส่ง %(waiting)s ชุด ถ้าล้างเครื่อง ทั้งหมดนี้จะหาย", { drafts, waiting }),
      h("p", { class: "pr-acts" }, h("button", { class: "pr-btn pr-btn--main", type: "button", onclick: () => this.askPin() }, t("ลองใส่เลขอีกครั้ง")),
        h("button", { class: "pr-btn pr-btn--stop", type: "button", onclick: () => this.ask({ title: t("ล้างเครื่องนี้"), text: t("คำตอบที่ยังไม่ส่งทั้งหมดจะหายและเอาคืนไม่ได้"), act: t("ล้างทั้งหมด"), stop: true, yes: () => this.wipe().then(() => location.replace("/fill/")), no: () => this.askPin() }) }, t("ล้างเครื่องนี้"))));
    this.dock(this.pause());
  }

  languages() {
    return h("nav", { "aria-label": t("ภาษา"), class: "langs-nav" }, h("ul", { class: "langs" }, LANGUAGES.map(([code, name]) => h("li", {}, h("a", {
      href: "#", lang: code, "aria-current": code === this.language ? "true" : null,
      onclick: async (event) => (event.preventDefault(), await this.speak(code), this.store.key ? this.home() : (await this.store.lock()) ? this.askPin() : this.welcome()),
    }, code === this.language ? h("b", {}, name) : name)))));
  }

  doorLink(kind = "") {
    return h("p", {}, h("a", { class: kind ? `pr-btn pr-btn--${kind}` : "pr-btn", href: "/fill/door" }, t("เข้าระบบ")));
  }

  // ---- home ----

  async home({ push = true, sync = true, flash = "" } = {}) {
    this.leaveDraft();
    if (push && history.state?.home !== true) history.pushState({ home: true }, "");
    await this.drawHome(flash);
    this.arrive();
    if (sync) await this.sync();
  }

  async drawHome(flash = "") {
    const [offer, drafts, waiting, sent] = await Promise.all([this.store.get("offer"), this.store.all("draft"), this.store.all("waiting"), sentLately(this.store)]);
    if (!this.store.key || this.filler) return;
    const forms = offer?.about.forms || [];
    const refused = waiting.filter((row) => row.about.refused);
    const ready = waiting.length - refused.length;
    this.head("");
    this.state("");
    this.dock();
    this.title(t("แบบสอบถาม"));
    put(this.main, [
      this.netLine(waiting.length + drafts.length),
      flash && h("div", { class: "pr-flash", role: "status" }, icon("circle-check"), flash),
      h("h1", { tabindex: -1 }, t("แบบสอบถาม")),
      offer?.about.centre && h("p", { class: "pr-meta" }, offer.about.centre),
      this.sessionNote(ready),
      refused.map((row) => this.refusedCard(row)),
      ready ? h("section", {}, h("h2", {}, t("รอส่ง")), h("ul", { class: "rows" }, waiting.filter((row) => !row.about.refused).map((row) => h("li", {}, h("span", {}, h("b", {}, row.about.name || row.about.title), h("small", {}, t("ทำเสร็จ %(at)s", { at: this.when(row.about.made) })))))),
        navigator.onLine && this.session !== "out" ? h("p", {}, h("button", { class: "pr-btn pr-btn--wide", type: "button", onclick: () => this.sync() }, icon("send"), t("ส่ง %(n)s ชุดตอนนี้", { n: ready }))) : null) : null,
      drafts.length ? h("section", {}, h("h2", {}, t("ทำค้างไว้")), h("ul", { class: "rows" }, drafts.map((row) => h("li", {},
        h("span", {}, h("b", {}, row.about.name || row.about.title), h("small", {}, row.about.name ? `${row.about.title} · ` : "", t("แก้ล่าสุด %(at)s", { at: this.when(row.about.changed) }))),
        h("span", { class: "moves" }, h("button", { class: "pr-btn pr-btn--s", type: "button", onclick: () => this.open(row) }, t("ทำต่อ"), h("span", { class: "pr-vh" }, ` ${row.about.name || row.about.title}`)),
          h("button", { class: "pr-btn pr-btn--s pr-btn--stop", type: "button", onclick: () => this.askDiscard(row) }, t("ลบ"), h("span", { class: "pr-vh" }, ` ${row.about.name || row.about.title}`))))))) : null,
      h("section", {}, h("h2", {}, t("เริ่มแบบใหม่")),
        forms.length ? h("ul", { class: "ways" }, forms.map((form) => h("li", {}, this.formLink(form)))) : h("p", { class: "pr-meta" }, offer ? t("ตอนนี้ยังไม่มีแบบสอบถามที่เปิดให้พื้นที่ของคุณ") : t("กำลังรับแบบสอบถามมาไว้ในเครื่อง"))),
      sent.length ? h("section", {}, h("h2", {}, t("ส่งแล้ว")), h("ul", { class: "rows" }, sent.slice(0, 10).map((row) => h("li", {}, h("span", {}, h("b", {}, row.about.name || row.about.title), h("small", {}, t("ส่งแล้ว %(at)s", { at: this.when(row.about.made) })))))),
        h("p", { class: "pr-meta" }, t("ชื่อในรายการนี้หายไปเองใน 7 วัน"))) : null,
      h("p", { class: "pr-acts end" }, this.pause(), h("button", { class: "pr-btn pr-btn--bare", type: "button", onclick: () => this.lockNow() }, icon("lock"), t("ล็อก")), h("button", { class: "pr-btn pr-btn--bare", type: "button", onclick: () => this.signOut() }, icon("logout"), t("ออกจากระบบ"))),
      this.languages(),
    ]);
  }

  when(at) {
    return this.language === "th" ? moment(at) : moment(at, Array.from({ length: 12 }, (_, month) => new Intl.DateTimeFormat(this.language, { month: "short" }).format(new Date(2026, month, 1))));
  }

  netLine(kept) {
    return navigator.onLine && !this.noLine ? null : h("div", { class: "pr-net", role: "status" }, icon("wifi-off"), h("span", {}, t("ไม่มีสัญญาณ ใช้งานต่อได้ เก็บในเครื่อง %(n)s รายการ", { n: kept })));
  }

  sessionNote(ready) {
    if (this.session === "out") return h("div", { class: "pr-note pr-note--warn" }, icon("key"), h("div", {}, h("p", {}, ready ? t("หมดเวลาเข้าระบบ เข้าระบบอีกครั้งแล้วที่รอส่งจะถูกส่งต่อ ไม่มีอะไรหาย") : t("หมดเวลาเข้าระบบ กรอกต่อได้ ส่งได้เมื่อเข้าระบบอีกครั้ง")), this.doorLink()));
    if (this.session === "other") return h("div", { class: "pr-note pr-note--stop" }, icon("alert-triangle"), h("div", {}, h("p", {}, t("เครื่องนี้เก็บคำตอบของอีกคนหนึ่ง ให้เจ้าของเข้าระบบเพื่อส่ง จะไม่มีการส่งในชื่อของคุณ")), this.doorLink()));
    return null;
  }

  refusedCard(row) {
    const { status, message } = row.about.refused;
    const why = message || (status === 409 ? t("ระบบมีชุดนี้อยู่แล้ว แต่คำตอบไม่เหมือนกัน") : status === 413 ? t("รูปใหญ่เกินไป") : t("ระบบไม่รับชุดนี้ (%(status)s)", { status }));
    return h("div", { class: "pr-note pr-note--stop" }, icon("alert-triangle"), h("div", {},
      h("p", {}, h("b", {}, t("ส่งไม่ได้: %(what)s", { what: row.about.name || row.about.title })), h("br"), why, " ", t("คำตอบยังอยู่ครบในเครื่อง บอกผู้ดูแลแบบสอบถามก่อนลบ")),
      h("p", { class: "pr-acts" }, h("button", { class: "pr-btn pr-btn--s", type: "button", onclick: () => this.sync(true) }, t("ลองส่งอีกครั้ง")), h("button", { class: "pr-btn pr-btn--s pr-btn--stop", type: "button", onclick: () => this.askDiscard(row) }, t("ลบ")))));
  }

  formLink(form) {
    const words = (icons, note) => [icon(icons), h("span", {}, h("b", {}, form.titles?.[this.language] || form.title), note && h("small", {}, note))];
    if (form.way === "ours") return h("a", { href: "#", role: "button", onclick: (event) => (event.preventDefault(), this.begin(form)) }, words("clipboard-list", form.round?.title || ""), icon("chevron-right"));
    if (form.way === "other") return h("a", { href: form.other }, words("world", t("แบบนี้มีข้อที่ต้องใช้หน้ากรอกอีกแบบ ต้องมีสัญญาณตลอด")), icon("chevron-right"));
    return h("div", { class: "way-not" }, words("device-mobile", t("แบบนี้มีข้อที่กรอกบนเว็บไม่ได้ ใช้แอป ODK Collect")));
  }

  askDiscard(row) {
    this.ask({ title: t("ลบ %(what)s", { what: row.about.name || row.about.title }), text: t("คำตอบชุดนี้ยังไม่ได้ส่ง ถ้าลบจะหายและเอาคืนไม่ได้"), act: t("ลบ"), stop: true, yes: async () => (await discard(this.store, row), this.home()), no: () => this.home() });
  }

  // ---- filling ----

  begin(form) {
    const consent = form.round?.consent?.[this.language] || form.round?.consent?.th;
    const go = () => this.open(null, form);
    if (!consent) return go();
    return this.ask({ title: t("ก่อนเริ่มถาม"), text: consent, act: t("อ่านแล้ว ผู้ตอบยินยอม"), yes: go, no: () => this.home() });
  }

  /** Open a draft, or begin one of a form. One window only: the second is told, and may take it over. */
  async open(row, form = null, { steal = false } = {}) {
    const version = row?.about.form || form.version;
    const held = await formOf(this.store, version);
    if (!held) return this.message(t("แบบนี้ยังไม่อยู่ในเครื่อง"), t("ต่อสัญญาณแล้วเปิดหน้านี้อีกครั้ง"), this.homeButton());
    const id = row?.id || newId();
    if (!(await this.hold(id, steal))) return this.taken(row);
    const fresh = row && (await this.store.get(row.id));
    if (row && !fresh) return this.home({ flash: t("ชุดนี้ทำเสร็จแล้วในอีกหน้าต่าง") });
    put(this.main, h("p", { class: "pr-meta", role: "status" }, t("กำลังเปิดแบบสอบถาม")));
    const kept = fresh && (await unpack(this.store, fresh));
    let filler = null;
    try {
      const lists = withOwn(held.lists, await toldHere(this.store), held.own || []);
      const filling = await openForm({ engineAddress: shell.engine, xml: held.xml, lists, kept, device: "web", language: this.language, changed: () => filler?.changed() });
      if (filling.lacks().length) return this.message(t("กรอกแบบนี้ที่นี่ไม่ได้"), t("แบบนี้มีข้อที่กรอกบนเว็บไม่ได้ ใช้แอป ODK Collect"), this.homeButton());
      const draft = new Draft(this.store, { id, rev: fresh?.rev || 0, about: fresh?.about || { form: version, code: form.code, title: form.titles?.[this.language] || form.title, made: Date.now(), at: "" }, files: kept?.held }, (state) => filler?.told(state));
      filler = new Filler(this, filling, draft);
      draft.filling = filling;
    } catch {
      this.letGo?.();
      return this.message(t("เปิดแบบนี้ไม่ได้"), t("คำตอบที่เก็บไว้ยังอยู่ครบ บอกผู้ดูแลแบบสอบถาม"), this.homeButton());
    }
    this.filler = filler;
    return filler.show(filler.key);
  }

  homeButton() {
    return h("p", {}, h("button", { class: "pr-btn", type: "button", onclick: () => this.home() }, t("กลับไปหน้ารายการ")));
  }

  /** Hold a draft for this window; false when another one has it. */
  hold(id, steal) {
    this.letGo?.();
    return new Promise((done) => {
      const keep = (lock) => {
        done(Boolean(lock));
        return lock && new Promise((release) => (this.letGo = release));
      };
      navigator.locks.request(`fill-${id}`, steal ? { steal: true } : { ifAvailable: true }, keep).catch(() => this.movedAway());
    });
  }

  taken(row) {
    this.message(t("ชุดนี้เปิดอยู่ในอีกหน้าต่าง"), t("แก้สองที่พร้อมกันไม่ได้ ปิดหน้าต่างนั้นก่อน หรือย้ายมาทำที่นี่"),
      h("p", { class: "pr-acts" }, h("button", { class: "pr-btn pr-btn--main", type: "button", onclick: () => this.open(row, null, { steal: true }) }, t("ย้ายมาทำที่นี่")), h("button", { class: "pr-btn", type: "button", onclick: () => this.home() }, t("กลับไปหน้ารายการ"))));
  }

  movedAway() {
    if (!this.filler) return;
    this.filler.draft.ended = true;
    this.letGo = null;
    this.message(t("ย้ายไปทำในอีกหน้าต่างแล้ว"), t("คำตอบยังอยู่ครบ หน้านี้หยุดเก็บแล้ว"), this.homeButton());
  }

  finished() {
    this.home({ flash: t("เก็บในเครื่องแล้ว รอส่ง") });
  }

  // ---- sending ----

  /** Take what is offered and send what waits; one window at a time. Returns what sendAll returns, or null. */
  sync(again = false) {
    this.sending ||= navigator.locks.request("fill-send", () => this.#sync(again)).finally(() => (this.sending = null));
    return this.sending;
  }

  async #sync(again) {
    if (!this.store.key) return null;
    const offers = await this.server.offers();
    this.noLine = offers.status === 0;
    this.session = offers.status === 200 ? ((await this.store.lock())?.owner === offers.person ? "in" : "other") : offers.status === 401 ? "out" : this.session;
    let outcome = null;
    if (this.session === "in" && offers.status === 200 && this.store.key) {
      outcome = await sendAll(outbox(this.store), (row, files, incomplete) => this.server.send(textOf(row), files, incomplete), { again });
      if (outcome.why === "signed_out") this.session = "out";
      const now = outcome.sent ? await this.server.offers() : offers; // lists of the centre have changed by what was sent
      if (now.status === 200 && this.store.key) await takeOffers(this.store, this.server, now);
    }
    if (this.store.key && !this.filler && this.main.querySelector(".end")) await this.drawHome(outcome?.sent ? t("ส่งแล้ว %(n)s ชุด", { n: outcome.sent }) : "");
    return outcome;
  }

  // ---- leaving ----

  async signOut() {
    await this.sync();
    const [drafts, waiting] = [await this.store.count("draft"), await this.store.count("waiting")];
    if (!drafts && !waiting) return this.leave();
    this.head("");
    this.dock(this.pause());
    return this.show(t("ยังออกจากระบบไม่ได้"),
      h("p", {}, t("ในเครื่องมีที่ทำค้าง %(drafts)s ชุด และที่รอส่ง %(waiting)s ชุด ถ้าล้างเครื่อง ทั้งหมดนี้จะหาย", { drafts, waiting })),
      h("p", { class: "pr-acts stack" }, h("button", { class: "pr-btn pr-btn--main", type: "button", onclick: () => this.home() }, t("ยังไม่ออก กลับไปทำต่อ")),
        h("button", { class: "pr-btn", type: "button", onclick: () => this.signOut() }, t("ลองส่งอีกครั้ง")),
        h("button", { class: "pr-btn pr-btn--stop", type: "button", onclick: () => this.leave() }, t("ลบทั้งหมดแล้วออกจากระบบ"))));
  }

  async leave() {
    const { token } = this.server;
    await this.wipe();
    if (!token || !navigator.onLine) return location.replace("/fill/");
    const form = h("form", { method: "post", action: shell.signOut, hidden: true }, h("input", { name: "csrfmiddlewaretoken", value: token }));
    document.body.append(form);
    return form.submit();
  }

  /** Nothing of this page stays on the device. */
  async wipe() {
    this.leaveDraft();
    await this.store.wipe();
    localStorage.removeItem("fill-lang");
    for (const name of await caches.keys()) if (name.startsWith("fill-")) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  }
}

new App().start();
