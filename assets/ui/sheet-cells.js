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

// The version of what the typist saw in the box.
export const seen = (input) => input.dataset.seen || input.dataset.version;

const told = (input) => input.dataset.told ?? input.defaultValue;

// The box that somebody stood in was drawn anew: they stand in the new one, and what they had typed
// goes along, with the version that they saw, unless the new content is what they told themselves.
export const carry = (from, to) => {
  const typed = from.value;
  const [start, end] = [from.selectionStart, from.selectionEnd];
  if (document.activeElement === document.body) to.focus();
  if (typed === told(from)) return;
  to.value = typed;
  to.setSelectionRange(start, end);
  to.dataset.told = to.defaultValue;
  if (told(from) === from.defaultValue) to.dataset.seen = seen(from);
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
  return !body.contains(target) || target.value !== told(target);
};
