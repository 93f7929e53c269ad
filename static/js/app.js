/* A save was confirmed: the browser's own copy of the text is not needed any more. */
const saving = sessionStorage.getItem("saving");
if (saving && document.querySelector(".nhsuk-notification-banner--success")) {
  localStorage.removeItem(saving);
  sessionStorage.removeItem("saving");
}

/* Starts the NHS.UK components that a page has. Everything works without it. */
const nhsuk = document.querySelector("link[data-nhsuk]");

if (nhsuk) {
  const { initAll } = await import(nhsuk.href);
  initAll();
}
