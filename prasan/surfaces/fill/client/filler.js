// Filling one form: pages one after the other, each change kept, then all answers once more before they are sent.

import { answerWords, control } from "./controls.js";
import { h, icon, put } from "./dom.js";
import { t } from "./words.js";

/** The screens of a draft inside `main` and `dock`. `app`: {main, title(), head(), dock(), rest(), help(), leave(), finished()}. */
export class Filler {
  constructor(app, filling, draft) {
    Object.assign(this, { app, filling, draft });
    this.typed = draft.about.typed || (draft.about.typed = {});
    this.tried = new Set();
    this.controls = new Map();
    this.key = draft.about.at || "";
    this.planned = false;
    this.state = draft.rev ? "saved" : "new";
  }

  /** Something changed in the engine: draw once, when it has come to rest. */
  changed() {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      if (this.filling && !this.over) {
        this.filling.settle();
        this.refresh();
      }
    });
  }

  told(state) {
    this.state = state;
    if (state === "moved") return this.app.movedAway();
    this.drawState();
  }

  /** Keep what is there now; resolves with how that went, once it is on the disk or cannot be. */
  saved() {
    this.changed();
    return this.draft.save().then(() => this.state);
  }

  // ---- where we are ----

  get pages() {
    return this.filling.pages();
  }

  /** Show a page by its key ("" the first, "review" the last). `push`: as a new place to come back to. */
  show(key, { push = true, focus = true } = {}) {
    const pages = this.pages;
    const at = key === "review" ? pages.length : Math.max(0, pages.findIndex((page) => page.key === key));
    this.key = at === pages.length ? "review" : pages[at].key;
    this.draft.about.at = this.key;
    if (push) history.pushState({ fill: this.draft.id, key: this.key }, "");
    if (this.draft.rev) this.draft.save();
    if (this.key === "review") this.drawReview();
    else this.drawPage(pages, at);
    if (focus) this.app.arrive();
  }

  step(by) {
    const pages = this.pages;
    const at = this.key === "review" ? pages.length : Math.max(0, pages.findIndex((page) => page.key === this.key));
    const to = at + by;
    if (to < 0) return this.app.home();
    return this.show(to >= pages.length ? "review" : pages[to].key);
  }

  // ---- a page ----

  drawPage(pages, at) {
    const page = pages[at];
    this.controls.clear();
    this.summary = h("div");
    this.body = h("div");
    const trail = page.trail.slice(0, -1);
    const far = [t("ส่วนที่ %(n)s จาก %(of)s", { n: at + 1, of: pages.length }), ...trail].join(" · ");
    this.form = h("form", { novalidate: true, onsubmit: (event) => (event.preventDefault(), this.next()) },
      this.summary,
      h("p", { class: "far" }, far),
      h("h1", { tabindex: -1 }, page.trail.at(-1) || this.draft.about.title),
      this.body);
    this.app.head(this.headWords(), at / pages.length);
    put(this.app.main, h("button", { class: "pr-btn pr-btn--bare back", type: "button", onclick: () => this.step(-1) }, icon("arrow-left"), t("ย้อนกลับ")), this.form);
    if (page.repeat) this.drawMembers(page.repeat);
    else this.refresh();
    this.dock(page.repeat && page.repeat.currentState.children.length === 0 ? t("ไม่มี ไปต่อ") : t("ไปต่อ"), "arrow-right", () => this.next());
    this.app.title(page.trail.at(-1) || this.draft.about.title);
    this.drawState();
  }

  headWords() {
    return this.draft.about.name || this.draft.about.title;
  }

  dock(label, mark, act) {
    this.app.dock(
      h("button", { class: "pr-btn", type: "button", onclick: () => this.app.rest() }, t("พักก่อน")),
      h("button", { class: "pr-btn pr-btn--main", type: "button", onclick: act }, label, icon(mark)));
  }

  drawState() {
    const words = { saving: t("กำลังเก็บ"), saved: t("เก็บในเครื่องแล้ว"), failed: t("เก็บไม่ได้ พื้นที่ในเครื่องอาจเต็ม"), new: "" }[this.state] ?? "";
    this.app.state(words, this.state);
  }

  /** Bring the questions of the page up to date, in place, so that nothing that is being typed is disturbed. */
  refresh() {
    if (this.key === "review") return;
    const page = this.pages.find((one) => one.key === this.key);
    if (!page) return this.show("", { push: false });
    if (page.repeat) return;
    const wanted = page.nodes.map((node) => {
      if (!this.controls.has(node.nodeId)) this.controls.set(node.nodeId, { node, ...this.make(node) });
      return this.controls.get(node.nodeId);
    });
    const problems = this.tried.has(this.key) ? this.problemsOf(page) : [];
    for (const one of wanted) one.control.update(problems.find((problem) => problem.node === one.node)?.words || "");
    const elements = wanted.map((one) => one.control.el);
    if (elements.length !== this.body.children.length || elements.some((element, at) => this.body.children[at] !== element)) {
      for (const child of [...this.body.children]) if (!elements.includes(child)) child.remove();
      elements.forEach((element, at) => this.body.children[at] !== element && this.body.insertBefore(element, this.body.children[at] || null));
    }
    this.drawSummary(problems);
  }

  make(node) {
    return { control: control(node, { filling: this.filling, typed: this.typed, id: (one) => one.nodeId.replace(/\W+/g, "-"), saved: () => this.saved(), help: () => this.help(node) }) };
  }

  /** What is wrong on a page: [{node, words}]. */
  problemsOf(page) {
    const found = this.filling.problems();
    return page.nodes.flatMap((node) => {
      const local = this.controls.get(node.nodeId)?.control.local() || (node.currentState.reference in this.typed ? t("อ่านคำตอบข้อนี้ไม่ได้ ดูอีกครั้ง") : "");
      const asked = found.find((one) => one.node === node);
      const words = local || (asked && problemWords(asked));
      return words ? [{ node, words }] : [];
    });
  }

  drawSummary(problems) {
    if (!problems.length) return this.summary.replaceChildren();
    const said = JSON.stringify(problems.map((one) => one.words));
    if (this.summary.dataset.said === said && this.summary.children.length) return;
    this.summary.dataset.said = said;
    this.summary.replaceChildren(h("div", { class: "pr-errors", role: "alert", tabindex: -1, "aria-labelledby": "errors-title" },
      h("h2", { id: "errors-title" }, t("มี %(n)s จุดที่ต้องแก้", { n: problems.length })),
      h("ul", {}, problems.map(({ node, words }) => {
        const { control: one } = this.controls.get(node.nodeId);
        return h("li", {}, h("a", { href: `#${one.first.id}`, onclick: (event) => (event.preventDefault(), one.first.focus(), one.first.scrollIntoView({ block: "center" })) }, `${labelOf(node)}: ${words}`));
      }))));
  }

  next() {
    const page = this.pages.find((one) => one.key === this.key);
    const problems = page ? this.problemsOf(page) : [];
    if (!problems.length) return this.step(1);
    this.tried.add(this.key);
    this.refresh();
    this.app.title(`${t("มี %(n)s จุดที่ต้องแก้", { n: problems.length })} – ${page.trail.at(-1) || this.draft.about.title}`);
    this.summary.firstElementChild?.focus();
    return undefined;
  }

  /** A yes to a dangerous question: nothing of it is kept, the draft goes on after it, the help page opens. */
  async help(node) {
    const pages = this.pages;
    const at = pages.findIndex((page) => page.nodes.includes(node));
    this.draft.about.at = pages[at + 1]?.key || "review";
    this.app.help(this.draft.rev ? this.draft.save() : Promise.resolve());
  }

  // ---- members ----

  drawMembers(range) {
    const members = range.currentState.children;
    const label = (range.currentState.label?.asString || t("รายการ")).trim();
    const add = () => {
      range.addInstances();
      this.saved();
      const last = range.currentState.children.at(-1).currentState.reference;
      const page = this.pages.find((one) => one.key.startsWith(`${last}/`));
      this.show(page ? page.key : this.key);
    };
    const edit = (member) => {
      const page = this.pages.find((one) => one.key.startsWith(`${member.currentState.reference}/`));
      if (page) this.show(page.key);
    };
    put(this.body, 
      h("p", { class: "pr-hint" }, members.length ? t("มีแล้ว %(n)s %(what)s ครบหรือยัง", { n: members.length, what: label }) : t("ยังไม่มี%(what)s", { what: label })),
      h("ol", { class: "members" }, members.map((member, at) => h("li", {},
        h("span", {}, h("b", {}, `${label} ${at + 1}`), firstWords(member, this.filling) && ` · ${firstWords(member, this.filling)}`),
        h("span", { class: "moves" },
          h("button", { class: "pr-btn pr-btn--s", type: "button", onclick: () => edit(member) }, t("แก้"), h("span", { class: "pr-vh" }, ` ${label} ${at + 1}`)),
          h("button", { class: "pr-btn pr-btn--s pr-btn--stop", type: "button", onclick: () => this.askRemove(range, at, `${label} ${at + 1}`) }, t("ลบ"), h("span", { class: "pr-vh" }, ` ${label} ${at + 1}`)))))),
      h("p", {}, h("button", { class: "pr-btn pr-btn--wide", type: "button", onclick: add }, icon("plus"), t("เพิ่ม%(what)s", { what: label }))));
  }

  askRemove(range, at, name) {
    this.app.ask({
      title: t("ลบ %(what)s", { what: name }), text: t("คำตอบทั้งหมดของ %(what)s จะหายไป", { what: name }), act: t("ลบ"), stop: true,
      yes: () => {
        range.removeInstances(at);
        this.saved();
        this.show(this.key, { push: false });
      },
      no: () => this.show(this.key, { push: false }),
    });
  }

  // ---- before sending ----

  drawReview() {
    const pages = this.pages;
    const problems = this.filling.problems();
    const wrong = pages.flatMap((page) => page.nodes.filter((node) => problems.some((one) => one.node === node) || node.currentState.reference in this.typed).map((node) => ({ page, node })));
    const groups = this.groupsOf(pages);
    const go = (page) => () => {
      this.tried.add(page.key);
      this.show(page.key);
    };
    this.app.head(this.headWords(), 1);
    put(this.app.main, 
      h("button", { class: "pr-btn pr-btn--bare back", type: "button", onclick: () => this.step(-1) }, icon("arrow-left"), t("ย้อนกลับ")),
      h("p", { class: "far" }, this.draft.about.title),
      h("h1", { tabindex: -1 }, t("ตรวจคำตอบก่อนส่ง")),
      wrong.length ? h("div", { class: "pr-errors", role: "alert" }, h("h2", {}, t("ยังส่งไม่ได้ มี %(n)s ข้อที่ต้องตอบหรือแก้", { n: wrong.length })),
        h("ul", {}, wrong.map(({ page, node }) => h("li", {}, h("a", { href: "#", onclick: (event) => (event.preventDefault(), go(page)()) }, `${labelOf(node)}${page.trail.length ? ` (${page.trail.at(-1)})` : ""}`))))) : null,
      groups.map((page) => h("section", { class: "told" },
        h("div", { class: "told-head" }, h("h2", {}, page.trail.join(" · ") || this.draft.about.title), h("button", { class: "pr-btn pr-btn--s", type: "button", onclick: () => this.show(page.key) }, t("แก้"), h("span", { class: "pr-vh" }, ` ${page.trail.join(" ")}`))),
        h("dl", { class: "pr-pairs" }, page.nodes.map((node) => h("div", {}, h("dt", {}, labelOf(node)), h("dd", {}, answerWords(node, this.filling) || h("span", { class: "pr-meta" }, t("ไม่ได้ตอบ")))))))));
    if (wrong.length) this.app.dock(h("button", { class: "pr-btn", type: "button", onclick: () => this.app.rest() }, t("พักก่อน")), h("button", { class: "pr-btn pr-btn--main", type: "button", onclick: go(wrong[0].page) }, t("ไปข้อที่ต้องแก้"), icon("arrow-right")));
    else this.dock(navigator.onLine ? t("ส่ง") : t("เก็บไว้รอส่ง"), navigator.onLine ? "send" : "check", () => this.finish());
    this.app.title(t("ตรวจคำตอบก่อนส่ง"));
    this.drawState();
  }

  /** Pages with answers to look at; those under the same headings are one. */
  groupsOf(pages) {
    const groups = [];
    for (const page of pages) {
      const nodes = page.nodes.filter((node) => node.nodeType !== "note" && !this.filling.isDangerous(node));
      const last = groups.at(-1);
      if (nodes.length && last && last.trail.join() === page.trail.join()) last.nodes.push(...nodes);
      else if (nodes.length) groups.push({ key: page.key, trail: page.trail, nodes });
    }
    return groups;
  }

  async finish() {
    if (this.over) return;
    this.over = true; // a second press finds nothing to do
    try {
      await this.draft.finish();
    } catch {
      this.over = false;
      return;
    }
    this.app.finished();
  }
}

function labelOf(node) {
  return (node.currentState.label?.asString || node.currentState.hint?.asString || t("ข้อนี้")).trim();
}

function problemWords({ node, condition, message }) {
  if (message) return message;
  if (condition !== "required") return t("คำตอบนี้ใช้ไม่ได้ ดูอีกครั้ง");
  if (node.nodeType === "select" || node.nodeType === "range") return node.selectType === "select" ? t("เลือกอย่างน้อย 1 ข้อ") : t("เลือกคำตอบ 1 ข้อ");
  return t("กรอกข้อนี้ก่อน");
}

function firstWords(member, filling) {
  const first = (node) => {
    for (const child of node.currentState.children || []) {
      const found = child.currentState.children ? first(child) : child.nodeType === "input" ? answerWords(child, filling) : "";
      if (found) return found;
    }
    return "";
  };
  return first(member);
}

