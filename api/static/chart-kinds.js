// One maker of ECharts options for each kind of chart: shape and word first, colour last.

const chinese = document.documentElement.lang.startsWith("zh");
const SHAPES = {
  red: "rect", amber: "triangle", green: "circle", idle: "emptyCircle", done: "path://M5 0a5 5 0 1 0 0 10a5 5 0 1 0 0-10ZM4.4 7.4 2.2 5.2l.8-.8 1.4 1.4 2.8-3 .8.8Z",
  stop: "path://M1 0 5 4 9 0 10 1 6 5 10 9 9 10 5 6 1 10 0 9 4 5 0 1Z", hold: "path://M1 0h3v10h-3ZM6 0h3v10h-3Z",
  reminder: "emptyCircle", overdue: "circle", letter: "rect", escalated: "triangle", recommended: "diamond",
};
const INKS = {
  red: "red", amber: "amber-mark", green: "green", idle: "ink-3", done: "act", stop: "ink-3", hold: "ink-3",
  plan: "plan", claim: "claim", verify: "verify", overall: "verify", lowest: "claim", published: "plan",
  reminder: "ink-3", overdue: "red", letter: "red", escalated: "red", recommended: "ink",
  ontime: "act", late: "amber-mark", missed: "red", filed: "verify", due: "plan",
};
const LINES = {
  plan: { type: [6, 4], width: 1.6, symbol: "none" }, due: { type: [6, 4], width: 1.6, symbol: "none" },
  claim: { type: "solid", width: 1.6, symbol: "emptyCircle" }, lowest: { type: "solid", width: 1.6, symbol: "circle" },
  verify: { type: "solid", width: 3, symbol: "rect" }, overall: { type: "solid", width: 3, symbol: "rect" },
  filed: { type: "solid", width: 3, symbol: "rect" }, published: { type: [2, 3], width: 1.6, symbol: "diamond" },
};
const HATCH = { late: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  missed: { symbol: "rect", dashArrayX: [[3, 4], [0, 3, 0, 4]], dashArrayY: [3, 3] } };

const ink = (look, of) => of[INKS[look] || "ink-2"];
const axis = (of) => ({ axisLine: { lineStyle: { color: of["ink-2"] } }, axisTick: { show: false },
  axisLabel: { color: of["ink-2"], fontSize: 12 }, splitLine: { lineStyle: { color: of.rule } } });
const names = (of, wide) => ({ ...axis(of), splitLine: { show: false },
  axisLabel: { color: of.ink, fontSize: 13, width: wide < 560 ? 96 : 190, overflow: "break", interval: 0 } });
const legend = (data, of) => ({ top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: of["ink-2"], fontSize: 12 },
  selectedMode: false, data: data.columns.map((x) => ({ name: x.zh, icon: SHAPES[x.look] && SHAPES[x.look].replace("emptyC", "c") })) });

function lines(data, of, wide) {
  const most = data.unit === "%" ? 100 : null;
  return {
    grid: { top: 34, left: 8, right: wide < 560 ? 14 : 96, bottom: 4, containLabel: true },
    legend: { ...legend(data, of), itemWidth: 26, data: data.columns.map((x) => x.zh) },
    xAxis: { type: "category", data: data.rows.map((x) => x.zh), boundaryGap: data.rows.length < 3, ...axis(of) },
    yAxis: { type: "value", min: 0, max: most, ...axis(of), axisLabel: { color: of["ink-3"], formatter: "{value}" + data.unit } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: of.paper, borderColor: of.edge,
      textStyle: { color: of.ink, fontSize: 13 },
      formatter: (at) => [at[0].name, ...at.map((x) => x.seriesName + "　" + data.rows[x.dataIndex].cells[x.seriesIndex].zh)].join("\n") },
    series: data.columns.map((column, n) => {
      const style = LINES[column.look] || LINES.claim;
      return { name: column.zh, type: "line", connectNulls: true, data: data.rows.map((x) => x.cells[n].v),
        symbol: style.symbol, symbolSize: 8, showAllSymbol: true, color: ink(column.look, of),
        lineStyle: { type: style.type, width: style.width, color: ink(column.look, of) }, itemStyle: { color: ink(column.look, of) },
        endLabel: { show: wide >= 560, color: of["ink-2"], fontSize: 12, lineHeight: 18, formatter: (at) => data.rows[at.dataIndex].cells[n].zh.split("（")[0] + " " + column.zh },
        labelLayout: { moveOverlap: "shiftY" } };
    }),
  };
}

function shares(data, of, wide) {
  return {
    grid: { top: 32, left: 8, right: wide < 560 ? 100 : 140, bottom: 4, containLabel: true },
    legend: legend(data, of),
    xAxis: { type: "value", minInterval: 1, ...axis(of), axisLine: { show: false } },
    yAxis: { type: "category", inverse: true, data: data.rows.map((x) => x.zh), ...names(of, wide) },
    series: data.columns.map((column, n) => ({
      name: column.zh, type: "bar", stack: "all", barMaxWidth: 14,
      itemStyle: { color: ink(column.look, of), borderColor: of.paper, borderWidth: 1,
        decal: HATCH[column.look] ? { ...HATCH[column.look], color: of.paper } : null },
      data: data.rows.map((x) => x.cells[n].v),
      label: n < data.columns.length - 1 ? { show: false }
        : { show: true, position: "right", color: of.ink, fontSize: 12, formatter: (at) => data.rows[at.dataIndex].said },
      labelLayout: n < data.columns.length - 1 ? {} : { hideOverlap: false },
    })),
  };
}

function calendar(data, of, wide) {
  const upright = wide < 560, year = data.rows[0].key.slice(0, 4);
  const most = Math.max(...data.rows.map((x) => x.cells[0].v));
  return {
    tooltip: { renderMode: "richText", confine: true, backgroundColor: of.paper, borderColor: of.edge, textStyle: { color: of.ink },
      formatter: (at) => data.rows[at.dataIndex].zh + "　" + data.rows[at.dataIndex].cells.map((x, n) => data.columns[n].zh + x.zh).join("，") },
    visualMap: { show: false, min: 0, max: Math.max(most, 4), inRange: { color: [of["act-tint"], of.claim, of.act] } },
    calendar: { range: year, orient: upright ? "vertical" : "horizontal", top: upright ? 24 : 26, left: upright ? 56 : 30, right: 6, bottom: 4,
      cellSize: upright ? ["auto", 14] : ["auto", 18],
      itemStyle: { color: of.paper, borderColor: of.rule, borderWidth: 1 }, splitLine: { lineStyle: { color: of["ink-2"], width: 1 } },
      dayLabel: { firstDay: 1, nameMap: chinese ? [..."日一二三四五六"] : "en", color: of["ink-2"], fontSize: 11 },
      monthLabel: { nameMap: chinese ? Array.from({ length: 12 }, (_, x) => `${x + 1}月`) : "en", color: of["ink-2"], fontSize: 12 },
      yearLabel: { show: false } },
    series: [{ type: "heatmap", coordinateSystem: "calendar", data: data.rows.map((x) => [x.key, x.cells[0].v]),
      label: { show: true, fontSize: 11, fontWeight: 700, color: of.ink, textBorderColor: of.paper, textBorderWidth: 3, formatter: (at) => (at.value[1] >= 8 ? String(at.value[1]) : "") } }],
  };
}

function matrix(data, of, wide) {
  const points = data.columns.map(() => []);
  let most = 0;
  const fit = Math.max(8, Math.floor((wide - (wide < 560 ? 150 : 270)) / 17));
  data.rows.forEach((row, y) => {
    const all = row.cells.reduce((sum, x) => sum + (x.v || 0), 0), scale = all > fit ? fit / all : 1;
    let x = 0;
    row.cells.forEach((cell, n) => {
      const drawn = cell.v ? Math.max(1, Math.round(cell.v * scale)) : 0;
      for (let k = 0; k < drawn; k += 1) points[n].push({ value: [x++, y], row: y, n });
    });
    most = Math.max(most, x);
  });
  return {
    grid: { top: 32, left: 8, right: wide < 560 ? 44 : 60, bottom: 4, containLabel: true },
    legend: legend(data, of),
    xAxis: { type: "value", show: false, min: -1, max: Math.max(most, fit) },
    yAxis: [{ type: "category", inverse: true, data: data.rows.map((x) => x.zh), ...names(of, wide), axisLine: { show: false },
      splitLine: { show: true, lineStyle: { color: of.rule } } },
    { type: "category", inverse: true, position: "right", data: data.rows.map((x) => x.said), ...axis(of), axisLine: { show: false }, splitLine: { show: false } }],
    tooltip: { renderMode: "richText", confine: true, backgroundColor: of.paper, borderColor: of.edge, textStyle: { color: of.ink },
      formatter: (at) => { const row = data.rows[at.data.row]; return row.zh + "\n" + row.cells.map((x, n) => data.columns[n].zh + " " + x.zh).join("　"); } },
    series: data.columns.map((column, n) => ({ name: column.zh, type: "scatter", symbol: SHAPES[column.look], symbolSize: 11,
      color: ink(column.look, of), itemStyle: { color: ink(column.look, of), opacity: 1 }, data: points[n] })),
  };
}

function marks(data, of, wide) {
  const days = data.rows.map((x) => x.key);
  return {
    grid: { top: 26, left: 8, right: 28, bottom: 4, containLabel: true },
    xAxis: { type: "time", min: days[0], max: days[days.length - 1], minInterval: 28 * 86400000, ...axis(of),
      axisLabel: { color: of["ink-2"], hideOverlap: true, formatter: "{yyyy}-{MM}" } },
    yAxis: { type: "category", inverse: true, data: data.columns.map((x) => x.zh), ...names(of, wide),
      splitLine: { show: true, lineStyle: { color: of.rule } } },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: of.paper, borderColor: of.edge, textStyle: { color: of.ink },
      formatter: (at) => data.rows[at.data.row].zh + "　" + data.columns[at.seriesIndex].zh + data.rows[at.data.row].cells[at.seriesIndex].zh },
    series: data.columns.map((column, n) => ({ name: column.zh, type: "scatter", symbol: SHAPES[column.look] || "circle",
      symbolSize: (value, at) => 7 + Math.min(16, 2.4 * Math.sqrt(at.data.count)), color: ink(column.look, of),
      itemStyle: { color: ink(column.look, of), opacity: 1 },
      data: data.rows.flatMap((x, row) => (x.cells[n].v ? [{ value: [x.key, n], count: x.cells[n].v, row }] : [])),
      markLine: n || !data.now ? undefined : { silent: true, symbol: "none", lineStyle: { color: of.act, width: 1.5, type: "solid" },
        label: { formatter: chinese ? "今天" : "Today", color: of.act, position: "start" }, data: [{ xAxis: data.now }] } })),
  };
}

export const OPTIONS = { lines, shares, calendar, matrix, marks };
