// Draws each figure.chart from the table that stands in it; without this script the table is open.
import { OPTIONS } from "./chart-kinds.js";

const TOKENS = ["paper", "ground", "sunken", "rule", "rule-2", "edge", "ink", "ink-2", "ink-3", "act",
  "act-tint", "red", "amber", "amber-mark", "green", "plan", "claim", "verify"];

const MOST = 24; // rows that are drawn; all stand in the table (api.chart.MOST)

/** The page's colours and typeface of this moment; `light` reads those of paper. */
function look(figure, light) {
  const root = document.documentElement, theme = root.getAttribute("data-theme");
  if (light) root.setAttribute("data-theme", "light");
  const style = getComputedStyle(root), found = { sans: getComputedStyle(figure).fontFamily };
  for (const name of TOKENS) found[name] = style.getPropertyValue("--" + name).trim();
  if (light) theme === null ? root.removeAttribute("data-theme") : root.setAttribute("data-theme", theme);
  return found;
}

/** What the table says: columns with their look, rows with their key, numbers and words. */
function read(figure) {
  const table = figure.querySelector("table");
  const text = (x) => x.textContent.trim();
  const columns = [...table.tHead.rows[0].cells].slice(1).filter((x) => x.dataset.look)
    .map((x) => ({ zh: text(x), look: x.dataset.look }));
  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.key).map((row) => ({
    key: row.dataset.key,
    zh: text(row.cells[0]),
    said: row.dataset.said || "",
    cells: [...row.cells].slice(1).filter((x) => "v" in x.dataset)
      .map((x) => ({ v: x.dataset.v === "" ? null : Number(x.dataset.v), zh: text(x) })),
  }));
  if ("shares matrix".includes(figure.dataset.chart)) rows.splice(MOST);
  return { columns, rows, unit: figure.dataset.unit || "", now: figure.dataset.now || "" };
}

/** Pixels that a chart of so many rows needs. */
function height(kind, data, wide) {
  if (kind === "shares" || kind === "matrix") return 56 + data.rows.length * (wide < 560 ? 40 : 28);
  if (kind === "calendar") return wide < 560 ? 820 : 190;
  if (kind === "marks") return 60 + data.columns.length * 40;
  return wide < 560 ? 240 : 280;
}

function draw(figure, light = false) {
  const place = figure.querySelector(".plot"), kind = figure.dataset.chart, data = read(figure);
  place.hidden = false;
  const wide = place.clientWidth, colours = look(figure, light);
  place.style.height = height(kind, data, wide) + "px";
  const chart = echarts.getInstanceByDom(place)
    || echarts.init(place, null, { renderer: "svg", locale: "ZH" });
  chart.resize();
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: colours.sans, color: colours["ink-2"], fontSize: 12 },
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colours.paper, borderColor: colours.edge,
      textStyle: { color: colours.ink, fontSize: 13, fontFamily: colours.sans } },
    ...OPTIONS[kind](data, colours, wide),
  }, true);
  if (!figure.dataset.drawn) {
    figure.dataset.drawn = "yes";
    figure.querySelector("details").open = false;
    chart.on("click", (at) => { if (at.data && at.data.href) location.assign(at.data.href); });
  }
}

const figures = [...document.querySelectorAll("figure.chart")].filter((x) => x.querySelector("tr[data-key]"));
const all = (light) => figures.forEach((x) => draw(x, light));
const later = (work) => { let asked = 0; return () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(work); }; };
all(false);
let wide = innerWidth;
addEventListener("resize", later(() => { if (innerWidth !== wide) { wide = innerWidth; all(false); } }));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later(() => all(false)));
new MutationObserver(later(() => all(false)))
  .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
addEventListener("beforeprint", () => all(true));
addEventListener("afterprint", () => all(false));
