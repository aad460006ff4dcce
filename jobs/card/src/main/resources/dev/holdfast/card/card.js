"use strict";
for (const source of document.querySelectorAll("script[data-chart]")) {
  const place = document.getElementById(source.dataset.chart);
  try {
    const specification = vegaLite.compile(JSON.parse(source.textContent)).spec;
    const view = new vega.View(vega.parse(specification), {
      renderer: "svg",
      container: place,
      hover: false,
    });
    view.runAsync().then(
      () => { place.dataset.drawn = "yes"; },
      (broken) => { console.error(place.id, broken); },
    );
  } catch (broken) {
    console.error(place.id, broken);
  }
}
