/* The review desk: files beside the answers, phrases for the opinion, keys.
 *
 * Everything works without this file: tabs are links into a frame, marks and decisions are plain
 * form fields. Keys only move the focus; nothing is decided before a button is pressed.
 */
(() => {
  "use strict";

  const panel = document.getElementById("viewer-panel");
  const tabs = [...document.querySelectorAll("[data-file]")];
  const tools = document.querySelector("[data-viewer-tools]");
  const imageTools = document.querySelector("[data-image-tools]");
  let current = -1;
  let zoom = 0;
  let turn = 0;

  // --- files -----------------------------------------------------------------------------------

  function element(tab) {
    if (tab.dataset.kind === "image") {
      const image = document.createElement("img");
      image.src = tab.href;
      image.alt = tab.textContent.trim();
      return image;
    }
    if (tab.dataset.kind === "pdf") {
      const frame = document.createElement("iframe");
      // Chromium's viewer: no strip of thumbnails, the page as wide as the frame.
      frame.src = `${tab.href}#navpanes=0&view=FitH`;
      frame.title = tab.textContent.trim();
      return frame;
    }
    const note = document.createElement("p");
    note.className = "note";
    const link = document.createElement("a");
    link.href = tab.href;
    link.textContent = tab.textContent.trim();
    note.append(link);
    return note;
  }

  function adjust() {
    const image = panel.querySelector("img");
    if (image) image.className = `sheet zoom-${zoom} turn-${turn}`;
  }

  function show(index, { focus = false } = {}) {
    if (!tabs.length) return;
    current = (index + tabs.length) % tabs.length;
    const tab = tabs[current];
    tabs.forEach((each) => {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    });
    zoom = turn = 0;
    panel.replaceChildren(element(tab));
    adjust();
    imageTools.hidden = tab.dataset.kind !== "image";
    tools.querySelector("[data-view-name]").textContent = `${current + 1} / ${tabs.length}`;
    tools.querySelector("[data-view-open]").href = tab.href;
    // Only the strip moves: on a phone the page must not jump down to the files.
    const strip = tab.parentElement;
    strip.scrollTo({ left: tab.offsetLeft - strip.offsetLeft - strip.clientWidth / 3 });
    if (focus) tab.focus();
  }

  function showSlot(slot) {
    document.querySelectorAll(".answer.is-shown").forEach((e) => e.classList.remove("is-shown"));
    const index = tabs.findIndex((tab) => tab.dataset.slot === slot);
    // Already there: the reviewer may have turned to the second file of the slot.
    if (index >= 0 && tabs[current]?.dataset.slot !== slot) show(index);
  }

  const VIEW = {
    previous: () => show(current - 1),
    next: () => show(current + 1),
    in: () => { zoom = Math.min(3, zoom + 1); adjust(); },
    out: () => { zoom = Math.max(0, zoom - 1); adjust(); },
    rotate: () => { turn = (turn + 1) % 4; adjust(); },
  };

  function startViewer() {
    tools.hidden = false;
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        show(index);
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) show(current + step, { focus: true });
      });
    });
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-view]");
      if (button) VIEW[button.dataset.view]();
    });
    document.querySelector(".rv-left").addEventListener("click", (event) => {
      if (event.target.closest("details, input, button")) return;
      const place = event.target.closest("[data-slot]");
      if (!place) return;
      if (event.target.closest("a.to-file")) event.preventDefault();
      if (getSelection().toString()) return;
      showSlot(place.dataset.slot);
      place.closest(".answer")?.classList.add("is-shown");
    });
    show(0);
  }

  // --- opinion ---------------------------------------------------------------------------------

  const opinion = document.getElementById("id_opinion");

  function startPhrases() {
    const phrases = document.querySelector("[data-phrases]");
    phrases.hidden = false;
    phrases.addEventListener("click", (event) => {
      const button = event.target.closest("[data-phrase]");
      if (!button) return;
      opinion.value = [opinion.value.trim(), button.dataset.phrase].filter(Boolean).join("\n");
      opinion.focus();
    });
  }

  // --- keys ------------------------------------------------------------------------------------

  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

  const KEYS = {
    "[": VIEW.previous,
    k: VIEW.previous,
    "]": VIEW.next,
    j: VIEW.next,
    o: () => opinion?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (KEYS[event.key]) {
      KEYS[event.key]();
    } else if (target) {
      // Links and the help open; decisions only get the focus.
      if (target.name === "verb") target.focus();
      else target.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  if (panel) startViewer();
  if (opinion) startPhrases();
})();
