// What the palette shows: the field, what was found, or that nothing was. It decides nothing.
import { Fragment, createElement as h } from "react";

export function PalettePanel(shown) {
  const { name, labels, words, rows, chosen, nothing, onWrite, onKey, onChoose, onPoint, children } = shown;
  const id = (index) => `${name}-${index}`;
  const option = (one, index) =>
    h(
      "li",
      {
        key: one.href, id: id(index), role: "option", className: "palette-option",
        "aria-selected": index === chosen, onClick: () => onChoose?.(one), onMouseMove: () => onPoint?.(index),
      },
      h("span", { className: "trunc" }, one.label),
      one.note && h("small", { className: "num" }, one.note),
    );
  const field = h("input", {
    type: "text", role: "combobox", value: words, onChange: onWrite, onKeyDown: onKey, readOnly: !onWrite,
    placeholder: labels.ask, "aria-label": labels.ask, "aria-expanded": rows.length > 0,
    "aria-controls": `${name}-list`, "aria-autocomplete": "list", autoComplete: "off",
    "aria-activedescendant": rows.length ? id(chosen) : undefined, spellCheck: false,
  });
  return h(
    Fragment,
    null,
    h("div", { className: "palette-head" }, h("span", { className: "find" }, field), children),
    h(
      "ul",
      { id: `${name}-list`, role: "listbox", "aria-label": labels.list, hidden: !rows.length },
      rows.map(option),
    ),
    h("p", { role: "status", className: "palette-status" }, nothing ? labels.nothing : null),
  );
}
