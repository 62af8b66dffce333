// The document's language and title, and the keyboard.
import { useEffect } from "react";
import { useNavigate } from "react-router";

export function PageMarks({ language, title }) {
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
