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

// A goal's dash is a little wider than its column, however narrow the chart.
export const fitted = (traces, area) =>
  traces.map((trace) => {
    if (trace.marker?.symbol !== "line-ew") return trace;
    const size = Math.min(trace.marker.size, 0.74 * area.step);
    return { ...trace, marker: { ...trace.marker, size } };
  });

const pen = () => {
  pen.kept ??= document.createElement("canvas").getContext("2d");
  return pen.kept;
};
const widest = (texts) => Math.ceil(Math.max(0, ...texts.map((one) => pen().measureText(one).width)));

// Words at the ends of lines need room beside the drawing: where there is none, the legend does.
const ROOMY = 560;
const LINED_UP = { l: 72, r: 160 };

// What reaches the last place can be named there.
export const ends = ({ traces, reads }) =>
  reads.filter((read) => read.end && traces[read.trace].y.at(-1) !== null);

// Room for an axis whose texts are given is known beforehand; measuring it by drawing, as the
// library does, draws every axis twice. Nor is each text measured for whether it stands out: they
// have their room, and it would take a third of the whole drawing. Each text takes its time to
// draw: twelve months are named, and every other day of a month.
export const framed = (layout, chart, width) => {
  pen().font = `${layout.font.size}px ${layout.font.family}`;
  const margin = { ...layout.margin };
  const places = chart.traces[0].x;
  const given = { ...layout, margin, width };
  margin.b += 1.5 * layout.font.size;
  margin.r = Math.max(margin.r, Math.ceil(widest([String(places.at(-1))]) / 2));
  given.xaxis = {
    ...layout.xaxis,
    automargin: false,
    nticks: width < 500 ? 6 : 16,
    range: [-0.5, places.length - 0.5],
    ticklabeloverflow: "allow",
  };
  for (const [name, side] of [["yaxis", "l"], ["yaxis2", "r"]]) {
    const texts = layout[name]?.ticktext;
    if (!texts) continue;
    margin[side] += widest(texts) + 4;
    given[name] = { ...layout[name], automargin: false, ticklabeloverflow: "allow" };
  }
  const named = width >= ROOMY ? ends(chart).map((read) => read.end) : [];
  if (named.length) margin.r = Math.max(margin.r, widest(named) + 12);
  if (chart.in_line && width >= ROOMY) {
    margin.l = Math.max(margin.l, LINED_UP.l);
    margin.r = Math.max(margin.r, LINED_UP.r);
  }
  return given;
};

// Where a place and a value are on the drawing, in pixels of its frame.
export const geometry = ({ margin, width, height, ...layout }, { traces }) => {
  const [left, top, right, bottom] = [margin.l, margin.t, width - margin.r, height - margin.b];
  const step = (right - left) / traces[0].x.length;
  const x = (place) => left + (place + 0.5) * step;
  const y = (value, axis = "y") => {
    const [low, high] = layout[axis === "y2" ? "yaxis2" : "yaxis"].range ?? [0, 1];
    return bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  };
  return { left, top, right, bottom, width, step, x, y, isRoomy: width >= ROOMY };
};
