/* Starts the NHS.UK components that a page has. Everything works without it. */
const nhsuk = document.querySelector("link[data-nhsuk]");

if (nhsuk) {
  const { initAll } = await import(nhsuk.href);
  initAll();
}
