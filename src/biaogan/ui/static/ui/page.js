/* What pages do beyond plain HTML. Nothing here is needed to log in, read a list or send a form. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, where = document) => where.querySelectorAll(selector);

  // Theme: kept in a cookie, so that the server draws the next page in it without a flash.
  const choose = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax`;
    all("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    });
    document.dispatchEvent(new CustomEvent("theme"));
  };

  // Menus that close: by a click elsewhere or by Escape.
  const closeMenus = (except) => {
    all("details[data-closes][open]").forEach((menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  };

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) choose(choice.dataset.themeChoice);
    closeMenus(event.target);
    if (!event.target.closest(".search")) document.querySelector("#search-found")?.replaceChildren();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.activeElement.closest("details[data-closes][open]");
      closeMenus();
      if (open) open.querySelector("summary").focus();
      document.querySelector("#search-found")?.replaceChildren();
    }
    const search = document.querySelector("[data-search]");
    if (search && event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // Files: dropped ones go into the field, chosen ones are named.
  const nameFiles = (drop) => {
    const list = drop.querySelector("[data-drop-files]");
    const files = drop.querySelector("input[type=file]").files;
    list.replaceChildren(
      ...Array.from(files, (file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} kB)`;
        return line;
      }),
    );
  };
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (drop) nameFiles(drop);
  });
  ["dragover", "dragleave", "drop"].forEach((kind) => {
    document.addEventListener(kind, (event) => {
      const drop = event.target instanceof Element && event.target.closest("[data-drop]");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop") {
        drop.querySelector("input[type=file]").files = event.dataTransfer.files;
        nameFiles(drop);
      }
    });
  });

  // Pages kept for use without network belong to one person: they go when another is here, or nobody.
  const forgetOthers = async () => {
    const person = root.dataset.person;
    if (person === undefined || !("caches" in window)) return;
    for (const name of await caches.keys()) {
      if (name.startsWith("kept-") && name !== `kept-${person}`) await caches.delete(name);
    }
  };

  // Focus goes to what a form or a swapped part wants read first.
  const focusFirst = (where) => where.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => focusFirst(event.target));
  // A browser complains about a field in its own language; the server does it in the page's.
  const keepQuiet = (where) => all("form[method=post]", where).forEach((form) => { form.noValidate = true; });
  document.addEventListener("htmx:afterSettle", (event) => keepQuiet(event.target));
  const ready = () => {
    forgetOthers();
    keepQuiet(document);
    focusFirst(document);
    if (/Mac|iPhone|iPad/.test(navigator.platform)) {
      all("[data-search-key]").forEach((key) => { key.textContent = "⌘K"; });
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
