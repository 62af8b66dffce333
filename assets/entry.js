// Pages before the sign-in: the theme chosen in this browser, before the first paint; forms
// that follow a choice; another language without losing what was typed.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);

// A form that follows comes as a new page: whoever chose goes on from the same field.
const LEFT = "left-at";
const followed = ({ dataset }) => dataset.follows && document.getElementById(dataset.follows);
const leave = (name, value = null) =>
  sessionStorage.setItem(LEFT, JSON.stringify({ name, value, top: scrollY }));
const arrive = () => {
  // The button is for who has no scripts.
  for (const one of document.querySelectorAll("[data-follows]")) followed(one).hidden = true;
  const left = JSON.parse(sessionStorage.getItem(LEFT));
  sessionStorage.removeItem(LEFT);
  if (!left) return;
  const fields = [...document.getElementsByName(left.name)].filter(({ type }) => type !== "hidden");
  const field = fields.find(({ value }) => left.value === null || value === left.value);
  scrollTo(0, left.top);
  const first = document.querySelector("[aria-invalid=true]") ?? field;
  first?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: "nearest" });
};
// The same page in another language: a server never sends a password back, so it stays here.
const swap = async (form, submitter) => {
  const typed = new FormData(form, submitter);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(typed) });
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(page.body);
  for (const field of document.querySelectorAll("[type=password]")) field.value = typed.get(field.name) ?? "";
  arrive();
  document.querySelector(`button[lang=${submitter.lang}]`).focus();
};
document.addEventListener("change", ({ target }) => {
  const button = followed(target);
  if (!button) return;
  leave(target.name, target.type === "checkbox" ? target.value : null);
  target.form.requestSubmit(button);
});
document.addEventListener("submit", (event) => {
  const { submitter, target } = event;
  if (submitter?.dataset.stays) leave(submitter.dataset.stays);
  if (!submitter?.lang || target.dataset.keeps === undefined) return;
  event.preventDefault();
  swap(target, submitter);
});
document.addEventListener("DOMContentLoaded", arrive);
document.addEventListener("click", ({ target }) => {
  const theme = target.closest("[data-theme]")?.dataset.theme;
  if (!theme) return;
  localStorage.setItem("theme", theme);
  document.documentElement.classList.remove("light", "dark");
  document.documentElement.classList.add(theme);
});
