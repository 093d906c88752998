/* A grid of fields: arrows and Enter move, a block copied from a spreadsheet spreads over the cells. */
(() => {
  "use strict";
  const rowsOf = (grid) =>
    Array.from(grid.tBodies[0].rows, (row) => Array.from(row.querySelectorAll("input")));
  const placeOf = (rows, field) => {
    const row = rows.findIndex((fields) => fields.includes(field));
    return [row, row < 0 ? -1 : rows[row].indexOf(field)];
  };
  const mark = (field) => {
    field.classList.toggle("changed", field.value.trim() !== field.dataset.was);
  };

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };
  const atEdge = (field, key) =>
    key === "ArrowLeft" ? field.selectionStart === 0 && field.selectionEnd === 0
    : field.selectionStart === field.value.length;

  const move = (event, grid) => {
    const field = event.target;
    let step = moves[event.key];
    if (event.key === "Enter" && event.shiftKey) step = [-1, 0];
    if (/Arrow(Left|Right)/.test(event.key) && atEdge(field, event.key)) {
      step = [0, event.key === "ArrowLeft" ? -1 : 1];
    }
    if (!step || event.isComposing) return;
    const rows = rowsOf(grid);
    const [row, column] = placeOf(rows, field);
    event.preventDefault();
    const next = rows[row + step[0]]?.[column + step[1]];
    if (next) {
      next.focus();
      next.select();
    }
  };

  const paste = (event, grid) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const rows = rowsOf(grid);
    const [row, column] = placeOf(rows, event.target);
    text.split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((cell, across) => {
        const field = rows[row + down]?.[column + across];
        if (!field) return;
        field.value = cell.trim();
        mark(field);
      });
    });
    const source = grid.closest("form").elements.source;
    if (source) source.value = "pasted";
  };

  document.querySelectorAll("table[data-grid]").forEach((grid) => {
    rowsOf(grid).flat().forEach((field) => {
      // A proposal is marked by the server: what stood there before is in its answer.
      field.dataset.was = field.classList.contains("changed") ? "\u0000" : field.value.trim();
    });
    grid.addEventListener("keydown", (event) => { if (event.target.matches("input")) move(event, grid); });
    grid.addEventListener("paste", (event) => { if (event.target.matches("input")) paste(event, grid); });
    grid.addEventListener("input", (event) => { if (event.target.matches("input")) mark(event.target); });
  });
})();
