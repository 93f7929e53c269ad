/* The scorecard by keyboard, and blocks pasted from a spreadsheet.

   Arrow keys and Enter move between open cells. A pasted block is laid out from the cell it is
   pasted into; each cell then says what becomes of it, and nothing is saved before Save. */
const grid = document.querySelector(".app-grid");

if (grid) {
  const form = grid.closest("form");
  const status = document.querySelector("[data-pasted]");
  const undo = document.querySelector("[data-undo]");
  const rows = [...grid.querySelectorAll("tr")]
    .map((row) => [...row.querySelectorAll("td[data-quarter]")])
    .filter((cells) => cells.length);
  let before = [];

  grid.addEventListener("keydown", move);
  grid.addEventListener("paste", paste);
  undo.addEventListener("click", takeBack);

  function move(event) {
    const input = event.target;
    if (!input.matches(".app-grid__input")) return;
    const step = stepOf(event, input);
    if (!step) return;
    event.preventDefault();
    next(place(input), step)?.focus();
  }

  /* Left and right move only from the end of the text, so that a figure can be edited. */
  function stepOf({ key, shiftKey }, input) {
    if (key === "Enter") return shiftKey ? [-1, 0] : [1, 0];
    if (key === "ArrowDown") return [1, 0];
    if (key === "ArrowUp") return [-1, 0];
    const at = input.selectionStart;
    if (key === "ArrowLeft" && at === 0) return [0, -1];
    if (key === "ArrowRight" && at === input.value.length) return [0, 1];
    return null;
  }

  function place(input) {
    const cell = input.closest("td");
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, rows[row].indexOf(cell)];
  }

  function next([row, column], [down, right]) {
    for (;;) {
      row += down;
      column += right;
      if (!rows[row]?.[column]) return null;
      const input = box(row, column);
      if (input) return input;
    }
  }

  function box(row, column) {
    return rows[row]?.[column]?.querySelector(".app-grid__input") ?? null;
  }

  function paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (!event.target.matches(".app-grid__input") || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
    event.preventDefault();
    before = [];
    const closed = layOut(cellsOf(text), place(event.target));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    check(closed);
  }

  /* A cell with a line break or a quotation mark comes in quotation marks, as spreadsheets write it. */
  function cellsOf(text) {
    const found = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
      const row = found[found.length - 1];
      row.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
      if (end === "\n") found.push([]);
      if (end === "") break;
    }
    return found.filter((row) => row.some(Boolean));
  }

  function layOut(block, [top, left]) {
    let closed = 0;
    block.forEach((values, down) =>
      values.forEach((value, right) => {
        const input = box(top + down, left + right);
        if (!input) closed += 1;
        else if (input.value !== value) {
          before.push([input, input.value]);
          input.value = value;
        }
      }),
    );
    return closed;
  }

  async function check(closed) {
    const body = new URLSearchParams(new FormData(form));
    body.set("check", "1");
    let outcomes = {};
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      outcomes = await answer.json();
    } catch {
      status.textContent = "The pasted cells could not be checked; Save will check them.";
    }
    let unread = 0;
    for (const [input, was] of before) {
      const fault = outcomes[input.name] ?? "";
      if (fault) unread += 1;
      mark(input, fault || `Pasted, was ${was || "blank"}`, Boolean(fault));
    }
    const changed = before.length - unread;
    status.textContent =
      `Pasted, not saved yet: ${changed} changed, ${unread} cannot be read, ${closed} closed or outside.`;
    undo.hidden = before.length === 0;
  }

  function mark(input, words, isFault) {
    input.classList.toggle("app-grid__input--error", isFault);
    input.classList.toggle("app-grid__input--pasted", !isFault);
    let note = input.parentElement.querySelector("[data-outcome]");
    if (!note) {
      note = document.createElement("span");
      note.dataset.outcome = "";
      note.id = `${input.id}_outcome`;
      input.setAttribute("aria-describedby", note.id);
      input.after(note);
    }
    note.className = isFault ? "app-grid__error" : "app-reason";
    note.textContent = words;
  }

  function takeBack() {
    for (const [input, was] of before) {
      input.value = was;
      input.classList.remove("app-grid__input--error", "app-grid__input--pasted");
      input.parentElement.querySelector("[data-outcome]")?.remove();
      input.removeAttribute("aria-describedby");
    }
    before = [];
    undo.hidden = true;
    status.textContent = "The pasted cells are as they were.";
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
