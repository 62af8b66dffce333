// The first steps' drop area, on a page without React: once its files have arrived, it leads on to
// the one import, or to the list of several.
import { send } from "./sending.js";

const area = document.querySelector("[data-sent-to]");
const { sentTo, leadsTo, sending, failed } = area.dataset;
const [input, choose, said, bar, wrong] = ["input", "button", "[role=status]", ".progress", "[role=alert]"].map(
  (one) => area.querySelector(one),
);

const sendOne = async (file) => {
  said.textContent = `${sending} ${file.name}`;
  const answer = await send(sentTo, file, {}, (share) => (bar.firstChild.style.width = `${share}%`)).catch(() => ({}));
  return answer.import_id ? answer : { refusal: answer.detail ?? failed.replace("{file}", file.name) };
};
const sendAll = async (files) => {
  if (!files.length || choose.disabled) return;
  wrong.textContent = "";
  choose.disabled = true;
  bar.hidden = false;
  const answers = [];
  for (const file of files) answers.push(await sendOne(file));
  const refusals = answers.flatMap(({ refusal }) => refusal ?? []);
  if (!refusals.length) return location.assign(answers.length > 1 ? leadsTo : `${leadsTo}/${answers[0].import_id}`);
  choose.disabled = false;
  bar.hidden = true;
  said.textContent = input.value = "";
  wrong.textContent = refusals.join(" ");
};

choose.addEventListener("click", () => input.click());
input.addEventListener("change", () => sendAll([...input.files]));
for (const kind of ["dragover", "dragleave", "drop"]) {
  area.addEventListener(kind, (event) => {
    event.preventDefault();
    area.classList.toggle("over", kind === "dragover");
    if (kind === "drop") sendAll([...event.dataTransfer.files]);
  });
}
