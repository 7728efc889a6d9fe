// Keeps the page itself (no answers, no forms) so that it opens without a connection. The server puts its list of addresses before this text:
//   const KEPT = {version: "…", pages: ["/fill/", …], files: ["/static/…", …]};
// Nothing else is ever kept: not another page of the site, not an answer of the server about a person.

const CACHE = `fill-${KEPT.version}`;
const PAGES = new Set(KEPT.pages);
const ALL = new Set([...KEPT.pages, ...KEPT.files]);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...ALL].map((address) => new Request(address, { cache: "reload", credentials: PAGES.has(address) ? "omit" : "same-origin" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("fill-") && name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !ALL.has(pathname)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(pathname, { ignoreVary: true })).then((kept) => kept || fetch(request)));
});
