// Pages before the sign-in: the theme chosen in this browser, before the first paint; forms
// that follow a choice.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);

// A form that follows comes as a new page: whoever chose goes on from the same field.
const LEFT = "left-at";
const followed = ({ dataset }) => dataset.follows && document.getElementById(dataset.follows);
const leave = (name, value = null) =>
  sessionStorage.setItem(LEFT, JSON.stringify({ name, value, top: scrollY }));
document.addEventListener("change", ({ target }) => {
  const button = followed(target);
  if (!button) return;
  leave(target.name, target.type === "checkbox" ? target.value : null);
  target.form.requestSubmit(button);
});
document.addEventListener("submit", ({ submitter }) => {
  if (submitter?.dataset.stays) leave(submitter.dataset.stays);
});
document.addEventListener("DOMContentLoaded", () => {
  // The button is for who has no scripts.
  for (const one of document.querySelectorAll("[data-follows]")) followed(one).hidden = true;
  const left = JSON.parse(sessionStorage.getItem(LEFT));
  sessionStorage.removeItem(LEFT);
  if (!left) return;
  const fields = [...document.getElementsByName(left.name)].filter(({ type }) => type !== "hidden");
  const field = fields.find(({ value }) => left.value === null || value === left.value);
  scrollTo(0, left.top);
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("click", ({ target }) => {
  const theme = target.closest("[data-theme]")?.dataset.theme;
  if (!theme) return;
  localStorage.setItem("theme", theme);
  document.documentElement.classList.remove("light", "dark");
  document.documentElement.classList.add(theme);
});
