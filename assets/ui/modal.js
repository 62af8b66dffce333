// A native <dialog> that follows `open`. Esc and a click outside only ask (onClose);
// the state answers. The browser itself keeps focus inside and gives it back.
import { createElement, useEffect, useRef } from "react";

export function Modal({ open, label, onClose, children, ...rest }) {
  const dialog = useRef(null);
  useEffect(() => {
    const node = dialog.current;
    if (open && !node.open) node.showModal();
    if (!open && node.open) node.close();
  }, [open]);
  const ask = (event) => {
    event.preventDefault();
    onClose?.();
  };
  const outside = (event) => {
    if (event.target === dialog.current) ask(event);
  };
  return createElement(
    "dialog",
    { ...rest, ref: dialog, "aria-label": label, onCancel: ask, onMouseDown: outside },
    open ? children : null,
  );
}
