// Files to a route of ours, one after the other, with progress; its JSON answer goes to onSent.
import { createElement as make, useRef, useState } from "react";
import { send } from "./sending.js";

export function FileDrop({ action, accept, multiple, fields, words, onSent, onFailed, children }) {
  const input = useRef(null);
  const [over, setOver] = useState(false);
  const [now, setNow] = useState(null);
  const sendAll = async (list) => {
    for (const file of [...list].slice(0, multiple ? undefined : 1)) {
      setNow({ name: file.name, share: 0 });
      try {
        const answer = await send(action, file, fields, (share) => setNow({ name: file.name, share }));
        onSent?.({ ...answer, file: file.name });
      } catch {
        onFailed?.(file.name);
      }
    }
    setNow(null);
    if (input.current) input.current.value = "";
  };
  const drag = (inside) => (event) => {
    event.preventDefault();
    setOver(inside);
    if (event.type === "drop") sendAll(event.dataTransfer.files);
  };
  const box = {
    className: over ? "drop over" : "drop",
    onDragOver: drag(true),
    onDragLeave: drag(false),
    onDrop: drag(false),
  };
  const field = { ref: input, type: "file", hidden: true, accept, multiple, "aria-label": words.choose };
  const choose = { type: "button", className: "btn primary", onClick: () => input.current.click() };
  const bar = { className: "progress", role: "progressbar", "aria-valuenow": now?.share, "aria-label": words.choose };
  return make("div", box,
    children,
    make("input", { ...field, onChange: ({ target }) => sendAll(target.files) }),
    make("button", { ...choose, disabled: Boolean(now) }, words.choose),
    now && make("p", { className: "caption", "aria-live": "polite" }, `${words.sending} ${now.name}`),
    now && make("div", { ...bar, style: { width: "min(320px, 100%)" } }, make("i", { style: { width: `${now.share}%` } })),
  );
}
