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

  // The chart as a PNG file, twice as fine as on the screen: its own lines (SVG), painted on a canvas.
  const save = (place) => {
    const picture = new Image();
    const [width, height] = [place.clientWidth, place.clientHeight];
    picture.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
      const pen = canvas.getContext("2d");
      pen.fillStyle = getComputedStyle(root).getPropertyValue("--paper").trim();
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = `${place.parentElement.querySelector("figcaption").textContent}.png`;
      link.click();
    };
    const drawn = place.querySelector("svg").cloneNode(true);
    drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const text = new XMLSerializer().serializeToString(drawn);
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };
  const offer = (place) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button small plain chart-save" });
    button.textContent = chinese ? "保存为图片" : "Save as picture";
    button.addEventListener("click", () => save(place));
    place.parentElement.append(button);
  };

  const draw = (place) => {
    const style = getComputedStyle(root);
    const option = revive(JSON.parse(place.nextElementSibling.textContent), style);
    mounted.get(place)?.dispose();
    const chart = window.echarts.init(place, null, { renderer: "svg", locale: chinese ? "ZH" : "EN" });
    chart.setOption(dressed(option, style));
    mounted.set(place, chart);
  };
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => mounted.get(entry.target)?.resize()));
  const mount = (where) => where.querySelectorAll("[data-chart]").forEach((place) => {
    if (mounted.has(place)) return;
    draw(place);
    offer(place);
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
