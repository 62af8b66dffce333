// Finding one's way in an editable grid: rows, columns, neighbours.
export const fields = (row) => [...row.cells].map((cell) => cell.querySelector("input"));

export const place = (input) => {
  const cell = input.closest("td");
  return [cell.parentElement.sectionRowIndex, cell.cellIndex];
};

// Where a cell is entered: its field, or what opens beneath the figure of a closed one.
export const STOP = "input, a.opens";

// Goes to the nearest cell that way that can be entered; whether there was one.
export const beside = (from, [down, right], stop = STOP) => {
  let [row, column] = place(from);
  const { rows } = from.closest("tbody");
  for (;;) {
    row += down;
    column += right;
    const cell = rows[row]?.cells[column];
    if (!cell) return false;
    const next = cell.querySelector(stop);
    if (!next) continue;
    next.focus();
    return true;
  }
};

export const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Where the grid is wider than its window, start at the running column.
export const showNow = (body) => {
  const table = body.closest("table");
  const now = table.querySelector("th.now");
  const names = table.querySelector("th");
  if (now) table.parentElement.scrollLeft = now.offsetLeft - names.offsetWidth;
};

// Ctrl or Command Z, and Y or Shift Z: a step back or forth in what was done.
export const stepInTime = ({ key, ctrlKey, metaKey, altKey, shiftKey }) => {
  if (!(ctrlKey || metaKey) || altKey) return "";
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : "";
};

// Whether a field holds text not handed over yet, whose undoing is the browser's own.
export const isTyping = (target, body) => {
  if (!/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return !body.contains(target) || target.value !== (target.dataset.told ?? target.defaultValue);
};
