// What the pages do beyond plain forms: fresh panes, Ctrl+Enter, panes without a reload. Everything works without it.
"use strict";

(() => {
  const page = document.body.dataset;
  const announce = (words) => {
    document.getElementById("announce").textContent = words;
  };

  // The reply's heading is where reading goes on.
  const reply = document.querySelector("[data-reply]");
  if (reply) requestAnimationFrame(() => requestAnimationFrame(() => { if (document.activeElement === document.body) reply.focus(); }));
  // Reloading the answer to a form would send it again: a reload shows how things stand instead.
  if (page.stay) history.replaceState(null, "", page.stay);

  // Ctrl+Enter (or Cmd+Enter) sends what is being written.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.primary, button"));
    }
  });

  // A form goes off once. The server would know a second sending anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // Come back to: what is sent from here now is a new thing.
    for (const form of document.forms) delete form.dataset.sent;
    for (const number of document.querySelectorAll("[name=nonce]")) number.value = crypto.randomUUID();
  });

  // A browser prints by its own menu; where a script may, a button on the page does, too.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // On paper nothing is folded away.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const one of unfolded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });

  // Of many to choose from, those that fit what is typed; whoever is chosen stays in sight.
  for (const list of document.querySelectorAll("[data-find]")) {
    const box = document.createElement("input");
    box.type = "text";
    box.className = "find";
    box.autocomplete = "off";
    box.placeholder = list.dataset.find;
    box.setAttribute("aria-label", list.dataset.find);
    const found = document.createElement("p");
    found.className = "hint";
    found.setAttribute("role", "status");
    list.before(box, found);
    const options = [...list.querySelectorAll(".option")];
    const fit = () => {
      const wanted = box.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      const chosen = options.filter((option) => option.firstElementChild.checked).length;
      let shown = 0;
      for (const option of options) {
        const words = `${option.textContent} ${option.dataset.group ?? ""}`.toLocaleLowerCase();
        const fits = wanted.every((word) => words.includes(word));
        option.hidden = !fits && !option.firstElementChild.checked;
        if (fits) shown += 1;
      }
      for (const group of list.querySelectorAll(".group")) {
        let next = group.nextElementSibling;
        while (next?.matches(".option") && next.hidden) next = next.nextElementSibling;
        group.hidden = !next?.matches(".option");
      }
      found.textContent = [wanted.length ? `${shown} of ${options.length} fit` : "", chosen ? `${chosen} chosen` : ""].filter(Boolean).join(" · ");
    };
    box.addEventListener("input", fit);
    list.addEventListener("change", fit);
    // Enter in this box finds, and sends nothing.
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    fit();
  }

  // How much room is left, once it matters.
  for (const box of document.querySelectorAll("[data-longest]")) {
    const longest = Number(box.dataset.longest);
    const count = document.createElement("p");
    count.className = "hint count";
    count.setAttribute("role", "status");
    box.after(count);
    box.addEventListener("input", () => {
      const left = longest - box.value.length;
      count.textContent =
        left > longest / 5 ? "" : left >= 0 ? `Room for ${left} more characters.` : `${-left} characters too many.`;
    });
  }

  // On a phone, one pane at a time.
  const tabs = document.querySelectorAll("[data-tab]");
  const mark = (name, isNew) => {
    const tab = document.querySelector(`[data-tab="${name}"]`);
    if (!tab) return;
    tab.dataset.label ??= tab.textContent;
    tab.textContent = isNew ? `${tab.dataset.label} (new)` : tab.dataset.label;
  };
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      page.pane = tab.dataset.tab;
      for (const other of tabs) other.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "page");
      mark(tab.dataset.tab, false);
      window.scrollTo(0, 0);
    });
  }

  // Fresh panes. What somebody types into is no region, and is never touched.
  if (!page.stream) return;

  const plain = (region, nonce) => region.innerHTML.replaceAll(nonce, "").replaceAll(' open=""', "");
  const isBusy = (region) => {
    const selection = getSelection();
    return (
      pressing === region ||
      region.querySelector("textarea, select, input:not([type=hidden])") ||
      (!selection.isCollapsed && region.contains(selection.anchorNode))
    );
  };
  // Where the reader's focus stands, so that it can be put back on the same button.
  const placeOf = (region) => {
    const here = document.activeElement;
    if (!region.contains(here)) return null;
    return { place: [...region.querySelectorAll("a, button, summary")].indexOf(here), words: here.textContent };
  };
  const putBack = (region, was) => {
    if (!was) return;
    const all = [...region.querySelectorAll("a, button, summary")];
    const same = all.filter((one) => one.textContent === was.words);
    (all[was.place]?.textContent === was.words ? all[was.place] : same[0])?.focus({ preventScroll: true });
  };

  let pressing = null;
  document.addEventListener("pointerdown", (event) => {
    pressing = event.target.closest?.("[data-region]") ?? null;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => { pressing = null; }));
  }

  const names = { conversation: "For you", room: "Review room", channel: "Trust channel", table: "The table" };
  let stamp = page.stamp;
  let stream = null;
  let later = 0;

  const refresh = async (newest) => {
    const answer = await fetch(page.fresh, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    let wait = false;
    for (const region of document.querySelectorAll("[data-region]")) {
      const next = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
      if (!next || plain(region, page.nonce) === plain(next, fresh.body.dataset.nonce)) continue;
      if (isBusy(region)) {
        wait = true;
        continue;
      }
      const was = placeOf(region);
      const open = [...region.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
      for (const one of next.querySelectorAll("summary")) one.parentElement.open ||= open.includes(one.textContent);
      region.replaceChildren(...next.childNodes);
      putBack(region, was);
      const pane = region.closest(".pane").id;
      // The room changes with every note: it is marked, and only the other two are said aloud.
      if (pane !== "room") announce(`${names[pane]} has something new.`);
      if (pane !== page.pane) mark(pane, true);
    }
    // Regions that stayed keep the old number; the two must not be mixed when they are compared.
    for (const number of document.querySelectorAll("[data-region] [name=nonce]")) number.value = page.nonce;
    clearTimeout(later);
    if (wait) later = setTimeout(() => refresh(newest), 1500);
    else stamp = newest;
  };

  const listen = () => {
    const address = new URL(page.stream, location.href);
    address.searchParams.set("stamp", stamp);
    stream = new EventSource(address);
    stream.addEventListener("changed", (event) => refresh(event.data).catch(() => {}));
  };
  // Hidden pages listen to nothing: browsers allow few connections, and nobody is reading.
  document.addEventListener("visibilitychange", () => {
    stream?.close();
    stream = null;
    if (!document.hidden) listen();
  });
  window.addEventListener("pagehide", () => stream?.close());
  if (!document.hidden) listen();
})();
