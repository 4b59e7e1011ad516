// Draws each chart from the table beside it; the library is loaded only where there is a chart.
import { eachPart } from "./ready.js";

const TONES = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `--data-${n}`);

// `light-dark()` is resolved only on a real element.
function paint(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

// The same colour, mostly see-through: the ground of an area.
const faint = (color) => color.replace("rgb(", "rgba(").replace(")", ", 0.16)");

function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const labels = rows.map((row) => row.cells[0].textContent);
  const cells = (n) => rows.map((row) => row.cells[n + 1]);
  return { labels, series: heads.map((label, n) => ({ label, cells: cells(n) })) };
}

async function draw(canvas) {
  const table = document.getElementById(canvas.dataset.table);
  if (!table) return;
  const { Chart } = await import(canvas.dataset.src);
  const { labels, series } = read(table);
  const kind = canvas.dataset.chart;
  const round = kind === "doughnut";
  const area = kind === "area";
  const stacked = kind === "stacked";
  const tones = TONES.map(paint);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const rtl = getComputedStyle(canvas).direction === "rtl";
  const shown = (item) => series[item.datasetIndex].cells[item.dataIndex].textContent;
  const digits = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" });
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.color = paint("--ink-quiet");
  canvas.closest(".chart").classList.add("is-drawn");
  new Chart(canvas, {
    type: { area: "line", stacked: "bar" }[kind] ?? kind,
    data: {
      labels,
      datasets: series.map((one, n) => ({
        label: one.label,
        data: one.cells.map((cell) => Number(cell.dataset.value)),
        backgroundColor: round ? tones : area ? faint(tones[n % tones.length]) : tones[n % tones.length],
        fill: area,
        pointRadius: area ? 0 : 3,
        pointHitRadius: 12,
        borderColor: round ? paint("--color-base-100") : tones[n % tones.length],
        borderRadius: 4,
        tension: 0.3,
      })),
    },
    options: {
      maintainAspectRatio: false,
      layout: { padding: { left: 14, right: 14 } },
      animation: still ? false : { duration: 250 },
      plugins: {
        legend: { display: round || series.length > 1, rtl, labels: { usePointStyle: true } },
        tooltip: { rtl, callbacks: { label: (item) => ` ${shown(item)}` } },
      },
      scales: round ? {} : {
        x: { stacked, reverse: rtl, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 10 } },
        y: { stacked, position: rtl ? "right" : "left", beginAtZero: true, grid: { color: paint("--line") }, ticks: { callback: (value) => digits.format(value) } },
      },
    },
  });
}

eachPart((root) => {
  for (const canvas of root.querySelectorAll("canvas[data-chart]:not([data-drawn])")) {
    canvas.dataset.drawn = "1";
    draw(canvas).catch((error) => console.error(error));
  }
});
