// What stands over the drawing and needs no library: the ends of lines named, the outline of what
// is to come, up to when the data go, and the box of what one points at.
import { ends } from "./plot-layout.js";

const part = (className, text = "") => {
  const node = document.createElement("div");
  node.className = className;
  node.textContent = text;
  return node;
};
const place = (node, sizes) => {
  for (const [name, pixels] of Object.entries(sizes)) node.style[name] = `${Math.round(pixels * 2) / 2}px`;
  return node;
};

// Words keep 15 px apart, each as near to its line as the others let it.
const APART = 15;
const spread = (heights, lowest) => {
  const placed = [...heights];
  for (let at = 1; at < placed.length; at += 1) placed[at] = Math.max(placed[at], placed[at - 1] + APART);
  let limit = lowest;
  for (let at = placed.length - 1; at >= 0; at -= 1) {
    placed[at] = Math.min(placed[at], limit);
    limit = placed[at] - APART;
  }
  return placed;
};

const endsOf = (chart, area) => {
  if (!area.isRoomy) return [];
  const named = ends(chart).map((read) => {
    const { y, yaxis } = chart.traces[read.trace];
    return { read, height: area.y(y.at(-1), yaxis) };
  });
  named.sort((one, other) => one.height - other.height);
  const heights = spread(named.map((one) => one.height), area.bottom);
  return named.map(({ read }, at) =>
    place(part(`end ${read.mark}`, read.end), { left: area.right + 8, top: heights[at] - 8 }));
};

const outlinesOf = (chart, area) =>
  chart.traces.filter((one) => one.type === "outline").flatMap(({ y, base, offset, width }) =>
    y.flatMap((value, at) => {
      if (value === null) return [];
      const [left, top] = [area.x(at + offset), area.y(value)];
      const sizes = { left, top, width: width * area.step, height: area.y(base[at] ?? 0) - top };
      return [place(part("outline"), sizes)];
    }));

const untilOf = ({ until }, area) => {
  if (!until || !area.isRoomy) return [];
  const [at, words] = until;
  const x = area.x(at);
  const isLeft = x > (area.left + area.right) / 2;
  const sizes = { top: area.top, height: area.bottom - area.top };
  const node = place(part(isLeft ? "until left" : "until", words), sizes);
  return [place(node, isLeft ? { right: area.width - x } : { left: x })];
};

const boxOf = (chart, index) => {
  const rows = chart.reads.filter((read) => read.texts[index]);
  if (!rows.length) return null;
  const box = part("plot-box");
  const head = document.createElement("b");
  head.textContent = chart.heads[index] ?? chart.traces[0].x[index];
  box.append(head);
  for (const { mark, name, texts } of rows) {
    box.append(part(`mark ${mark}`), part("", name), part("amount", texts[index]));
  }
  return box;
};

// How much of the drawing a box would hide: points of lines, and columns wherever it meets them.
const hidden = ({ traces }, area, { left, top, width, height }) => {
  const meets = (from, to, upper, lower) =>
    to > left && from < left + width && lower > top && upper < top + height;
  let count = 0;
  for (const { type, y, yaxis, offset, width: wide } of traces) {
    y.forEach((value, at) => {
      if (value === null) return;
      const [x, level] = [area.x(at), area.y(value, yaxis)];
      const sizes = type === "bar"
        ? [area.x(at + offset), area.x(at + offset + wide), Math.min(level, area.y(0)), area.y(0)]
        : [x, x, level, level];
      count += meets(...sizes);
    });
  }
  return count;
};

// Beside what is pointed at, up or down, or above the drawing: where it hides least of it.
const spotFor = (box, chart, area, index, above) => {
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const [x, gap] = [area.x(index), area.step / 2 + 6];
  const sides = [x + gap, x - gap - width];
  if (x > (area.left + area.right) / 2) sides.reverse();
  const fits = (left) => left >= 0 && left + width <= area.width;
  const spots = sides.filter(fits).flatMap((left) => [
    { left, top: area.top },
    { left, top: area.bottom - height - 4 },
  ]);
  const middle = Math.min(Math.max(0, x - width / 2), area.width - width);
  if (above >= height || !spots.length) spots.push({ left: middle, top: area.top - height });
  const marks = spots.map((spot) => hidden(chart, area, { ...spot, width, height }));
  return spots[marks.indexOf(Math.min(...marks))];
};

const BAR = 64; // the page's head, under which nothing is to be read

export const overlayIn = (frame) => {
  const lasting = part("plot-over");
  const passing = part("plot-over");
  let area = null;
  const leave = () => passing.replaceChildren();
  const draw = (chart, drawn) => {
    area = drawn;
    leave();
    lasting.replaceChildren(...outlinesOf(chart, area), ...untilOf(chart, area), ...endsOf(chart, area));
    if (!lasting.isConnected) frame.append(lasting, passing);
  };
  const point = (chart, index) => {
    const box = boxOf(chart, index);
    if (!box) return leave();
    const isThin = chart.traces.every((one) => one.type !== "bar");
    const width = isThin ? 1 : area.step;
    const pointed = part(isThin ? "pointed thin" : "pointed");
    place(pointed, { left: area.x(index) - width / 2, width, top: area.top, height: area.bottom - area.top });
    passing.replaceChildren(pointed, box);
    const above = frame.getBoundingClientRect().top + area.top - BAR;
    place(box, spotFor(box, chart, area, index, above));
  };
  // The place under a pointer, and how far beside its middle, in steps of one place.
  const placeAt = ({ clientX, clientY }) => {
    if (!area) return null;
    const { left, top } = frame.getBoundingClientRect();
    const along = (clientX - left - area.left) / area.step;
    const isOutside = clientX - left < area.left || clientX - left >= area.right || clientY - top < area.top;
    if (isOutside) return null;
    return { index: Math.floor(along), beside: along - Math.floor(along) - 0.5 };
  };
  return { draw, point, leave, placeAt };
};
