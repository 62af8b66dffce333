// A Plotly chart from plain data. Colours come as token names ("--accent", "--accent/.3") and
// are read from the page, so the chart follows light and dark. The library loads on first use.
import { createElement, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { fitted, merged, paint } from "./plot-layout.js";

export function Plot({ chart, template, label, separators, busy, onOpen }) {
  const holder = useRef(null);
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
  useEffect(() => {
    const node = holder.current;
    let wanted = true;
    import("plotly.js-basic-dist-min").then(({ default: Plotly }) => {
      if (!wanted || !chart?.traces) return;
      const style = getComputedStyle(document.documentElement);
      const layout = { ...merged(template, chart.layout), separators };
      if (node.clientWidth < 500) layout.xaxis = { ...layout.xaxis, nticks: 6 };
      const first = !node.data;
      const traces = fitted(chart.traces, node.clientWidth);
      Plotly.react(node, paint(traces, style), paint(layout, style), {
        displayModeBar: false,
        responsive: true,
      });
      if (!first) return;
      node.on("plotly_click", ({ points }) => {
        const address = points.find((point) => point.customdata)?.customdata;
        if (address) open.current(address);
      });
    });
    return () => {
      wanted = false;
    };
  }, [chart, template, separators, theme]);
  const frame = { ref: holder, className: "plot", role: "img", "aria-label": label, "aria-busy": busy };
  return createElement("div", frame);
}
