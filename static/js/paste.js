/* A block pasted into a cell goes to the server with what is typed: it answers what becomes of it. */
const box = document.getElementById("pasted");
const { form } = box ?? {};

form?.addEventListener("paste", (event) => {
  const { target, clipboardData } = event;
  const { paste_at: at, paste } = form.elements;
  const text = clipboardData.getData("text/plain");
  const isBlock = /[\t\n\r]/.test(text.replace(/\r?\n$/, ""));
  const isCell = [...at.options].some((option) => option.value === target.name);
  if (!isBlock || !isCell) return;
  event.preventDefault();
  box.value = text;
  at.value = target.name;
  form.requestSubmit(paste);
});
