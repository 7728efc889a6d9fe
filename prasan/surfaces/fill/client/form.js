// A form in the engine: loaded, begun or taken up again, its dangerous questions known, its answers as bytes.

import { choices, lighten } from "./lists.js";
import { answering } from "./lookups.js";
import { leaves, question, sections } from "./sections.js";

const XF = "http://www.w3.org/2002/xforms";
const LACKING = new Set(["geotrace", "geoshape", "dateTime", "barcode", "intent", "binary"]);
const PLAIN_MARKS = new Set(["yes", "true", "true()", "1"]);
const HARMLESS = new Set(["no", "n", "0", "none", "never", "false", "not", "dk", "dont_know", "unknown", "refuse", "refused", "skip", "na", "no_answer"]);
let engine;

/** The engine, fetched when the first form is opened. */
export async function getEngine(address) {
  engine ||= await import(address);
  return engine;
}

/** What is dangerous to keep: {path of the question: the answers that open the help page}. Any attribute "danger" of a namespace on the bind. */
export function dangers(xml) {
  const page = new DOMParser().parseFromString(xml, "application/xml");
  const found = new Map();
  for (const bind of page.getElementsByTagNameNS(XF, "bind")) {
    const mark = [...bind.attributes].find((one) => one.localName === "danger" && one.namespaceURI);
    if (mark && mark.value && !["no", "false", "false()"].includes(mark.value)) found.set(bind.getAttribute("nodeset"), mark.value.split(/\s+/));
  }
  return found;
}

/**
 * A form that is being filled. `xml`: the XForm; `lists`: {file name: text or Table}; `kept`: {xml, files} of a draft, or nothing for a new one;
 * `changed()`: called after each change of the engine's state. Raises Error when the engine cannot load it.
 */
export async function openForm({ engineAddress, xml, lists, kept, changed, device, language }) {
  const { loadForm } = await getEngine(engineAddress);
  const load = (given) => loadForm(given.xml, { fetchFormAttachment: async (url) => attachment(String(url), given.lists), missingResourceBehavior: "BLANK" });
  let light = lighten(xml, lists);
  let form = await load(light);
  if (light.tables.size && form.status !== "failure" && !answering(form, light.tables)) {
    light = lighten(xml, lists, { whole: true });
    form = await load(light);
  }
  if (form.status === "failure") throw new Error("form");
  const options = {
    stateFactory: (state) => new Proxy(state, { set: (target, name, value) => ((target[name] = value), changed(), true) }),
    instanceAttachments: { fileNameFactory: ({ writtenAt, extension }) => `${writtenAt.getTime()}-${Math.random().toString(36).slice(2, 8)}${extension || ".jpg"}` },
    preloadProperties: { deviceID: device },
  };
  const instance = kept ? await form.restoreInstance({ data: [asData(kept)] }, options) : form.resetInstance(options);
  return new Filling(instance.root, { form: xml, dangers: dangers(xml), long: light.long, language });
}

class Filling {
  constructor(root, { form, dangers: dangerous, long, language }) {
    this.root = root;
    this.form = form;
    this.dangers = dangerous;
    this.long = long;
    this.speak(language);
  }

  /** Ask in the language of the page, when the form has it. */
  speak(code) {
    const wanted = this.root.languages.find((one) => new RegExp(`(^|\\()${code}\\b`, "i").test(one.language)) || this.root.languages.find((one) => one.isDefault);
    if (wanted && wanted.language) this.root.setLanguage(wanted);
  }

  pages() {
    return sections(this.root, (node) => this.isDangerous(node));
  }

  isDangerous(node) {
    return this.dangers.has(question(node));
  }

  /** Whether this answer opens the help page: the ones that the mark names, or where it says only "yes", whatever is neither a no nor a "don't know". */
  opensHelp(node, value) {
    const marked = this.dangers.get(question(node)) || [];
    return marked.includes(value) || (marked.some((one) => PLAIN_MARKS.has(one)) && !HARMLESS.has(value));
  }

  /** Choices of a question whose list the page holds; null for all others. */
  choicesOf(node) {
    const list = this.long.get(question(node));
    return list ? choices(list, (path) => this.answer(path, node)) : null;
  }

  /** The answer at a path without positions, the nearest one to `from` when it lies in a repeat. */
  answer(path, from) {
    const near = from.currentState.reference;
    let best = null;
    for (const node of leaves(this.root)) {
      if (question(node) !== path) continue;
      if (!best || shared(node.currentState.reference, near) > shared(best.currentState.reference, near)) best = node;
    }
    return best ? String(best.currentState.instanceValue ?? "") : "";
  }

  /** Empty what was chosen from a list that no longer offers it. */
  settle() {
    if (!this.long.size) return;
    for (const node of leaves(this.root)) {
      const list = this.long.get(question(node));
      if (!list?.conditions.length || !node.currentState.instanceValue) continue;
      if (!this.choicesOf(node).some((one) => one.value === node.currentState.instanceValue)) node.setValue("");
    }
  }

  /** What must be put right: [{node, condition, message}], without the questions that are never kept. */
  problems() {
    const found = [];
    for (const node of leaves(this.root)) {
      const violation = node.currentState.relevant && node.validationState.violation;
      if (violation && !this.isDangerous(node)) found.push({ node, condition: violation.condition, message: violation.message?.asString || "" });
      else if (this.notOffered(node)) found.push({ node, condition: "constraint", message: "" });
    }
    return found;
  }

  notOffered(node) {
    const value = node.currentState.relevant && this.long.has(question(node)) && node.currentState.instanceValue;
    return Boolean(value) && !this.choicesOf(node).some((one) => one.value === value);
  }

  /** Questions that this page cannot ask. */
  lacks() {
    return [...leaves(this.root)].filter((node) => (node.nodeType === "input" && LACKING.has(node.valueType)) || (node.nodeType === "upload" && node.nodeOptions.media.type !== "image"));
  }

  get xml() {
    return this.root.instanceState.instanceXML;
  }

  get instanceId() {
    return this.#meta("instanceID");
  }

  get name() {
    return this.#meta("instanceName");
  }

  #meta(name) {
    for (const node of leaves(this.root)) if (node.currentState.reference.endsWith(`/meta/${name}`)) return String(node.currentState.instanceValue || "");
    return "";
  }

  /** Photos that belong to the answers now: {name: File}. */
  photos() {
    const found = new Map();
    for (const node of leaves(this.root)) {
      if (node.nodeType === "upload" && node.currentState.relevant && node.currentState.value) found.set(node.currentState.instanceValue, node.currentState.value);
    }
    return found;
  }

  /** What is sent: {xml}, once the engine has settled. */
  async payload() {
    const { data } = await this.root.prepareInstancePayload({ payloadType: "monolithic" });
    return { xml: await data[0].get("xml_submission_file").text() };
  }
}

function shared(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

function attachment(url, lists) {
  const name = decodeURIComponent(url.split("/").at(-1));
  if (!(name in lists)) return new Response("", { status: 404 });
  return new Response(String(lists[name]), { headers: { "content-type": /\.csv$/i.test(name) ? "text/csv" : /\.geojson$/i.test(name) ? "application/geo+json" : "text/xml" } });
}

function asData({ xml, files }) {
  const data = new FormData();
  data.set("xml_submission_file", new File([xml], "xml_submission_file", { type: "text/xml" }));
  for (const file of files) data.set(file.name, file);
  return data;
}
