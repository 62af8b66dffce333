// A Plotly chart from plain data. Colours come as token names ("--accent", "--accent/.3") and
// are read from the page, so the chart follows light and dark. The library loads on first use.
import { createElement, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { fitted, framed, merged, paint } from "./plot-layout.js";

// Where its marks lead is looked up at the click: it may change while the picture does not, and
// drawing is what takes time.
const pictureOf = (parts) => JSON.stringify(parts, (key, one) => (key === "customdata" ? null : one));
const addressOf = (chart, { curveNumber, pointIndex }) => chart.traces[curveNumber]?.customdata?.[pointIndex];

// A drawn chart out of sight waits with its new figures until it comes into it, or until one has
// stayed for a moment: what one looks at comes first, and who steps through months need not wait.
const A_MOMENT = 600;
const isSeen = (node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};
const turn = (node, leaving) =>
  new Promise((resolve) => {
    if (isSeen(node)) return resolve();
    const watcher = new IntersectionObserver(([one]) => one.isIntersecting && resolve());
    watcher.observe(node);
    const patience = setTimeout(resolve, A_MOMENT);
    leaving.addEventListener("abort", () => {
      watcher.disconnect();
      clearTimeout(patience);
    });
  });

export function Plot({ drawn, template, label, separators, busy, onOpen }) {
  const chart = useMemo(() => (drawn ? JSON.parse(drawn) : null), [drawn]);
  const holder = useRef(null);
  const open = useRef(null);
  const shown = useRef(null);
  const painted = useRef({});
  const [theme, setTheme] = useState("");
  const navigate = useNavigate();
  open.current = onOpen ?? ((address) => navigate(address));
  shown.current = chart;
  useEffect(() => {
    const root = document.documentElement;
    const watcher = new MutationObserver(() => setTheme(root.className));
    watcher.observe(root, { attributeFilter: ["class"] });
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    const node = holder.current;
    const leaving = new AbortController();
    const picture = pictureOf([chart, template, separators]);
    const mayWait = node.data && painted.current.theme === theme;
    if (mayWait && painted.current.picture === picture) return undefined;
    const ready = [import("plotly.js-basic-dist-min"), mayWait ? turn(node, leaving.signal) : null];
    Promise.all(ready).then(([{ default: Plotly }]) => {
      if (leaving.signal.aborted || !chart?.traces) return;
      const layout = framed({ ...merged(template, chart.layout), separators }, chart.traces);
      // Each text takes its time to draw: twelve months are named, and every other day of a month.
      layout.xaxis = { ...layout.xaxis, nticks: node.clientWidth < 500 ? 6 : 16 };
      const first = !node.data;
      const traces = fitted(chart.traces, node.clientWidth);
      painted.current = { theme, picture };
      Plotly.react(node, paint(traces), paint(layout), {
        displayModeBar: false,
        responsive: true,
      });
      if (!first) return;
      node.on("plotly_click", ({ points }) => {
        const addresses = points.map((one) => addressOf(shown.current, one)).filter(Boolean);
        if (addresses.length) open.current(addresses[0]);
      });
    });
    return () => leaving.abort();
  }, [chart, template, separators, theme]);
  const frame = { ref: holder, className: "plot", role: "img", "aria-label": label, "aria-busy": busy };
  return createElement("div", frame);
}
