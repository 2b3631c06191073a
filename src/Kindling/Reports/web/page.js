"use strict";

// Draws the figures of the page in its colors and to its width, and makes its tables sortable.
(() => {
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Vega's colors and fonts, taken from the style sheet, so that light and dark are decided in one place.
  function theme() {
    const ink = style("--ink"), soft = style("--soft"), grid = style("--grid");
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: "transparent",
      font,
      view: { stroke: grid },
      axis: { labelColor: soft, titleColor: soft, gridColor: grid, domainColor: grid, tickColor: grid,
        labelFontSize: 11.5, titleFontSize: 12, titleFontWeight: 500, titlePadding: 8, labelOverlap: true },
      axisY: { domain: false, ticks: false },
      legend: { labelColor: ink, titleColor: soft, labelFontSize: 12.5, titleFontWeight: 500,
        symbolStrokeWidth: 3, labelLimit: 220 },
      header: { labelColor: ink, titleColor: soft, labelFontSize: 12.5, labelFontWeight: 600 },
      text: { color: ink },
      title: { color: ink },
    };
  }

  const columnsOf = (spec) => spec.usermeta?.columns ?? 1;

  // As many panels side by side as fit; as many legend entries in a row as fit.
  function fit(spec, width) {
    const panel = spec.usermeta?.panel;
    const margin = 62;
    if (panel && spec.spec) {
      const names = new Set((spec.data.values ?? []).map((row) => row[spec.facet.field ?? "scheme"]));
      const wrapped = spec.facet.field !== undefined;
      const most = wrapped ? Math.max(1, names.size) : columnsOf(spec);
      const fitting = Math.min(most, Math.max(1, Math.floor(width / (panel + margin))));
      const columns = wrapped ? Math.ceil(most / Math.ceil(most / fitting)) : most; // No row much emptier than others.
      const axes = spec.resolve?.scale?.y === "independent" ? columns * (margin - 12) : margin + (columns - 1) * 22;
      const room = wrapped ? width - axes : width - 150 - (columns - 1) * 22;
      if (wrapped) spec.columns = columns;
      spec.spec.width = Math.max(60, Math.min(wrapped ? 520 : 200, Math.floor(room / columns)));
      if (spec.usermeta.square) spec.spec.height = spec.spec.width;
    }
    if (panel && spec.concat) {
      const room = margin + 96; // The axis at the left, the legend at the right.
      spec.columns = Math.max(1, Math.min(spec.columns ?? spec.concat.length, Math.floor(width / (panel + room))));
      const side = Math.max(120, Math.min(460, Math.floor(width / spec.columns) - room));
      for (const part of spec.concat) Object.assign(part, { width: side, height: Math.round(0.85 * side) });
    }
    setLegendColumns(spec, width - 60);
    return spec;
  }

  // As wide as the longest name needs.
  function setLegendColumns(part, width) {
    if (part === null || typeof part !== "object") return;
    const names = part.scale?.domain;
    if (part.legend?.orient === "top" && Array.isArray(names)) {
      const longest = Math.max(...names.map((name) => String(name).length));
      part.legend.columns = Math.max(1, Math.floor(width / Math.max(100, 36 + 7 * longest)));
    }
    for (const [name, inner] of Object.entries(part)) if (name !== "data") setLegendColumns(inner, width);
  }

  async function draw(plot) {
    const width = plot.clientWidth;
    if (width === 0 || typeof vegaEmbed === "undefined") return;
    const name = plot.dataset.name;
    const spec = fit(JSON.parse(document.getElementById("spec-" + name).textContent), width);
    spec.description = plot.closest("figure")?.querySelector("h3")?.textContent; // Its name for screen readers.
    plot.dataset.width = width;
    plot.view?.finalize();
    const result = await vegaEmbed(plot, spec, {
      config: theme(), renderer: "canvas", mode: "vega-lite", logLevel: 1, downloadFileName: name,
      defaultStyle: false, forceActionsMenu: true,
      tooltip: { theme: "custom", disableDefaultStyle: true },
      actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
      i18n: { SVG_ACTION: "Save as SVG", PNG_ACTION: "Save as PNG", CLICK_TO_VIEW_ACTIONS: "Save this figure" },
    });
    plot.view = result.view;
    const bindings = plot.querySelector(".vega-bindings");
    if (bindings) plot.firstElementChild?.parentElement.prepend(bindings);
  }

  const plots = [...document.querySelectorAll(".plot")];
  const drawAll = () => plots.forEach((plot) => draw(plot).catch((error) => { plot.textContent = String(error); }));
  const drawn = () => plots.filter((plot) => Math.abs(plot.clientWidth - plot.dataset.width) > 24);
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => drawn().forEach(draw), 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  drawAll();

  // A click on a column's head sorts by it; empty cells stay last.
  for (const button of document.querySelectorAll("thead button")) {
    button.addEventListener("click", () => {
      const head = button.parentElement, place = head.cellIndex, body = head.closest("table").tBodies[0];
      const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      const key = (row) => row.cells[place].dataset.sort === undefined ? NaN : Number(row.cells[place].dataset.sort);
      const text = (row) => row.cells[place].textContent;
      const numeric = [...body.rows].some((row) => !Number.isNaN(key(row)));
      const sign = direction === "ascending" ? 1 : -1;
      const order = (a, b) => {
        if (!numeric) return sign * text(a).localeCompare(text(b));
        if (Number.isNaN(key(a)) || Number.isNaN(key(b))) return Number.isNaN(key(a)) - Number.isNaN(key(b));
        return sign * (key(a) - key(b));
      };
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction);
      body.append(...[...body.rows].sort(order));
    });
  }

  for (const button of document.querySelectorAll(".copy")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.nextElementSibling.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
})();
