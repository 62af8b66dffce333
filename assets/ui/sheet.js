// The body of an editable grid. Inputs keep what is typed; only a cell left changed is told
// (onCell), and a pasted block at once (onBlock). Arrows, Enter, Esc and Ctrl D as in a sheet.
import { createElement, useEffect, useRef } from "react";
import { beside, fields, place, showNow, STEPS } from "./sheet-cells.js";

export function SheetBody({ onCell, onBlock, children }) {
  const body = useRef(null);
  useEffect(() => showNow(body.current), []);
  const tell = (input) => {
    if (input.value === input.dataset.told) return;
    input.dataset.told = input.value;
    onCell?.(input.name, input.value);
  };
  const onFocus = ({ target }) => {
    target.dataset.told ??= target.defaultValue;
    target.select?.();
  };
  const onKeyDown = (event) => {
    const { key, target, shiftKey, ctrlKey, metaKey } = event;
    if (!target.name) return;
    const whole = target.selectionEnd - target.selectionStart === target.value.length;
    const edge = key === "ArrowLeft" ? target.selectionEnd === 0 : target.selectionStart === target.value.length;
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    let done = false;
    if (key === "Enter") {
      if (!beside(target, shiftKey ? -1 : 1, 0)) tell(target);
      done = true;
    } else if (key === "Escape") target.value = target.dataset.told;
    else if (STEPS[key] && (!sideways || whole || edge)) done = beside(target, ...STEPS[key]);
    else if (key === "d" && (ctrlKey || metaKey)) {
      const [row, column] = place(target);
      const above = row > 0 && fields(target.closest("tbody").rows[row - 1])[column];
      if (above) target.value = above.value;
      done = true;
    }
    if (done) event.preventDefault();
  };
  const onPaste = (event) => {
    const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    const block = lines.map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    const [top, left] = place(event.target);
    const rows = [...event.target.closest("tbody").rows];
    const filled = block.flatMap((values, down) => {
      const inputs = rows[top + down] ? fields(rows[top + down]) : [];
      return values.map((value, right) => [inputs[left + right], value.trim()]);
    });
    const written = filled.filter(([input]) => input);
    for (const [input, value] of written) input.value = input.dataset.told = value;
    onBlock?.(written.map(([input, value]) => [input.name, value]));
  };
  const props = { ref: body, onFocus, onKeyDown, onPaste, onBlur: ({ target }) => target.name && tell(target) };
  return createElement("tbody", props, children);
}
