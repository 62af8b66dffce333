// A toast that asks to go after five seconds; waits while pointed at or focused.
import { createElement, useEffect, useRef, useState } from "react";

export function PassingToast({ tone, onExpire, children }) {
  const [held, setHeld] = useState(false);
  const expire = useRef(onExpire);
  expire.current = onExpire;
  useEffect(() => {
    if (held || tone === "bad") return undefined;
    const timer = setTimeout(() => expire.current?.(), 5000);
    return () => clearTimeout(timer);
  }, [held, tone]);
  const hold = () => setHeld(true);
  const free = () => setHeld(false);
  return createElement(
    "div",
    {
      className: `toast ${tone || ""}`,
      onMouseEnter: hold,
      onMouseLeave: free,
      onFocus: hold,
      onBlur: free,
    },
    children,
  );
}
