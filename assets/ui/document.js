// The document's language and title, and the keyboard.
import { useContext, useEffect } from "react";
import { useNavigate } from "react-router";
import { ColorModeContext } from "$/utils/context-registry";

// The theme kept with the person is shown once it differs from the one kept before; until then
// whatever this browser had (what was chosen at the sign-in, or the system's) stays.
const follow = (theme, setColorMode) => {
  const known = localStorage.getItem("kept-theme");
  if (!theme || theme === known) return;
  if (known || theme !== "system") setColorMode(theme);
  localStorage.setItem("kept-theme", theme);
};

export function PageMarks({ language, title, theme }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => follow(theme, setColorMode), [theme, setColorMode]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
  return null;
}

const inField = (node) =>
  node.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName);

export function Keys({ places }) {
  const navigate = useNavigate();
  useEffect(() => {
    let goes = 0;
    const press = (event) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || inField(target)) return;
      if (localStorage.getItem("keys") === "off") return;
      if (document.querySelector("dialog:modal") && key !== "Escape") return;
      if (key === "g") {
        goes = event.timeStamp;
        return;
      }
      if (event.timeStamp - goes < 1200 && places[key]) {
        navigate(places[key]);
      } else if (key === "?") {
        document.getElementById("keyboard-help")?.showModal();
      } else if (key === "/") {
        document.querySelector("[data-search]")?.focus();
        event.preventDefault();
      } else {
        const named = [...document.querySelectorAll("[aria-keyshortcuts]")];
        named.find((node) => node.getAttribute("aria-keyshortcuts") === key)?.click();
      }
      goes = 0;
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [places, navigate]);
  return null;
}
