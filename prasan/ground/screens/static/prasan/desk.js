// Staff pages: keys (each has a visible button), a lock after ten idle minutes that keeps what was typed, focus after a swap.
(() => {
  const IDLE = 10 * 60 * 1000;
  const $ = (selector, within = document) => within.querySelector(selector);
  const lock = $("#lock");
  const help = $("#keys");
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".row")];

  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("here"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    all.forEach((row) => row.classList.toggle("here", row === next));
    next.scrollIntoView({ block: "nearest" });
    $(".w a", next).focus();
  };
  // The first row of a list with acts is where the keys begin; `a` never acts on another row than the one that shows it.
  const first = rows().find((row) => $("[data-key]", row));
  if (first) first.classList.add("here");
  const press = (key) => {
    const here = $(".row.here");
    const any = (here && $(`[data-key="${key}"]`, here)) || $(`:not(.row) > [data-key="${key}"], .pr-acts [data-key="${key}"]`);
    if (any) any.click();
    return Boolean(any);
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    a: () => press("a"),
    n: () => press("n"),
    "/": () => { const box = $("[role=search] input[type=search]"); if (box) { box.focus(); box.select(); } },
    "?": () => help && help.showModal(),
  };

  let presses = 0;
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.repeat) {
      presses = event.timeStamp - last < 1500 ? presses + 1 : 1;
      last = event.timeStamp;
      if (presses === 3) shut();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
    const act = keys[event.key.toLowerCase()];
    if (act && act() !== false) event.preventDefault();
  });

  // The lock. The server locks by its own clock too; this covers the screen of somebody who walked away.
  let seen = Date.now();
  let locked = false;
  const shut = () => {
    if (!lock || lock.open) return;
    locked = true;
    document.body.classList.add("is-locked");
    lock.showModal();
  };
  if (lock) {
    for (const kind of ["keydown", "pointerdown", "scroll"]) {
      addEventListener(kind, () => { if (!lock.open) seen = Date.now(); }, { passive: true, capture: true });
    }
    setInterval(() => { if (Date.now() - seen > IDLE) shut(); }, 5000);
    addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - seen > IDLE) shut(); });
    // Browsers let Esc close any dialog the second time: open it again.
    lock.addEventListener("close", () => { if (locked) lock.showModal(); });
    const form = $("form", lock);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const say = $("[role=alert]", lock);
      say.textContent = "";
      let answer;
      try {
        answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Unlock": "1" }, redirect: "manual" });
      } catch {
        say.textContent = say.dataset.offline;
        return;
      }
      form.reset();
      if (answer.status === 204) {
        locked = false;
        document.body.classList.remove("is-locked");
        lock.close();
        seen = Date.now();
      } else {
        say.textContent = answer.status === 401 || answer.type === "opaqueredirect" ? say.dataset.ended : say.dataset.wrong;
      }
    });
  }

  // A number to take elsewhere: without scripts it is marked and copied by hand.
  for (const one of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    one.hidden = false;
    one.addEventListener("click", async () => {
      await navigator.clipboard.writeText(one.dataset.copy);
      $("[role=status]", one).textContent = one.dataset.done;
    });
  }

  for (const one of document.querySelectorAll("[data-print]")) {
    one.hidden = false;
    one.addEventListener("click", () => print());
  }

  // A question of a case opens in a slot beside its section. Saved: the sections come back by their ids, the slot is empty, and the
  // heading of the section is read out. Wrong: the form comes back in the slot. Anything else (no line, signed out): what was typed stays.
  const focus = (heading) => { if (heading) { heading.tabIndex = -1; heading.focus(); } };
  const failed = ({ detail: { elt } }) => {
    const say = $("[role=alert][hidden]", elt);
    if (elt.href) location.assign(elt.href);
    else if (say) say.hidden = false;
  };
  for (const name of ["responseError", "sendError", "targetError"]) addEventListener(`htmx:${name}`, failed);
  // Locked or signed out meanwhile: sent the plain way, the server asks who is there and carries on what was typed.
  addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.tagName === "FORM" && xhr.getResponseHeader("HX-Refresh")) { event.preventDefault(); elt.submit(); }
  });
  addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    if (!target.classList.contains("slot") || new URL(xhr.responseURL).pathname.startsWith("/cases/")) return;
    event.detail.shouldSwap = false;
    failed(event);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = event.detail;
    if (!target || !target.classList.contains("slot")) return;
    focus($("h2", target) || $("h2", document.getElementById(target.dataset.of) || target));
    if (!target.firstElementChild) scrollTo({ top: 0 });
  });
  document.addEventListener("click", (event) => {
    const back = event.target.closest(".slot [data-back]");
    if (!back) return;
    event.preventDefault();
    const slot = back.closest(".slot");
    slot.replaceChildren();
    focus($("h2", document.getElementById(slot.dataset.of)));
  });
})();
