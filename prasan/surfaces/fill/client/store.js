// What this device keeps: one IndexedDB, every row sealed. In the clear stand only random ids, kinds, revisions and the lock itself.
//
// Kinds: draft (answers on the way), file (a photo of a draft or of a waiting row), waiting (finished, not yet taken by the server),
// form (an XForm and its lists), offer (what the server offered last), sent (a title and a time), asked (the reader's language).

import { counted, makeLock, measure, open, openLock, seal, waitLeft } from "./pin.js";

const NAME = "prasan-fill";

export class Moved extends Error {} // somebody else (another window) wrote this row since

/** The store; `key` is there while it is unlocked. */
export class Store {
  constructor() {
    this.key = null;
    this.database = null;
  }

  async ready() {
    this.database ||= await request(indexedDB.open(NAME, 1), (event) => {
      event.target.result.createObjectStore("lock");
      event.target.result.createObjectStore("rows", { keyPath: "id" });
    });
    this.database.onversionchange = () => this.database?.close(); // another window wipes
    return this;
  }

  lock() {
    return this.#run("lock", "readonly", (lock) => lock.get("lock"));
  }

  /** Choose the PIN of a device that has none. `owner`: an opaque word of the server's for the person. */
  async begin(pin, owner) {
    const { lock, key } = await makeLock(pin, await measure());
    await this.#run("lock", "readwrite", (store) => store.add({ ...lock, owner }, "lock"));
    this.key = key;
  }

  /** Try a PIN: {open: true}, or {wait: milliseconds} that must go by, or {left: tries before a delay}. */
  async unlock(pin) {
    const before = await this.#count();
    if (before.wait) return { wait: before.wait };
    const key = await openLock(before.lock, pin);
    if (!key) return { wait: waitLeft(before.lock, Date.now()), left: Math.max(0, 5 - before.lock.wrong) };
    await this.#run("lock", "readwrite", (store) => store.put({ ...before.lock, wrong: 0, notBefore: 0, seen: Date.now() }, "lock"));
    this.key = key;
    return { open: true };
  }

  /** One more try, written before it is made; {wait} when it is too early. */
  #count() {
    return new Promise((done, fail) => {
      const writing = this.database.transaction("lock", "readwrite", { durability: "strict" });
      const store = writing.objectStore("lock");
      let outcome;
      store.get("lock").onsuccess = (event) => {
        const lock = event.target.result;
        const wait = waitLeft(lock, Date.now());
        outcome = wait ? { wait } : { lock: counted(lock, Date.now()) };
        if (!wait) store.put(outcome.lock, "lock");
      };
      writing.oncomplete = () => done(outcome);
      writing.onabort = writing.onerror = () => fail(writing.error);
    });
  }

  close() {
    this.key = null;
  }

  /** Every row of a kind, opened: [{id, rev, about, bytes}], the oldest first. A row that does not open is left out and left alone. */
  async all(kind) {
    const rows = (await this.#run("rows", "readonly", (store) => store.getAll())).filter((row) => row.kind === kind);
    const opened = await Promise.all(rows.map((row) => this.#open(row).catch(() => null)));
    return opened.filter(Boolean).sort((one, other) => (one.about.made || 0) - (other.about.made || 0));
  }

  /** How many rows of a kind there are; needs no key. */
  async count(kind) {
    return (await this.#run("rows", "readonly", (store) => store.getAll())).filter((row) => row.kind === kind).length;
  }

  async get(id) {
    const row = await this.#run("rows", "readonly", (store) => store.get(id));
    return row ? this.#open(row) : null;
  }

  /** Write a row. `rev`: the revision that it replaces (0: there is none); raises Moved when another one is there. Returns the new one. */
  async put(kind, id, rev, about, bytes) {
    const row = await this.#sealed(kind, id, rev + 1, about, bytes);
    await this.#together([{ row, rev }]);
    return rev + 1;
  }

  /** Write a row whatever was there before. */
  async replace(kind, id, about, bytes) {
    const row = await this.#sealed(kind, id, 1, about, bytes);
    await this.#run("rows", "readwrite", (store) => store.put(row));
  }

  /** A draft becomes a row that waits to be sent: both or neither. */
  async finish(draft, rev, about, bytes) {
    const row = await this.#sealed("waiting", `w-${draft}`, 1, about, bytes);
    await this.#together([{ row, rev: 0 }, { gone: draft, rev }]);
    return row.id;
  }

  /** Remove rows, all or none. */
  async remove(ids) {
    await this.#run("rows", "readwrite", (store) => ids.map((id) => store.delete(id)).at(-1));
  }

  /** Everything goes: rows, lock, database. */
  async wipe() {
    this.key = null;
    this.database?.close();
    this.database = null;
    await request(indexedDB.deleteDatabase(NAME));
  }

  async #open(row) {
    return { id: row.id, rev: row.rev, ...(await open(this.key, bound(row), row)) };
  }

  async #sealed(kind, id, rev, about, bytes) {
    return { id, kind, rev, ...(await seal(this.key, bound({ id, kind, rev }), about, bytes)) };
  }

  #together(changes) {
    return new Promise((done, fail) => {
      const writing = this.database.transaction("rows", "readwrite", { durability: "strict" });
      const store = writing.objectStore("rows");
      let moved = false;
      for (const { row, rev, gone } of changes) {
        store.get(row?.id ?? gone).onsuccess = (event) => {
          if ((event.target.result?.rev ?? 0) !== rev) {
            moved = true;
            if (writing.error === null) writing.abort();
          } else if (gone) store.delete(gone);
          else store.put(row);
        };
      }
      writing.oncomplete = () => done();
      writing.onabort = () => fail(moved ? new Moved() : writing.error);
    });
  }

  #run(name, mode, act) {
    return new Promise((done, fail) => {
      const running = this.database.transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
      const asked = act(running.objectStore(name));
      running.oncomplete = () => done(asked?.result);
      running.onabort = running.onerror = () => fail(running.error);
    });
  }
}

function bound(row) {
  return `${row.kind}|${row.id}|${row.rev}`;
}

function request(asked, upgrade) {
  return new Promise((done, fail) => {
    asked.onupgradeneeded = upgrade;
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
    asked.onblocked = () => undefined; // the other window closes on versionchange
  });
}
