// The body of an editable grid. Inputs keep what is typed; only a cell left changed is told
// (onCell), and a pasted block at once (onBlock). Arrows, Enter, Esc, Ctrl D, Ctrl Z and Ctrl Y as in
// a sheet; Alt Enter opens what stands beneath the value. Tab goes through the fields alone: what
// opens the figures of closed months is reached by arrows, or each row would cost a dozen stops.
import { createElement, useEffect, useRef } from "react";
import {
  beside, carry, fields, isTyping, place, seen, showNow, stepInTime, STEPS, STOP,
} from "./sheet-cells.js";

export function SheetBody({ onCell, onBlock, onUndo, onRedo, children }) {
  const body = useRef(null);
  const last = useRef(null);
  useEffect(() => showNow(body.current), []);
  // A cell that the server wrote is a new input: whoever stood in it keeps standing there, with what
  // was typed. Its rows are drawn without this component, so what changes in them is watched.
  useEffect(() => {
    const cells = body.current;
    const settle = () => {
      const stood = last.current;
      const now = stood && !stood.isConnected && cells.querySelector(`input[name="${stood.name}"]`);
      if (now) {
        last.current = now;
        carry(stood, now);
      }
      if (!cells.querySelector("input")) cells.querySelector(STOP)?.setAttribute("tabindex", "0");
    };
    settle();
    const watcher = new MutationObserver(settle);
    watcher.observe(cells, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    const press = (event) => {
      const step = stepInTime(event);
      const typing = isTyping(event.target, body.current);
      if (!step || typing || document.querySelector("dialog:modal")) return;
      if (!onUndo || !body.current.querySelector("input")) return;
      event.preventDefault();
      (step === "undo" ? onUndo : onRedo)();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onUndo, onRedo]);
  const tell = (input) => {
    if (input.value === input.dataset.told) return;
    const typed = input.value;
    const version = seen(input);
    // Overtaken: what a colleague wrote stands there until the server says otherwise.
    if (input.dataset.seen) input.value = input.defaultValue;
    delete input.dataset.seen;
    input.dataset.told = input.value;
    onCell?.(input.name, typed, version);
  };
  const leave = (input) => {
    if (input.isConnected && document.hasFocus()) last.current = null;
    tell(input);
  };
  const onFocus = ({ target }) => {
    if (!target.name) return;
    last.current = target;
    // For acts that begin at the cell one stood in (`cell_stood_in` in crm/ui/sheet.py).
    body.current.dataset.stood = target.name;
    target.dataset.told ??= target.defaultValue;
    target.select?.();
  };
  const onKeyDown = (event) => {
    const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
    const step = !shiftKey && !ctrlKey && !metaKey && !altKey && STEPS[key];
    if (!target.name) {
      if (step && target.matches(STOP) && beside(target, step)) event.preventDefault();
      return;
    }
    const whole = target.selectionEnd - target.selectionStart === target.value.length;
    const edge = key === "ArrowLeft" ? target.selectionEnd === 0 : target.selectionStart === target.value.length;
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    let done = false;
    if (key === "Enter" && altKey) {
      target.closest("td").querySelector("a.opens")?.click();
      done = true;
    } else if (key === "Enter") {
      if (!beside(target, [shiftKey ? -1 : 1, 0], "input")) tell(target);
      done = true;
    } else if (key === "Escape") {
      // What was refused was told too; it gives way to what is stored.
      target.value = target.ariaInvalid === "true" ? target.dataset.stored : target.dataset.told;
      target.select();
    } else if (step && (!sideways || whole || edge)) {
      beside(target, step);
      // At the grid's end it stays as it was chosen, so that typing replaces it.
      done = true;
    } else if (key === "d" && (ctrlKey || metaKey)) {
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
    onBlock?.(written.map(([input, value]) => [input.name, value, seen(input)]));
  };
  const props = { ref: body, onFocus, onKeyDown, onPaste, onBlur: ({ target }) => target.name && leave(target) };
  return createElement("tbody", props, children);
}
