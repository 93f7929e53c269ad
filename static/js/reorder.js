/* Alt with an arrow moves the row that has the focus, as the row's own buttons do. The page that comes back has the
   focus in the same row again. */
const KEPT = "moved-row";
const rows = "tr[id]:has([data-order])";

document.addEventListener("keydown", (event) => {
  const to = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = event.target.closest?.(rows);
  if (!to || !row || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const button = row.querySelector(`[data-order] [value="${to}"]`);
  button.form.requestSubmit(button);
});

document.addEventListener("submit", ({ target, submitter }) => {
  const row = target.closest(rows);
  if (row && target.matches("[data-order]")) sessionStorage.setItem(KEPT, `${row.id} ${submitter?.value}`);
});

const [id, to] = (sessionStorage.getItem(KEPT) ?? "").split(" ");
sessionStorage.removeItem(KEPT);
const moved = document.getElementById(id)?.querySelector(`[data-order] [value="${to}"]`);
moved?.focus();
// The banner that says what was done takes the focus once, when its script has been fetched.
document.querySelector(".nhsuk-notification-banner")?.addEventListener("focus", () => moved?.focus(), { once: true });
