// A chart from plain data: React's side of it. Where a click leads is asked at the click.
import { createElement, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { pictureIn } from "./plot-picture.js";

export function Plot({ drawn, template, label, separators, busy, onOpen }) {
  const chart = useMemo(() => (drawn ? JSON.parse(drawn) : null), [drawn]);
  const frame = useRef(null);
  const picture = useRef(null);
  const open = useRef(null);
  const [theme, setTheme] = useState("");
  const navigate = useNavigate();
  open.current = onOpen ?? ((address) => navigate(address));
  useEffect(() => {
    const root = document.documentElement;
    const watcher = new MutationObserver(() => setTheme(root.className));
    watcher.observe(root, { attributeFilter: ["class"] });
    return () => watcher.disconnect();
  }, []);
  useLayoutEffect(() => {
    picture.current = pictureIn(frame.current, (address) => open.current(address));
    return () => picture.current.end();
  }, []);
  // Before the browser paints: a picture never stands under words that it does not belong to.
  useLayoutEffect(() => {
    if (chart) picture.current.show({ chart, template, separators, theme });
  }, [chart, template, separators, theme]);
  const given = { ref: frame, className: "plot", role: "img", "aria-label": label, "aria-busy": busy };
  return createElement("div", given, createElement("div", { className: "plot-drawing" }));
}
