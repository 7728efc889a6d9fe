// The lock of this device: a random data key, wrapped by a key that is derived from the PIN. Pure but for Web Crypto, which Node has too.

export const ROUNDS = 600_000; // OWASP's least for PBKDF2-HMAC-SHA256; a quicker device takes more, see `paced`
const MOST_ROUNDS = 5_000_000;
const WANTED_MS = 700;
export const FREE_TRIES = 5;
const WAITS = [60, 300, 900, 3600]; // seconds after the fifth wrong PIN, the sixth, ...
const encoder = new TextEncoder();

/** Why a PIN may not be chosen, as a code; "" when it may. Six to twelve digits, no run and not one digit only. */
export function unfit(pin) {
  if (!/^\d{6,12}$/.test(pin)) return "length";
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  if (steps.size === 1 && (steps.has(0) || steps.has(1) || steps.has(9))) return "easy";
  return /^(\d{2})\1+$/.test(pin) || /^(\d{3})\1+$/.test(pin) ? "easy" : "";
}

/** Seconds to wait after so many wrong PINs in a row. */
export function waitAfter(wrong) {
  return wrong < FREE_TRIES ? 0 : WAITS[Math.min(wrong - FREE_TRIES, WAITS.length - 1)];
}

/** Milliseconds until the next try. A clock that was set back counts from the latest moment that this device has seen. */
export function waitLeft(lock, now) {
  return Math.max(0, (lock.notBefore || 0) - Math.max(now, lock.seen || 0));
}

/** The lock with one more try counted: written before the PIN is looked at, so that ending the browser gains nothing. */
export function counted(lock, now) {
  const wrong = (lock.wrong || 0) + 1;
  const at = Math.max(now, lock.seen || 0);
  return { ...lock, wrong, seen: at, notBefore: at + waitAfter(wrong) * 1000 };
}

/** Rounds that take about WANTED_MS here, never fewer than ROUNDS. `ms`: what ROUNDS took. */
export function paced(ms) {
  return Math.min(MOST_ROUNDS, Math.max(ROUNDS, Math.round((ROUNDS * WANTED_MS) / Math.max(ms, 1))));
}

/** A new lock: {lock, key}. The data key leaves this function only as one that cannot be exported. */
export async function makeLock(pin, rounds) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await derive(pin, salt, rounds);
  const whole = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", whole, wrapping, { name: "AES-GCM", iv }));
  const lock = { salt, iv, wrapped, rounds, wrong: 0, notBefore: 0, seen: Date.now() };
  return { lock, key: await openLock(lock, pin) };
}

/** The data key; null for a wrong PIN. */
export async function openLock(lock, pin) {
  const wrapping = await derive(pin, lock.salt, lock.rounds);
  try {
    return await crypto.subtle.unwrapKey("raw", lock.wrapped, wrapping, { name: "AES-GCM", iv: lock.iv }, { name: "AES-GCM" }, false, ["encrypt", "decrypt"]);
  } catch {
    return null;
  }
}

/** How many rounds this device bears. */
export async function measure() {
  const start = performance.now();
  await derive("000000", new Uint8Array(16), ROUNDS);
  return paced(performance.now() - start);
}

async function derive(pin, salt, rounds) {
  const material = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/** Seal bytes together with what they are about; `bound` (id, kind, revision) must be the same to open them. */
export async function seal(key, bound, about, bytes = new Uint8Array()) {
  const head = encoder.encode(JSON.stringify(about));
  const plain = new Uint8Array(4 + head.length + bytes.length);
  new DataView(plain.buffer).setUint32(0, head.length);
  plain.set(head, 4);
  plain.set(bytes, 4 + head.length);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(bound) }, key, plain)) };
}

/** {about, bytes} of a sealed row; raises when key or binding is another. */
export async function open(key, bound, row) {
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: encoder.encode(bound) }, key, row.sealed));
  const length = new DataView(plain.buffer).getUint32(0);
  return { about: JSON.parse(new TextDecoder().decode(plain.subarray(4, 4 + length))), bytes: plain.slice(4 + length) };
}
