/* Opens a measure beside the list, closes it and goes to the next one, without leaving the page. Each is a
   plain link, which works by itself. */

const list = document.querySelector("[data-measures]");
const opened = () => list.querySelector("[data-pane]");

/** Put what the address shows in place of the table, and tell where the focus goes. */
async function show(address, { remember = true } = {}) {
  const answer = await fetch(address);
  const shown = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-measures]");
  if (!shown) {
    location.assign(address);
    return;
  }
  const left = list.querySelector("[aria-current]")?.dataset.open;
  list.className = shown.className;
  list.replaceChildren(...shown.childNodes);
  if (remember) history.pushState(null, "", address);
  opened()?.dispatchEvent(new Event("charts", { bubbles: true })); // static/js/charts.js draws them
  const place = opened() ? list.querySelector("#pane-name") : list.querySelector(`[data-open="${left}"]`);
  place?.focus({ preventScroll: Boolean(opened()) });
}

list?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open], [data-way]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href);
});

// Keys act only while the focus is in the pane or on a row, and a measure is open.
const ways = { ArrowUp: "before", ArrowDown: "next", Escape: "close" };
list?.addEventListener("keydown", (event) => {
  const link = opened()?.querySelector(`[data-way="${ways[event.key]}"]`);
  if (!link || !event.target.closest("[data-pane], [data-open]")) return;
  event.preventDefault();
  show(link.href);
});

addEventListener("popstate", () => list && show(location.href, { remember: false }));
