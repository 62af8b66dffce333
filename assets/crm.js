// Manners of the whole page that need no state. Loaded once, in the head.
document.addEventListener("click", (event) => {
  const { target } = event;
  // A row opens by its first link; links and controls inside it keep their own click.
  const row = target.closest("tr.openable");
  if (row && !target.closest("a, button, input, select, label")) {
    const { ctrlKey, metaKey } = event;
    const link = row.querySelector("td > a:not(.opens, .btn)");
    link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey }));
  }
  // Show or hide what was typed in a password field.
  const eye = target.closest("[data-reveals]");
  if (eye) {
    const field = document.getElementById(eye.dataset.reveals);
    field.type = field.type === "password" ? "text" : "password";
    eye.setAttribute("aria-pressed", String(field.type === "text"));
  }
  // A choice inside a menu closes it.
  if (target.closest("a, .menu-item")) target.closest("[popover]")?.hidePopover();
  // Browsers without invoker commands.
  const opener = target.closest("[commandfor]");
  if (opener && !("commandForElement" in HTMLButtonElement.prototype)) {
    const dialog = document.getElementById(opener.getAttribute("commandfor"));
    if (opener.getAttribute("command") === "close") dialog.close();
    else dialog.showModal();
  }
});
// The way past the navigation: the router would take its anchor for a page. Before React's own
// handlers, hence the capture.
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest("a.skip")) return;
    event.preventDefault();
    document.getElementById("content").focus();
  },
  true,
);
// The switch for single keys lives in the browser, like the theme.
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys]")) localStorage.setItem("keys", target.checked ? "off" : "on");
});
