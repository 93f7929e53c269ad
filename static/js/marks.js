/* What a mark says, in a box beside it: of a cell or of a month, at a pointer, with arrow keys and at a tap. Each
   group of marks is one link to the list behind it, which works by itself. */
const box = document.createElement("div");
box.className = "app-told";
box.setAttribute("role", "status"); // what arrow keys reach is said, too
document.body.append(box);

const GROUP = "a[data-marks]";
const LEFT_FOR = 300; // milliseconds in which a pointer may go from a mark into the box
let group = null;
let at = 0;
let leaving;
let touched = false;

const groupOf = (target) => target.closest?.(GROUP) ?? null;
const marksOf = (link) => [...link.querySelectorAll("[data-said]")];
const middleOf = (mark) => mark.getBoundingClientRect().left + mark.getBoundingClientRect().width / 2;

function nearest(link, x) {
  const away = marksOf(link).map((mark) => Math.abs(middleOf(mark) - x));
  return away.indexOf(Math.min(...away));
}

function show(link, place) {
  clearTimeout(leaving);
  leaving = undefined;
  const mark = marksOf(link)[place];
  if (!mark || (group === link && at === place)) return;
  hide();
  [group, at] = [link, place];
  mark.classList.add("app-told-of");
  box.replaceChildren(...linesOf(mark));
  const { left, top, bottom } = mark.getBoundingClientRect();
  const below = bottom + 6 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? bottom + 6 : Math.max(0, top - 6 - box.offsetHeight)}px`;
}

function hide() {
  clearTimeout(leaving);
  leaving = undefined;
  group?.querySelector(".app-told-of")?.classList.remove("app-told-of");
  group = null;
  box.replaceChildren();
}

/** The name of the item or the month, below it each rating after its mark, and at last whose it is and when due. */
function linesOf(mark) {
  const { month, said } = mark.dataset;
  const { about, whose, ref } = { ...mark.ownerSVGElement.dataset, ...mark.dataset };
  const lines = (month ? said.split("; ") : [said]).map((line) => line[0].toUpperCase() + line.slice(1));
  const drawn = month ? [mark.children[0], mark.children[1].firstChild] : [mark];
  const told = [...(about ? [nameOf(about, !month)] : []), ...lines.map((line, place) => paragraph(picture(drawn[place]), line))];
  if (!whose) return told;
  const last = paragraph(whose);
  last.className = "app-told__whose";
  return [...told, last];
}

function nameOf(about, isItem) {
  const name = document.createElement("strong");
  const [, first, rest] = (isItem && about.match(/^(Criterion \S+|\S+)( .*)$/)) || [null, about, ""];
  name.textContent = first;
  return paragraph(name, rest);
}

function paragraph(...parts) {
  const line = document.createElement("p");
  line.append(...parts);
  return line;
}

/** The shape of a mark, as it stands before words; nothing where a month is not known. */
function picture(mark) {
  const shape = mark?.querySelector(".app-cells__shape");
  if (!mark || mark.matches(".app-strip__unknown")) return "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `app-shape ${mark.getAttribute("class").replace("app-told-of", "")}`);
  for (const [name, value] of Object.entries({ width: 11, height: 11, viewBox: shape ? "0 0 7 7" : "0 0 8 8" })) svg.setAttribute(name, value);
  for (const path of shape ? [shape] : mark.children) {
    const copy = svg.appendChild(path.cloneNode());
    for (const name of ["class", "transform"]) copy.removeAttribute(name);
  }
  return svg;
}

document.addEventListener("pointerdown", ({ pointerType }) => { touched = pointerType === "touch"; }, true);
document.addEventListener("pointermove", ({ target, clientX, pointerType }) => {
  const link = groupOf(target);
  if (pointerType === "touch") return;
  if (link) show(link, nearest(link, clientX));
  else if (box.contains(target)) clearTimeout(leaving);
  else if (group && document.activeElement !== group) leaving ??= setTimeout(hide, LEFT_FOR);
});
document.addEventListener("focusin", ({ target }) => {
  const link = groupOf(target);
  if (link?.matches(":focus-visible")) show(link, 0);
  else if (!link) hide();
});
document.addEventListener("scroll", hide, { passive: true });

// A tap shows what is there; a second one goes to the list, and to the item in it.
document.addEventListener("click", (event) => {
  const link = groupOf(event.target);
  if (!link) return;
  const place = event.detail ? nearest(link, event.clientX) : at;
  if (touched && (group !== link || at !== place)) {
    event.preventDefault();
    show(link, place);
  } else {
    link.hash = marksOf(link)[place]?.dataset.ref ?? "";
  }
});

// Before the keys of the page, whose arrows go to another month.
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Escape" && group) {
    event.preventDefault();
    hide();
    return;
  }
  const link = groupOf(target);
  const last = link ? marksOf(link).length - 1 : -1;
  const places = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
  if (last < 0 || !(key in places) || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  show(link, group === link ? Math.max(0, Math.min(last, places[key])) : at);
}, true);
