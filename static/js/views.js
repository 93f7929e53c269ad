/* Shows one view of a thing at a time: by quarter, by month, as a table. Each link leads to its part of the page,
   which works by itself; without scripts, and on paper, all stand below one another. */

const views = document.querySelector("[data-views-of]");
const links = views ? [...views.querySelectorAll("[data-view]")] : [];

function show(link) {
  for (const other of links) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  views.dataset.viewsOf = link.dataset.view;
  views.dispatchEvent(new Event("charts", { bubbles: true })); // static/js/charts.js draws what is seen now
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show(link);
  });
}

function showNamed() {
  const named = links.find((link) => link.hash === location.hash);
  if (named) show(named);
}

addEventListener("hashchange", showNamed);
showNamed();
