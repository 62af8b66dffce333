// The command palette: pages by their names, clients by name or code. Ctrl or Command K opens it.
// A combobox with a list: arrows move, Enter goes, Esc closes (the dialog's own).
import { createElement as h, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { clientsNamed, named } from "./palette-finding.js";
import { PalettePanel } from "./palette-panel.js";

const WAIT = 150;

export function CommandPalette({ name, places, labels, children }) {
  const dialog = useRef(null);
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  const [clients, setClients] = useState({ of: "", rows: [] });
  const [at, setAt] = useState(0);
  useEffect(() => {
    const press = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (dialog.current.open) dialog.current.close();
      else if (!document.querySelector("dialog:modal")) dialog.current.showModal();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    const asked = words.trim();
    if (asked.length < 2) {
      setClients({ of: asked, rows: [] });
      return undefined;
    }
    const stop = new AbortController();
    const wait = setTimeout(async () => {
      const rows = await clientsNamed(asked, stop.signal);
      if (!stop.signal.aborted) setClients({ of: asked, rows });
    }, WAIT);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [words]);
  const found = [...named(places, words), ...clients.rows];
  const chosen = Math.min(at, found.length - 1);
  const go = (one) => {
    dialog.current.close();
    navigate(one.href);
  };
  const write = (event) => {
    setWords(event.target.value);
    setAt(0);
  };
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) setAt((chosen + step + found.length) % found.length);
    else if (event.key === "Enter" && found[chosen]) go(found[chosen]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    dialog.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, found.length]);
  const nothing = words && !found.length && clients.of === words.trim();
  return h(
    "dialog",
    {
      ref: dialog, id: name, className: "dialog palette", "aria-label": labels.title, closedby: "any",
      onClose: () => setWords(""),
    },
    h(
      PalettePanel,
      {
        name, labels, words, rows: found, chosen, nothing,
        onWrite: write, onKey: move, onChoose: go, onPoint: setAt,
      },
      children,
    ),
  );
}
