/* Brings bullets over without reloading, shows at once that a rating moved, counts characters. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-bring]");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("li");
  add(button.dataset.bring, (item.classList.contains("app-nested") ? "  " : "") + words(item));
});

for (const group of document.querySelectorAll("[data-undertaking]")) {
  group.addEventListener("change", (event) => answer(group, event.target.value));
}

for (const group of document.querySelectorAll("[data-before]")) {
  const moved = document.createElement("p");
  moved.className = "app-moved";
  moved.setAttribute("role", "status");
  group.append(moved);
  group.addEventListener("change", () => compare(group, moved));
  compare(group, moved);
}

for (const guide of document.querySelectorAll("[data-guide]")) {
  const box = document.getElementById(guide.dataset.for);
  box.addEventListener("input", () => count(box, guide));
  count(box, guide);
}

function words(item) {
  return item.querySelector("span").textContent.trim();
}

function add(id, line) {
  const box = document.getElementById(id);
  const lines = box.value.split("\n").map((one) => one.trim());
  if (!lines.includes(line.trim())) {
    box.value = [box.value.trimEnd(), line].filter(Boolean).join("\n");
    box.rows = Math.max(box.rows, box.value.split("\n").length + 1);
  }
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function answer(group, outcome) {
  const section = { done: "id_progress", open: "id_month_ahead" }[outcome];
  if (section) add(section, group.dataset.undertaking);
  document.getElementById(group.dataset.placed).value = outcome;
}

function compare(group, moved) {
  const now = group.querySelector("input:checked")?.value ?? "";
  moved.textContent = now === group.dataset.before ? "" : "Moved since last month";
}

function count(box, guide) {
  const fits = Number(guide.dataset.guide);
  const over = box.value.length > fits ? " It may run on to a second page: see it as printed." : "";
  guide.textContent = `About ${fits} characters keep the report on one page: ${box.value.length} so far.${over}`;
}
