// From token names to colours, and from template and layout to one layout.
export const paint = (value, style) => {
  if (Array.isArray(value)) return value.map((one) => paint(one, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, paint(one, style)]));
  }
  if (typeof value !== "string" || !value.startsWith("--")) return value;
  const [name, opacity] = value.split("/");
  const colour = style.getPropertyValue(name).trim();
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
