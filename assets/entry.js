// Pages before the sign-in: the theme chosen in this browser, before the first paint; forms
// that follow a choice.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);
document.addEventListener("change", ({ target }) => {
  const button = target.dataset.follows && document.getElementById(target.dataset.follows);
  if (button) target.form.requestSubmit(button);
});
document.addEventListener("click", ({ target }) => {
  const theme = target.closest("[data-theme]")?.dataset.theme;
  if (!theme) return;
  localStorage.setItem("theme", theme);
  document.documentElement.classList.remove("light", "dark");
  document.documentElement.classList.add(theme);
});
