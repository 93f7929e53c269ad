/* Keeps what is typed as a draft, every few seconds and on leaving a field, and says so.

   Without a connection, or after the session has ended, the text is kept on a shelf of this
   browser, one a window, and sent when a page of this address is open again. What two windows make
   of one field is decided by the server; Save puts the draft into the report. */
const PAUSE = 3000;
const RETRY = 15000;
const AT_MOST = 5000;
const MOST_ON_LEAVING = 60000; // a browser sends no longer text from a page that is closing
const here = location.pathname + location.search;
const form = document.querySelector("form[data-autosave]");
const [{ type: opened } = {}] = performance.getEntriesByType("navigation");

if (form && opened === "back_forward" && navigator.onLine) {
  location.replace(here); // what a browser puts back is of another moment than the page
} else if (form) {
  if (opened === "reload") form.reset();
  const status = document.querySelector("[data-saved]");
  const { window: page, turn, writer, csrfmiddlewaretoken: token } = form.elements;
  const shelves = `draft:${(writer?.value ?? "").split(":")[0]}:${location.pathname}`;
  const shelf = `${shelves}:${page.value}`;
  let sent = typed();
  let timer = 0;
  let busy = false;
  let sending = Promise.resolve();
  let leaving = false;

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("focusout", () => later(0));
  form.addEventListener("submit", leave);
  document.addEventListener("visibilitychange", () => document.hidden && hide());
  addEventListener("pagehide", hide);
  addEventListener("pageshow", ({ persisted }) => persisted && location.replace(here));
  addEventListener("online", () => later(0));
  if (form.dataset.autosave) forget(shelf); // the page itself brought it back
  else sendShelves();

  function fields() {
    const all = new URLSearchParams(new FormData(form));
    all.delete("csrfmiddlewaretoken");
    return all;
  }

  /* What is typed, without how often it was sent. */
  function typed() {
    const all = fields();
    all.delete("turn");
    return all.toString();
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => !busy && (sending = send()), pause);
  }

  async function send() {
    const now = typed();
    if (now === sent) return;
    busy = true;
    turn.value = Number(turn.value) + 1;
    shelve();
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
    const answer = await autosave(fields());
    if (answer.redirected) return signedOut();
    if (!answer.ok) return say(`Not saved: ${await sentenceOf(answer)}`);
    const { saved, elsewhere } = await answer.json();
    sent = now;
    if (typed() === now) shelve("delivered");
    const both = ` Another window holds another text of yours: ${elsewhere.join(", ")}. Both are kept.`;
    say(`Draft saved at ${saved}.${elsewhere.length ? both : ""}`);
  }

  function autosave(body) {
    body.set("csrfmiddlewaretoken", token.value);
    body.set("autosave", "1");
    const keepalive = body.toString().length < MOST_ON_LEAVING;
    return fetch(location.pathname, { method: "POST", body, keepalive });
  }

  function signedOut() {
    say("You have been signed out. Your text is kept: ");
    const link = document.createElement("a");
    link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "sign in again to go on";
    status.append(link);
  }

  async function sentenceOf(answer) {
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    return shown.querySelector("main p")?.textContent ?? "The page could not be saved.";
  }

  function shelve(draft = "") {
    try {
      localStorage.setItem(shelf, JSON.stringify({ text: `${fields()}`, draft, at: Date.now() }));
    } catch {
      say("This browser keeps no copy of your text: save soon.");
    }
  }

  function forget(key) {
    localStorage.removeItem(key);
  }

  function shelved() {
    const keys = Object.keys(localStorage);
    return keys.filter((key) => key === shelves || key.startsWith(`${shelves}:`));
  }

  /* Send what never reached the server, or only when this page was already on its way. */
  async function sendShelves() {
    if (sessionStorage.getItem("back")) say("What you typed here before is back.");
    sessionStorage.removeItem("back");
    for (const key of shelved()) {
      const { text, draft, at } = JSON.parse(localStorage.getItem(key));
      if (!draft || at > performance.timeOrigin) await sendShelf(key, text);
      else forget(key);
    }
    if (sessionStorage.getItem("back")) location.replace(here);
  }

  async function sendShelf(key, text) {
    try {
      const answer = await autosave(new URLSearchParams(text));
      const { kept } = await answer.json();
      forget(key);
      if (kept !== form.dataset.kept) sessionStorage.setItem("back", "1");
    } catch {
      say("What you typed here before is kept in this browser. It could not be sent yet.");
    }
  }

  /* The page may be closing: what is typed goes on the shelf, and on its way if there is time. */
  function hide() {
    if (leaving || typed() === sent) return;
    clearTimeout(timer);
    if (busy) shelve();
    else sending = send();
  }

  /* The shelf stays until a page says that the save was done: the connection may fail just now. */
  function leave(event) {
    clearTimeout(timer);
    if (event.submitter?.formTarget) return;
    if (busy) return leaveLater(event);
    leaving = true;
    if (event.submitter?.name === "discard") return shelved().forEach(forget);
    turn.value = Number(turn.value) + 1;
    shelve();
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
