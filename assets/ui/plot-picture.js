// One chart's picture: what is to be drawn, when its turn comes, and what a pointer does to it.
// The library loads on first use.
import { fitted, framed, geometry, merged, paint } from "./plot-layout.js";
import { overlayIn } from "./plot-over.js";

let library = null;
const loading = async () => {
  library ??= (await import("plotly.js-basic-dist-min")).default;
};

// Where its marks lead and what they say is looked up when asked: it may change while the picture
// does not, and drawing is what takes time.
const ASKED = new Set(["hrefs", "texts", "heads"]);
const pictureOf = ({ chart, template, separators }) =>
  JSON.stringify([chart, template, separators], (key, one) => (ASKED.has(key) ? null : one));

// A drawn chart out of sight waits with its new figures until it comes into it, or until one has
// stayed for a moment: what one looks at comes first, and who steps through months need not wait.
// Behind a table in its place it has no size, and only its return counts.
const A_MOMENT = 600;
const isSeen = (node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};
const turn = (node, leaving) =>
  new Promise((resolve) => {
    const watcher = new IntersectionObserver(([one]) => one.isIntersecting && resolve());
    watcher.observe(node);
    const patience = setTimeout(() => node.clientWidth && resolve(), A_MOMENT);
    leaving.addEventListener("abort", () => {
      watcher.disconnect();
      clearTimeout(patience);
    });
  });

// Columns stand beside each other: the one under the pointer, or what its place is read by first.
const addressAt = ({ traces, reads }, { index, beside }) => {
  const has = (read) => read?.hrefs[index];
  const under = reads.filter(has).find(({ trace }) => {
    const { type, offset, width } = traces[trace];
    return type === "bar" && beside >= offset && beside <= offset + width;
  });
  return has(under ?? reads.find(has));
};

// A pointer that hovers is told what it is over, and its click leads there. A finger is told at
// its first tap and led at its second.
const listen = (frame, over, { signal, chart, open }) => {
  let told = null;
  const leave = () => {
    told = null;
    frame.style.cursor = "";
    over.leave();
  };
  const tell = (at) => {
    frame.style.cursor = addressAt(chart(), at) ? "pointer" : "";
    if (told !== at.index) over.point(chart(), at.index);
    told = at.index;
  };
  const on = (target, name, act) => target.addEventListener(name, act, { signal });
  on(frame, "pointermove", (event) => {
    const at = over.placeAt(event);
    if (event.pointerType === "touch") return;
    if (at) tell(at);
    else leave();
  });
  on(frame, "pointerleave", (event) => event.pointerType === "touch" || leave());
  on(document, "pointerdown", (event) => told === null || frame.contains(event.target) || leave());
  on(frame, "click", (event) => {
    const at = over.placeAt(event);
    if (!at) return;
    if (event.pointerType === "touch" && told !== at.index) return tell(at);
    const address = addressAt(chart(), at);
    if (address) open(address);
  });
};

export const pictureIn = (frame, open) => {
  const drawing = frame.firstChild;
  const over = overlayIn(frame);
  let wanted = null;
  let painted = null;
  let leaving = new AbortController();
  const gone = new AbortController();
  listen(frame, over, { signal: gone.signal, chart: () => wanted.chart, open });

  const draw = () => {
    const { chart, template, separators, theme } = wanted;
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    const layout = { ...framed(merged(template, chart.layout), chart, width), separators, width, height };
    const area = geometry(layout, chart);
    painted = { picture: pictureOf(wanted), theme, width, height };
    frame.classList.remove("waiting");
    const traces = fitted(chart.traces, area).filter((one) => one.type !== "outline");
    // Nothing of its own is asked of the library than the drawing: pointing is ours.
    library.react(drawing, paint(traces), paint(layout), { staticPlot: true });
    over.draw(chart, area);
  };

  const isPainted = () => painted?.theme === wanted.theme && painted.picture === pictureOf(wanted);

  const show = (next) => {
    leaving.abort();
    leaving = new AbortController();
    const { signal } = leaving;
    wanted = next;
    const mayWait = painted?.theme === next.theme;
    const isLate = mayWait && !isPainted() && !isSeen(frame);
    frame.classList.toggle("waiting", isLate);
    if (!library || isLate) {
      const ready = [loading(), isLate ? turn(frame, signal) : null];
      Promise.all(ready).then(() => signal.aborted || draw());
    } else if (!isPainted()) draw();
  };

  const measured = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = frame;
    if (!painted || !clientWidth || frame.classList.contains("waiting")) return;
    if (painted.width !== clientWidth || painted.height !== clientHeight) draw();
  });
  measured.observe(frame);

  const end = () => {
    leaving.abort();
    gone.abort();
    measured.disconnect();
    if (painted) library.purge(drawing);
  };
  return { show, end };
};
