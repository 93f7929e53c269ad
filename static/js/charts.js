/* Draws each chart with Plotly in place of the server's drawing, once the page is readable.
   The server's drawing stays where the bundle does not come, and on paper. */
const NARROW = 480;
// The bundle looks for an element of this id: with it there it writes no style into the page.
const BUNDLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

// Nothing is sent anywhere, and nothing inside the picture takes the focus.
const settings = { showSendToCloud: false, plotlyServerURL: "", displaylogo: false, displayModeBar: false };

let bundle;

/** Fetch Plotly, once. */
function fetchBundle() {
  bundle ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.id = BUNDLE;
    script.src = document.getElementById("charts-script").dataset.bundle;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return bundle;
}

/** Draw one chart, and again when its width passes from wide to narrow. */
async function draw(chart) {
  const Plotly = await fetchBundle();
  const figures = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
  const drawing = chart.querySelector("[data-drawing]");
  const place = document.createElement("div");
  place.className = "app-chart__plotly";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", drawing.getAttribute("aria-label"));
  drawing.before(place);
  const fitting = () => (chart.clientWidth < NARROW ? figures.narrow : figures.wide);
  let shown;
  const react = () => {
    const figure = fitting();
    // The other figure is drawn anew: Plotly leaves out words that the one before did not have.
    const way = figure === shown ? Plotly.react : Plotly.newPlot;
    shown = figure;
    return way(place, figure.data, { ...figure.layout, width: chart.clientWidth }, settings);
  };
  await react();
  chart.dataset.drawn = "";
  let width = chart.clientWidth;
  new ResizeObserver(() => {
    if (chart.clientWidth && chart.clientWidth !== width) {
      width = chart.clientWidth;
      react();
    }
  }).observe(chart);
  offerFiles(Plotly, chart, place);
}

/** Let the chart be saved as it is drawn. */
function offerFiles(Plotly, chart, place) {
  const offer = chart.querySelector("[data-save]");
  if (!offer) return;
  offer.hidden = false;
  for (const button of offer.querySelectorAll("button")) {
    button.addEventListener("click", () => save(Plotly, place, chart.dataset.name, button.dataset.format));
  }
}

async function save(Plotly, place, name, format) {
  const address = await Plotly.toImage(place, { format: "svg", width: place.clientWidth, height: place.clientHeight });
  const file = format === "svg" ? new Blob([textOf(address)], { type: "image/svg+xml" }) : await asPng(address);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const textOf = (address) => decodeURIComponent(address.slice(address.indexOf(",") + 1));

/** Paint the SVG at twice its size. Plotly's own way needs an address that the page's policy refuses. */
async function asPng(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Draw every chart within an element that is seen and not drawn yet. */
function drawCharts(within) {
  for (const chart of within.querySelectorAll("[data-chart]:not([data-drawn], [aria-busy])")) {
    if (!chart.clientWidth) continue;
    chart.setAttribute("aria-busy", "true");
    draw(chart)
      .catch(() => {})
      .finally(() => chart.removeAttribute("aria-busy"));
  }
}

// A part of a page that came later asks for its own.
document.addEventListener("charts", (event) => drawCharts(event.target));
const start = () => drawCharts(document);
if (document.readyState === "complete") start();
else window.addEventListener("load", start);

// The dashboard draws its own, when somebody points at it.
export { fetchBundle, settings };
