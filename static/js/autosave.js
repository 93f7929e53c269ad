/* Keeps what is typed as a draft, every few seconds and on leaving a field, and says so.

   Without a connection, or after the session has ended, the text is kept in this browser and sent
   when the page is open again. The server keeps the draft; Save puts it into the report. */
const PAUSE = 3000;
const RETRY = 15000;
const MINUTE = 60000;
const AT_MOST = 5000;
const form = document.querySelector("form[data-autosave]");

if (form) {
  const status = form.querySelector("[data-saved]");
  const writer = (form.elements.writer?.value ?? "").split(":")[0]; // without its signature
  const shelf = `draft:${writer}:${location.pathname}`;
  let sent = typed();
  let timer = 0;
  let busy = false;
  let sending = Promise.resolve();
  let leaving = false;

  restore();
  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("focusout", () => later(0));
  form.addEventListener("submit", leave);
  document.addEventListener("visibilitychange", () => document.hidden && later(0));
  addEventListener("online", () => later(0));

  function typed() {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("csrfmiddlewaretoken");
    return fields.toString();
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => !busy && (sending = send()), pause);
  }

  async function send() {
    const now = typed();
    if (now === sent) return;
    busy = true;
    shelve(now);
    try {
      await post(now);
    } catch {
      say("Not saved: there is no connection. Your text is kept in this browser.");
      later(RETRY);
    }
    busy = false;
    if (now === sent && typed() !== sent) later(PAUSE);
  }

  async function post(now) {
    const body = new URLSearchParams(new FormData(form));
    body.set("autosave", "1");
    const answer = await fetch(location.pathname, { method: "POST", body });
    if (answer.redirected) return signedOut();
    if (!answer.ok) return refused(answer);
    const { saved, draft } = await answer.json();
    sent = now;
    shelve(now, draft);
    say(`Draft saved at ${saved}`);
  }

  function signedOut() {
    say("You have been signed out. Your text is kept: ");
    const link = document.createElement("a");
    link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "sign in again to go on";
    status.append(link);
  }

  async function refused(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sentence = page.querySelector("main p")?.textContent ?? "The page could not be saved.";
    say(`Not saved: ${sentence}`);
  }

  function shelve(text, draft = "") {
    try {
      localStorage.setItem(shelf, JSON.stringify({ text, draft, at: Date.now() }));
    } catch {
      say("This browser keeps no copy of your text: save soon.");
    }
  }

  function restore() {
    const kept = JSON.parse(localStorage.getItem(shelf) ?? "null");
    if (!kept || !isNewer(kept)) return localStorage.removeItem(shelf);
    const fields = new URLSearchParams(kept.text);
    for (const element of form.elements) fill(element, fields);
    say("What you typed here before is back.");
    later(PAUSE);
  }

  /* Text the server never had, or had only while this page was already on its way. */
  function isNewer({ draft, at }) {
    return !draft || (draft > form.dataset.autosave && Date.now() - at < MINUTE);
  }

  function fill(element, fields) {
    if (!element.name || element.name === "csrfmiddlewaretoken" || element.type === "submit") return;
    const given = fields.getAll(element.name);
    if (element.type === "radio" || element.type === "checkbox") {
      element.checked = given.includes(element.value);
    } else if (given.length) {
      element.value = given[0];
    }
  }

  /* The copy stays until a page says that the save was done: the connection may fail just now. */
  function leave(event) {
    clearTimeout(timer);
    if (event.submitter?.formTarget) return;
    if (busy) return leaveLater(event);
    if (event.submitter?.name === "discard") return localStorage.removeItem(shelf);
    shelve(typed());
    sessionStorage.setItem("saving", shelf);
  }

  /* A draft on its way must not arrive after what was saved: it would stand there as unsaved. */
  async function leaveLater(event) {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    await Promise.race([sending, new Promise((on) => setTimeout(on, AT_MOST))]);
    clearTimeout(timer);
    busy = false;
    form.requestSubmit(event.submitter);
  }

  function say(words) {
    if (status) status.textContent = words;
  }
}
