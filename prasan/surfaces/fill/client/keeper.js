// Drafts and what waits, on this device: saved after every change, taken up again, sent once.

import { said } from "./entities.js";
import { Moved } from "./store.js";

const WEEK = 7 * 24 * 3600 * 1000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A random id of this device's own. */
export function newId() {
  return crypto.randomUUID();
}

/** Keeps one draft: changes are written one after the other, the last one always. `told(state)`: "saving", "saved", "moved" or "failed". */
export class Draft {
  constructor(store, { id, rev = 0, about, files = new Map() }, told) {
    Object.assign(this, { store, id, rev, about, told, files });
    this.filling = null;
    this.running = null;
    this.wanted = false;
    this.ended = false;
  }

  /** Write what is there now; resolves when it is on the disk. */
  save() {
    this.wanted = true;
    this.running ||= this.#run().finally(() => (this.running = null));
    return this.running;
  }

  async #run() {
    while (this.wanted && !this.ended) {
      this.wanted = false;
      this.told("saving");
      try {
        await this.#write();
        if (!this.wanted) this.told("saved");
      } catch (problem) {
        this.ended = problem instanceof Moved;
        this.told(this.ended ? "moved" : "failed");
        return;
      }
    }
  }

  async #write() {
    const photos = this.filling.photos();
    for (const [name, file] of photos) {
      if (this.files.has(name)) continue;
      const id = newId();
      await this.store.put("file", id, 0, { name, type: file.type, made: Date.now() }, new Uint8Array(await file.arrayBuffer()));
      this.files.set(name, { id, size: file.size });
    }
    const gone = [...this.files].filter(([name]) => !photos.has(name));
    const kept = [...this.files].filter(([name]) => photos.has(name));
    this.about = { ...this.about, changed: Date.now(), name: this.filling.name, files: kept.map(([name, { id, size }]) => ({ id, name, size })) };
    this.rev = await this.store.put("draft", this.id, this.rev, this.about, encoder.encode(this.filling.xml));
    for (const [name] of gone) this.files.delete(name);
    if (gone.length) await this.store.remove(gone.map(([, { id }]) => id));
  }

  /** The draft is finished: from now on it waits to be sent, word for word. */
  async finish() {
    await this.save();
    if (this.ended) throw new Moved();
    this.ended = true;
    const { xml } = await this.filling.payload();
    const { typed, at, ...about } = this.about;
    await this.store.finish(this.id, this.rev, { ...about, made: Date.now(), instance: this.filling.instanceId, said: said(this.filling.form, xml) }, encoder.encode(xml));
  }
}

/** What a draft needs to be taken up again: {xml, files: [File], held: Map}. */
export async function unpack(store, row) {
  const files = [];
  const held = new Map();
  for (const { id, name, size } of row.about.files || []) {
    const kept = await store.get(id);
    if (!kept) continue;
    files.push(new File([kept.bytes], name, { type: kept.about.type }));
    held.set(name, { id, size });
  }
  return { xml: decoder.decode(row.bytes), files, held };
}

/** Away with a draft or a waiting row and its photos. */
export function discard(store, row) {
  return store.remove([row.id, ...(row.about.files || []).map((file) => file.id)]);
}

/** The store as `queue.sendAll` wants it. */
export function outbox(store) {
  return {
    waiting: () => store.all("waiting"),
    files: async (row) => (await unpack(store, row)).files,
    sent: async (row) => {
      await store.replace("sent", `s-${row.id}`, { title: row.about.title, name: row.about.name, made: Date.now(), said: row.about.said, done: row.about.made });
      await discard(store, row);
    },
    refused: (row, status, message) => store.replace("waiting", row.id, { ...row.about, refused: { status, message } }, row.bytes),
  };
}

/** What was sent in the last week; older notes go. */
export async function sentLately(store) {
  const rows = await store.all("sent");
  const old = rows.filter((row) => row.about.made < Date.now() - WEEK);
  if (old.length) await store.remove(old.map((row) => row.id));
  return rows.filter((row) => row.about.made >= Date.now() - WEEK).reverse();
}

/** What this device has said of the centre's lists and the lists that it keeps do not say yet, the oldest first. */
export async function toldHere(store) {
  const rows = [...(await store.all("waiting")), ...(await store.all("sent"))];
  return rows.sort((one, other) => (one.about.done || one.about.made) - (other.about.done || other.about.made)).flatMap((row) => row.about.said || []);
}

/**
 * Keep what the server offers and fetch what is new: forms stay as long as a draft was begun with them. `offers` are asked for after what waited was
 * sent, so that the lists hold it; what was sent is then no longer laid over them.
 */
export async function takeOffers(store, server, offers) {
  let whole = true;
  const kept = new Map((await store.all("form")).map((row) => [row.id, row]));
  const usable = [];
  for (const form of offers.forms) {
    const id = `form-${form.version}`;
    const print = JSON.stringify([form.md5, form.lists.map((list) => [list.name, list.md5]), form.own]);
    if (form.way === "ours" && kept.get(id)?.about.print !== print) {
      const fetched = await fetchForm(server, form, kept.get(id));
      if (fetched) await store.replace("form", id, { print, made: Date.now() }, encoder.encode(JSON.stringify(fetched)));
      else whole = false;
      if (!fetched && !kept.has(id)) continue;
    }
    usable.push(form);
  }
  await store.replace("offer", "offer", { centre: offers.centre, forms: usable, made: Date.now() });
  const used = new Set([...usable.map((form) => `form-${form.version}`), ...(await store.all("draft")).map((row) => `form-${row.about.form}`)]);
  const gone = [...kept.keys()].filter((id) => !used.has(id));
  if (gone.length) await store.remove(gone);
  for (const { id, about } of whole ? await store.all("sent") : []) {
    const { said: told, ...rest } = about;
    if (told?.length) await store.replace("sent", id, rest);
  }
}

/** The text and lists of a form; of what `before` holds already only that is fetched which has changed: a centre's own list does with each answer. */
async function fetchForm(server, form, before) {
  const [md5, known] = before ? JSON.parse(before.about.print) : ["", []];
  const old = before ? JSON.parse(decoder.decode(before.bytes)) : null;
  const same = new Map(known);
  const xml = md5 === form.md5 ? old.xml : await server.text(form.address);
  if (xml === null) return null;
  const lists = {};
  for (const list of form.lists) {
    const text = same.get(list.name) === list.md5 && old ? old.lists[list.name] : await server.text(list.address);
    if (text === null) return null;
    lists[list.name] = text;
  }
  return { xml, lists, own: form.own || [] };
}

/** The text and lists of a form; null when this device does not have it. */
export async function formOf(store, version) {
  const row = await store.get(`form-${version}`);
  return row ? JSON.parse(decoder.decode(row.bytes)) : null;
}

/** What waits, as bytes for the server. */
export function textOf(row) {
  return decoder.decode(row.bytes);
}
