/* Draws the metric's figure in place of the small trends. The table below says the same. */
const place = document.querySelector("[data-figure]");
const drawn = document.querySelector("[data-drawn]");
const instead = document.querySelector("[data-instead]");

// Nothing is sent anywhere, and nothing inside the picture takes the focus.
const settings = {
  showSendToCloud: false,
  plotlyServerURL: "",
  displaylogo: false,
  displayModeBar: false,
  responsive: true,
};

if (place && window.Plotly) {
  const { data, layout } = JSON.parse(document.getElementById("figure").textContent);
  drawn.hidden = false;
  try {
    await window.Plotly.newPlot(place, data, layout, settings);
    instead.hidden = true;
  } catch {
    drawn.hidden = true;
  }
}
