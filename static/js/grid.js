/* The scorecard by keyboard: arrow keys and Enter move between open cells. */
const grid = document.querySelector(".app-grid");

if (grid) {
  const rows = [...grid.querySelectorAll("tr")]
    .map((row) => [...row.querySelectorAll("td[data-quarter]")])
    .filter((cells) => cells.length);

  grid.addEventListener("keydown", move);

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
}
