/* Filters: a choice made with a pointer is shown at once, one made with keys by Enter or Show, and what
   is not asked stays out of the address. */
for (const form of document.querySelectorAll("[data-filters]")) {
  let byKeys = false;
  form.closest(".app-filterbar").classList.add("app-filterbar--live");
  form.addEventListener("pointerdown", () => { byKeys = false; });
  form.addEventListener("keydown", (event) => {
    byKeys = true;
    if (event.key === "Enter" && event.target.matches("select")) form.requestSubmit();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select") && !byKeys) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const control of form.elements) control.disabled ||= Boolean(control.name && !control.value);
  });
  // A page that Back brings out of memory has its controls as they were left.
  addEventListener("pageshow", () => {
    for (const control of form.elements) control.disabled = false;
  });
}
