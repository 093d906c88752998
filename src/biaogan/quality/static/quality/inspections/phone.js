/* Answering an inspection by tapping: each answer, photo and signature is on this phone before the page says so. */
(() => {
  "use strict";
  const queue = window.inspectionQueue;
  const LONGEST_SIDE = 1600;
  const SMALL = 160;
  const MOST_BYTES = 9 * 1024 * 1024;
  const REST = 1200;
  const one = (selector, where = document) => where.querySelector(selector);
  const all = (selector, where = document) => [...where.querySelectorAll(selector)];
  const page = one("[data-inspection]");
  if (!queue || !page) return;

  const pending = one("[data-pending]");
  const owner = pending.dataset.person;
  const inspection = page.dataset.inspection;
  const texts = page.dataset;
  const encoded = (value) => new TextEncoder().encode(JSON.stringify(value)).buffer;
  const device = () => {
    let known = localStorage.getItem("inspection-device");
    if (!known) localStorage.setItem("inspection-device", known = crypto.randomUUID());
    return known;
  };
  const entry = (kind, path, body, more) => ({
    owner, inspection, kind, body, key: more.key, url: `${texts.send}/${path}`, ...more,
  });

  // Answers

  const sights = new Map(); // item -> keys of the answers that are known here
  const saw = (item) => {
    const line = item.dataset.line;
    if (!sights.has(line)) sights.set(line, new Set(item.dataset.keys.split(" ").filter(Boolean)));
    return sights.get(line);
  };
  const chosen = (item) => one("input[type=radio]:checked", item);
  const note = (item) => one("textarea", item);

  const answer = async (item) => {
    const score = chosen(item);
    if (!score) return;
    const known = saw(item);
    const key = crypto.randomUUID();
    const given = {
      line: Number(item.dataset.line),
      points: score.value === "na" ? null : Number(score.value),
      note: note(item).value.trim(),
      made_at: new Date().toISOString(),
      device: device(),
      saw: [...known],
    };
    known.add(key);
    item.dataset.given = `${score.value} ${given.note}`;
    await put(item, entry("answer", `answers/${key}`, encoded(given), { key, given, about: about(item) }));
    item.dataset.answered = "";
    oddsOf(item, []);
    progress();
  };
  const about = (item) => one("legend", item).firstChild.textContent.trim();

  const put = async (item, ...made) => {
    item?.setAttribute("data-saving", "");
    try {
      await queue.add(...made);
      item?.removeAttribute("data-full");
    } catch (fault) {
      pending.dataset.full = "";
      if (item) delete item.dataset.given;
      one("[data-pending-count]").textContent = pending.dataset.textFull;
      throw fault;
    } finally {
      item?.removeAttribute("data-saving");
    }
    queue.drain(owner);
  };

  const differs = (item) => chosen(item) && item.dataset.given !== `${chosen(item).value} ${note(item).value.trim()}`;
  const timers = new Map();
  const flush = (item) => {
    clearTimeout(timers.get(item));
    if (differs(item)) answer(item);
  };

  const progress = () => {
    const items = all(".item");
    const done = items.filter((item) => "answered" in item.dataset).length;
    one("[data-progress]").textContent = texts.textProgress.replace("{done}", done).replace("{total}", items.length);
  };

  const oddsOf = (item, sayings) => {
    const place = one("[data-odds]", item);
    place.hidden = !sayings.length;
    one("[data-odds-list]", place).replaceChildren(...sayings.map((said) => {
      const line = document.createElement("li");
      line.textContent = said;
      return line;
    }));
  };

  // Photos, made small before they are kept: twenty of them must fit

  const drawn = async (file, longest) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas;
  };
  const bytes = async (canvas, kind, quality) => {
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, kind, quality); });
    return blob.arrayBuffer();
  };

  // A browser that cannot draw what its camera made (HEIC) keeps the file as it is; the server can read it.
  const shrunk = async (file) => {
    try {
      const canvas = await drawn(file, LONGEST_SIDE);
      const small = await drawn(file, SMALL);
      return [await bytes(canvas, "image/jpeg", 0.8), small.toDataURL("image/jpeg", 0.6)];
    } catch {
      if (!/hei[cf]/i.test(`${file.type} ${file.name}`)) return [null, ""];
      return [await file.arrayBuffer(), ""];
    }
  };

  const photo = async (item, file) => {
    const complaint = one("[data-photo-error]", item);
    const [body, thumb] = await shrunk(file);
    const wrong = !body ? texts.textUnreadable : body.byteLength > MOST_BYTES ? texts.textLarge : "";
    complaint.hidden = !wrong;
    complaint.textContent = wrong;
    if (wrong) return;
    const key = crypto.randomUUID();
    const line = item.dataset.line;
    const made = entry("picture", `pictures/${key}?role=item&line=${line}`, body, { key, line, thumb, about: about(item) });
    await put(item, made);
    showPicture(item, made);
  };
  const showPicture = (item, made) => {
    const place = document.createElement("li");
    place.dataset.key = made.key;
    if (made.thumb) {
      const picture = document.createElement("img");
      picture.src = made.thumb;
      picture.alt = "";
      place.append(picture);
    }
    const words = document.createElement("span");
    words.textContent = made.state === "kept" ? "" : texts.textWaits;
    place.append(words);
    one("[data-pictures-list]", item).append(place);
    item.dataset.pictures = String(Number(item.dataset.pictures) + 1);
    one("details", item).open = true;
  };

  // Signatures and signing off

  const pads = new Map();
  const makePad = (place) => {
    const canvas = one("canvas", place);
    canvas.hidden = false;
    one("[data-pad-buttons]", place).hidden = false;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    const pad = new window.SignaturePad(canvas, { penColor: "rgb(20, 20, 20)", minWidth: 0.8, maxWidth: 2.4 });
    one("[data-clear]", place).addEventListener("click", () => pad.clear());
    pads.set(place.dataset.pad, [pad, canvas]);
  };

  const listed = (label, items) => {
    const part = document.createDocumentFragment();
    if (!items.length) return part;
    const title = document.createElement("p");
    title.className = "notice-title";
    title.textContent = label;
    const list = document.createElement("ul");
    list.append(...items.map((item) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${item.id}`;
      link.textContent = about(item);
      line.append(link);
      return line;
    }));
    part.append(title, list);
    return part;
  };
  const complaints = (because) => {
    const items = all(".item");
    const photos = items.filter((item) => "photoOnFail" in item.dataset && chosen(item)?.matches("[data-fails]") && item.dataset.pictures === "0");
    const parts = [
      listed(texts.textMissing, items.filter((item) => !("answered" in item.dataset))),
      listed(texts.textPhoto, photos),
      listed(texts.textOdds, items.filter((item) => !one("[data-odds]", item).hidden)),
    ];
    const say = (sentence) => { const line = document.createElement("p"); line.textContent = sentence; parts.push(line); };
    if (pads.has("store") && pads.get("store")[0].isEmpty() && !because) say(texts.textStore);
    if (pads.get("inspector")[0].isEmpty()) say(texts.textInspector);
    return parts.filter((part) => part.childNodes.length);
  };

  const signature = async (role) => {
    const [pad, canvas] = pads.get(role) || [];
    if (!pad || pad.isEmpty()) return null;
    const key = crypto.randomUUID();
    const body = await bytes(canvas, "image/png");
    return entry("picture", `pictures/${key}?role=${role}`, body, { key, signature: role });
  };

  const sign = async (form) => {
    all(".item").forEach(flush);
    const value = (name) => form.elements[name]?.value.trim() || "";
    const wrong = complaints(value("because"));
    const place = one("[data-sign-error]", form);
    place.hidden = !wrong.length;
    one("[data-wrong]", place).replaceChildren(...wrong);
    if (wrong.length) { place.focus(); return; }
    const store = await signature("store");
    const inspector = await signature("inspector");
    const key = crypto.randomUUID();
    const given = {
      made_at: new Date().toISOString(), store: store?.key || null, inspector: inspector.key,
      signatory: value("signatory"), because: value("because"),
    };
    const signed = entry("sign-off", `sign-off/${key}`, encoded(given), { key, about: one("h2", form).textContent });
    await put(null, ...[store, inspector].filter(Boolean), signed);
    lock(true);
  };
  const lock = (locked) => {
    one("[data-answers]").inert = locked;
    one("[data-sign]").hidden = locked;
    const place = one("[data-signed]");
    place.hidden = !locked;
    if (locked) place.focus();
  };

  // What this phone did before the page was drawn, or since it was kept

  const restore = async () => {
    const mine = (await queue.all(owner)).filter((made) => made.inspection === inspection);
    for (const made of mine) {
      const item = one(`#item-${made.given?.line ?? made.line}`);
      if (made.kind === "answer" && item) await restoreAnswer(item, made);
      else if (made.kind === "picture" && item) restorePicture(item, made);
    }
    all(".item").forEach((item) => {
      if (chosen(item)) item.dataset.given ??= `${chosen(item).value} ${note(item).value.trim()}`;
    });
    if (mine.some((made) => made.kind === "sign-off" && made.state !== "refused")) lock(true);
    progress();
  };
  const restoreAnswer = async (item, made) => {
    const known = saw(item);
    if (known.has(made.key)) {
      if (made.state === "kept") await queue.drop(made.number); // the page itself knows it by now
      return;
    }
    const later = made.given.saw.some((key) => known.has(key)) || !item.dataset.made || made.given.made_at > new Date(item.dataset.made).toISOString();
    known.add(made.key);
    if (!later) return;
    const value = made.given.points === null ? "na" : String(made.given.points);
    one(`input[value="${value}"]`, item).checked = true;
    note(item).value = made.given.note;
    item.dataset.given = `${value} ${made.given.note}`;
    item.dataset.answered = "";
    item.dataset.made = made.given.made_at;
    one("details", item).open ||= Boolean(made.given.note);
  };
  const restorePicture = (item, made) => {
    const known = all("[data-pictures-list] a", item).some((link) => link.href.includes(made.key));
    if (known && made.state === "kept") queue.drop(made.number);
    else if (!known) showPicture(item, made);
  };

  const begin = async () => {
    all("[data-pad]").forEach(makePad);
    await restore();
    const answers = one("[data-answers]");
    answers.addEventListener("submit", (event) => event.preventDefault());
    answers.addEventListener("change", (event) => {
      const item = event.target.closest(".item");
      if (event.target.type === "radio") {
        if (event.target.matches("[data-fails]")) one("details", item).open = true;
        answer(item);
      } else if (event.target.type === "file") {
        [...event.target.files].forEach((file) => photo(item, file));
        event.target.value = "";
      } else flush(item);
    });
    answers.addEventListener("input", (event) => {
      if (event.target.tagName !== "TEXTAREA") return;
      const item = event.target.closest(".item");
      clearTimeout(timers.get(item));
      timers.set(item, setTimeout(() => flush(item), REST));
    });
    document.addEventListener("visibilitychange", () => document.hidden && all(".item").forEach(flush));
    one("[data-sign]").addEventListener("submit", (event) => { event.preventDefault(); sign(event.target); });
    document.addEventListener("kept", (event) => {
      const { entry: made, answer: kept } = event.detail;
      if (made.inspection !== inspection) return;
      if (made.kind === "sign-off") { window.location.assign(texts.result); return; }
      const item = one(`#item-${made.given?.line ?? made.line}`);
      if (made.kind === "picture" && item) {
        const words = one(`[data-key="${made.key}"] span`, item);
        if (words) words.textContent = "";
      } else if (made.kind === "answer" && item && kept.unseen?.length) {
        kept.unseen.forEach((other) => saw(item).add(other.key));
        oddsOf(item, kept.unseen.map((other) => other.says));
      }
    });
    document.addEventListener("given-up", (event) => {
      if (event.detail.inspection === inspection && event.detail.kind === "sign-off") lock(false);
    });
    document.addEventListener("queue", async () => {
      const mine = (await queue.all(owner)).filter((made) => made.inspection === inspection && made.kind === "sign-off");
      if (mine.length && mine.every((made) => made.state === "refused")) lock(false);
    });
    page.dataset.ready = "";
  };
  begin();
})();
