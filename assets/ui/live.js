// What differs after the data changed is tinted for a moment, so that one sees what moved.
import { useEffect, useRef } from "react";

// As long as a page may take to show its new figures; then changes are somebody's own again.
const LISTENS = 3000;
const STAYS = 2000;
const FIGURE = /\d/;

const tint = (node) => {
  clearTimeout(node.untint);
  node.classList.add("changed");
  node.untint = setTimeout(() => node.classList.remove("changed"), STAYS);
};

export function Live({ changes }) {
  const known = useRef(null);
  useEffect(() => {
    const before = known.current;
    known.current = changes;
    const page = document.getElementById("content");
    if (before === null || changes <= before || !page) return undefined;
    const watcher = new MutationObserver((mutations) => {
      const texts = mutations.filter(({ type, oldValue, target }) =>
        type === "characterData" && oldValue !== target.data && FIGURE.test(target.data));
      new Set(texts.map(({ target }) => target.parentElement)).forEach((node) => node && tint(node));
    });
    watcher.observe(page, { subtree: true, characterData: true, characterDataOldValue: true });
    const end = setTimeout(() => watcher.disconnect(), LISTENS);
    return () => {
      clearTimeout(end);
      watcher.disconnect();
    };
  }, [changes]);
  return null;
}
