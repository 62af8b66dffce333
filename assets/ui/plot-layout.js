// From token names to colours, and from template and layout to one layout.

// The page's colours, read once for each theme: to answer, the browser first works out every style
// of the page anew, which takes as long as drawing a small chart.
const read = { theme: null, colours: new Map() };
const colourNamed = (name) => {
  const root = document.documentElement;
  if (read.theme !== root.className) {
    read.theme = root.className;
    read.colours.clear();
  }
  const known = read.colours.get(name);
  if (known) return known;
  // Nothing is kept of a stylesheet that is still on its way.
  const colour = getComputedStyle(root).getPropertyValue(name).trim();
  read.colours.set(name, colour);
  return colour;
};

export const paint = (value) => {
  if (Array.isArray(value)) return value.map((one) => paint(one));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, paint(one)]));
  }
  if (typeof value !== "string" || !value.startsWith("--")) return value;
  const [name, opacity] = value.split("/");
  const colour = colourNamed(name);
  return opacity ? colour + Math.round(opacity * 255).toString(16).padStart(2, "0") : colour;
};

export const merged = (base, layout) => {
  const result = { ...base, ...layout };
  for (const key of Object.keys(layout).filter((one) => base[one]?.constructor === Object)) {
    result[key] = { ...base[key], ...layout[key] };
  }
  return result;
};

// A goal's dash is as wide as its column, however narrow the chart.
export const fitted = (traces, width) =>
  traces.map((trace) => {
    if (trace.marker?.symbol !== "line-ew") return trace;
    const size = Math.min(trace.marker.size, (0.62 * width) / trace.x.length);
    return { ...trace, marker: { ...trace.marker, size } };
  });

// Room for an axis whose texts are given is known beforehand; measuring it by drawing, as the
// library does, draws every axis twice. Nor is each text measured for whether it stands out: they
// have their room, and it would take a third of the whole drawing.
export const framed = (layout, traces) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${layout.font.size}px ${layout.font.family}`;
  const margin = { ...layout.margin };
  const given = { ...layout, margin };
  if (layout.xaxis?.type === "category" && layout.xaxis.tickangle === 0) {
    margin.b += 1.5 * layout.font.size;
    const last = String(traces[0]?.x?.at(-1) ?? "");
    margin.r = Math.max(margin.r, Math.ceil(pen.measureText(last).width / 2));
    given.xaxis = { ...layout.xaxis, automargin: false, ticklabeloverflow: "allow" };
  }
  for (const [name, side] of [["yaxis", "l"], ["yaxis2", "r"]]) {
    const texts = layout[name]?.ticktext;
    if (!texts) continue;
    margin[side] += Math.ceil(Math.max(0, ...texts.map((one) => pen.measureText(one).width))) + 4;
    given[name] = { ...layout[name], automargin: false, ticklabeloverflow: "allow" };
  }
  return given;
};
