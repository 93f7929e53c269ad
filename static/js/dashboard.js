/* The dashboard: its Print button, which stands there only where it works, and the way to the exit, which Plotly
   draws over the server's drawing once somebody points at it or it has the focus. */
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const chart = document.querySelector("a[data-figure]");
const { dataset: files } = document.getElementById("charts-script");

/** Fetch the figure, Plotly and its stylesheet, with which it writes no style into the page. */
async function fetchAll() {
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", id: "plotly.js-style-global", className: "no-inline-styles", href: files.style });
  const styled = new Promise((resolve) => style.addEventListener("load", resolve));
  document.head.append(style);
  const [{ fetchBundle, settings }, answer] = await Promise.all([import(files.charts), fetch(chart.dataset.figure), styled]);
  if (!answer.ok) throw new Error(answer.statusText);
  return { Plotly: await fetchBundle(), settings, figure: await answer.json() };
}

/** Draw the figure as large as its link, and again when that changes; then let arrows go through its months. */
async function draw() {
  const { Plotly, settings, figure } = await fetchAll();
  const place = document.createElement("div");
  place.className = "app-exit__plot";
  place.setAttribute("aria-hidden", "true"); // the server's drawing keeps the words
  chart.append(place);
  const react = () => Plotly.react(place, figure.data, { ...figure.layout, width: chart.clientWidth, height: chart.clientHeight }, settings);
  await react();
  chart.dataset.drawn = "";
  new ResizeObserver(react).observe(chart);
  const at = figure.data.findIndex((line) => line.name === "Complete");
  stepThrough(figure.data[at].hovertext, (point) => Plotly.Fx.hover(place, point === null ? [] : [{ curveNumber: at, pointNumber: point }]));
}

/** Show the month that the left and right arrows go to, and say it; Escape ends it. */
function stepThrough(months, show) {
  const said = document.createElement("span");
  said.className = "nhsuk-u-visually-hidden";
  said.setAttribute("role", "status");
  chart.after(said);
  let at = months.length;
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step && (event.key !== "Escape" || at === months.length)) return;
    event.preventDefault(); // or the arrow would go to another month
    at = step ? Math.min(months.length - 1, Math.max(0, at + step)) : months.length;
    said.textContent = months[at] ?? "";
    show(months[at] ? at : null);
  });
  chart.addEventListener("blur", () => { at = months.length; said.textContent = ""; show(null); });
}

for (const come of ["pointerenter", "focus"]) chart?.addEventListener(come, begin);

function begin() {
  for (const come of ["pointerenter", "focus"]) chart.removeEventListener(come, begin);
  draw().catch(() => {}); // the server's drawing stands
}
