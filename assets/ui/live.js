// When the data changed, the page reads them anew; what differs then is tinted for a moment, so
// that one sees what moved.
import { useEffect, useRef } from "react";

// As long as a page may take to show its new figures; then changes are somebody's own again.
const LISTENS = 3000;
const STAYS = 2000;
// Figures alone, with a unit of three letters at most: sentences and titles would look smeared.
const FIGURE = /^\P{L}*\d\P{L}*\p{L}{0,3}\P{L}*$/u;

const tint = (node) => {
  clearTimeout(node.untint);
  node.classList.add("changed");
  node.untint = setTimeout(() => node.classList.remove("changed"), STAYS);
};

// A hidden tab waits until it is shown and then reads once: thirty open tabs would read thirty
// pages at every file. News of 0 are none: so a page begins, also after it was cut off.
const useNews = (news, onNews) => {
  const known = useRef(news);
  const isUnread = useRef(false);
  const read = useRef(onNews);
  read.current = onNews;
  const attend = useRef(() => {
    if (!isUnread.current || document.visibilityState === "hidden") return;
    isUnread.current = false;
    read.current?.();
  }).current;
  useEffect(() => {
    isUnread.current ||= news > 0 && news !== known.current;
    known.current = news;
    attend();
  }, [news]);
  useEffect(() => {
    document.addEventListener("visibilitychange", attend);
    return () => document.removeEventListener("visibilitychange", attend);
  }, []);
};

const useTint = (changes) => {
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
};

export function Live({ news, changes, onNews }) {
  useNews(news, onNews);
  useTint(changes);
  return null;
}
