// Leave at once: the exit link, or Esc three times. Hides the page first, then replaces it, so that "back" does not return here.
(() => {
  const link = document.querySelector(".pr-exit");
  if (!link) return;
  const root = document.documentElement;
  let presses = 0;
  let last = 0;
  const leave = () => {
    root.hidden = true;
    document.title = " ";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = event.timeStamp - last < 1500 ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses === 3) leave();
  });
  // A page that the browser kept in memory must not reappear after leaving.
  addEventListener("pageshow", (event) => { if (event.persisted) { root.hidden = true; location.reload(); } });
})();
