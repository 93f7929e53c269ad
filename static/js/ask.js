/* A figure that may be a slip is asked about as soon as it is typed; it can be saved all the same. */
const page = document.querySelector("form[data-autosave]");

page?.addEventListener("change", ask);

async function ask({ target: input }) {
  const { paste_at: at } = page.elements;
  if (![...at.options].some((option) => option.value === input.name)) return;
  const typed = input.value;
  const questions = await questionsNow().catch(() => ({}));
  if (input.value !== typed) return;
  const id = `${input.id}_question`;
  document.getElementById(id)?.remove();
  if (input.getAttribute("aria-describedby") === id) input.removeAttribute("aria-describedby");
  const question = questions[input.name];
  if (!question) return;
  const said = document.createElement("span");
  Object.assign(said, { id, className: "app-grid__question", role: "status", textContent: question });
  if (!input.hasAttribute("aria-describedby")) input.setAttribute("aria-describedby", id);
  input.after(said);
}

async function questionsNow() {
  const body = new URLSearchParams(new FormData(page));
  body.set("ask", "1");
  const answer = await fetch(location.pathname, { method: "POST", body });
  return answer.json();
}
