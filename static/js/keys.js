/* The keyboard on every page: Escape closes the menu of the header. Unless its person switched single keys off,
   "/" goes to the search, and the left and right arrows follow the links that say "previous" and "next". */
const menu = document.querySelector("[data-menu]");
const search = document.querySelector("[data-key='search']");
const singleKeys = "singleKeys" in document.body.dataset;
const FIELDS = "input, textarea, select, [contenteditable]";
const USES_ARROWS = `${FIELDS}, [data-menu], [tabindex]:not([tabindex^="-"]), audio, video, iframe, [role="grid"],
  [role="listbox"], [role="menu"], [role="radiogroup"], [role="slider"], [role="tablist"], [role="tree"]`;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") closeMenu(event);
  else if (singleKeys && !event.ctrlKey && !event.altKey && !event.metaKey) single(event);
});
for (const left of ["pointerdown", "focusin"]) {
  document.addEventListener(left, ({ target }) => {
    if (menu?.open && !menu.contains(target)) menu.open = false;
  });
}

function closeMenu(event) {
  if (!menu?.open) return;
  event.preventDefault();
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector("summary").focus();
}

function single(event) {
  const { key, shiftKey, repeat, target } = event;
  if (key === "/" && search && !target.closest(FIELDS)) {
    event.preventDefault();
    goToSearch();
  } else if (!shiftKey && !repeat && !target.closest(USES_ARROWS) && !scrollsSideways()) {
    const way = { ArrowLeft: "previous", ArrowRight: "next" }[key];
    if (way) document.querySelector(`a[href][data-key="${way}"]`)?.click();
  }
}

/* Where there is no room for the box in the header, a link leads to the page of the search. */
function goToSearch() {
  if (search.checkVisibility()) search.select();
  else document.querySelector(".app-header__search-link").click();
}

function scrollsSideways() {
  return document.documentElement.scrollWidth > window.innerWidth;
}
