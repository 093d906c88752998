/* Mounts every [data-chart]: the option stands as JSON right after it (ui/charts.py writes it). */
(() => {
  "use strict";
  const root = document.documentElement;
  const chinese = root.lang.startsWith("zh");
  const mounted = new Map();
  const number = (places) => {
    const format = new Intl.NumberFormat(root.lang, { maximumFractionDigits: places });
    return (value) => (value === null || value === undefined || value === "-" ? "—" : format.format(value));
  };
  const [whole, one, two] = [number(0), number(1), number(2)];
  const plain = (value) => (value !== null && typeof value === "object" ? (value.value?.value ?? value.value) : value);
  const monthName = new Intl.DateTimeFormat(root.lang, { month: "short" });

  // The functions an option may name with {"$format": …}; ui/charts.py holds the same list.
  const formats = {
    money: (value) => one(plain(value) / (chinese ? 10000 : 1000)),
    percent: (value) => (plain(value) === null ? "—" : `${one(plain(value))}%`),
    count: (value) => whole(plain(value)),
    number: (value) => two(plain(value)),
    text: (value) => String(plain(value)),
    month: (value) => {
      const [year, month] = String(value).split("-").map(Number);
      const name = monthName.format(new Date(year, month - 1, 1));
      return month === 1 ? `${name}\n${year}` : name;
    },
  };

  const revive = (value, style) => {
    if (Array.isArray(value)) return value.map((item) => revive(item, style));
    if (value === null || typeof value !== "object") return value;
    if ("$format" in value) return formats[value.$format];
    if ("$token" in value) return style.getPropertyValue(`--${value.$token}`).trim();
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item, style)]));
  };

  // What every chart shares: the page's ink and lines. Tooltips are drawn, not HTML: the page allows no inline style.
  const dressed = (option, style) => {
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const text = { color: colour("ink-2"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const axis = (given) => (Array.isArray(given) ? given.map(axis) : given && {
      ...given,
      axisLine: { lineStyle: { color: colour("line-strong") }, ...given.axisLine },
      axisTick: { show: false, ...given.axisTick },
      axisLabel: { ...text, ...given.axisLabel },
      nameTextStyle: { ...text, ...given.nameTextStyle },
      splitLine: { show: given.type === "value", lineStyle: { color: colour("line") }, ...given.splitLine },
    });
    const tooltip = {
      renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("line-strong"),
      borderWidth: 1, padding: 8, textStyle: { ...text, color: colour("ink") },
      axisPointer: { lineStyle: { color: colour("line-strong") }, shadowStyle: { color: colour("shade"), opacity: 0.5 } },
    };
    return {
      animation: false, ...option, textStyle: text, aria: { enabled: false },
      color: ["series-1", "series-2", "series-3", "series-4"].map(colour),
      tooltip: { ...tooltip, ...option.tooltip }, legend: { textStyle: text, ...option.legend },
      xAxis: axis(option.xAxis), yAxis: axis(option.yAxis),
      series: option.series.map((one) => ({ ...one, label: one.label && { ...text, ...one.label } })),
    };
  };

  // A picture of the chart as PNG: drawn once more on a canvas, since the page itself draws lines (SVG).
  const arrow = "path://M7 1v7M3.5 5.5 7 9l3.5-3.5M1 12h12";
  const save = (place, option) => {
    const sheet = document.createElement("div");
    const chart = window.echarts.init(sheet, null, {
      renderer: "canvas", locale: chinese ? "ZH" : "EN", width: place.clientWidth, height: place.clientHeight,
    });
    chart.setOption({ ...option, toolbox: { show: false } });
    const link = document.createElement("a");
    const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: paper });
    link.download = `${place.getAttribute("aria-label").slice(0, 60)}.png`;
    link.click();
    chart.dispose();
  };
  const toolbox = (place, option, style) => ({
    right: 0, bottom: 0, itemSize: 14, tooltip: { show: true },
    feature: {
      myPicture: {
        show: true, title: chinese ? "保存为图片" : "Save as picture", icon: arrow,
        iconStyle: { borderColor: style.getPropertyValue("--ink-2").trim() },
        onclick: () => save(place, option),
      },
    },
  });

  const draw = (place) => {
    const style = getComputedStyle(root);
    const option = revive(JSON.parse(place.nextElementSibling.textContent), style);
    mounted.get(place)?.dispose();
    const chart = window.echarts.init(place, null, { renderer: "svg", locale: chinese ? "ZH" : "EN" });
    const shown = dressed(option, style);
    chart.setOption({ ...shown, toolbox: toolbox(place, shown, style) });
    mounted.set(place, chart);
  };
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => mounted.get(entry.target)?.resize()));
  const mount = (where) => where.querySelectorAll("[data-chart]").forEach((place) => {
    if (mounted.has(place)) return;
    draw(place);
    resized.observe(place);
  });
  const redraw = () => {
    for (const [place, chart] of mounted) {
      if (place.isConnected) draw(place);
      else { chart.dispose(); resized.unobserve(place); mounted.delete(place); }
    }
  };

  mount(document);
  document.addEventListener("htmx:afterSwap", () => { redraw(); mount(document); });
  document.addEventListener("theme", redraw);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // Paper is light, whatever the screen is.
  let theme;
  window.addEventListener("beforeprint", () => { theme = root.dataset.theme; root.dataset.theme = "light"; redraw(); });
  window.addEventListener("afterprint", () => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    redraw();
  });
})();
