/* The saved / saving / failed chip of an autosaved form. Load it in the page's {% block js %}.
 *
 * HTML: {% include "components/saved_chip.html" %} somewhere in the page, and
 *       <form data-autosave data-quiet-errors hx-post="…" hx-swap="none"
 *             hx-trigger="change delay:600ms, input delay:2500ms">
 *       Buttons that save the form by a request of their own carry data-saves.
 * The server answers 200 or 204; a header HX-Trigger: {"gov:saved": {"at": "10:32"}} sets the
 * time shown. A failed save keeps everything in the page, shows why, tries again by itself (5 s,
 * 10 s, 20 s … at most every minute) and at once on 重试 or when the network comes back. An answer
 * 409 is final: its sentence is shown and nothing is tried again. When the session has expired,
 * the toast leads to the login in a new window. While something is unsaved, leaving asks first.
 */
(() => {
  "use strict";

  const chip = () => document.getElementById("saved");
  const form = () => document.querySelector("form[data-autosave]");
  let pending = false;
  let waits = 5000;
  let timer = 0;

  function show(state, at = "") {
    const box = chip();
    if (!box) return;
    const failed = state === "failed" || state === "expired";
    box.dataset.state = failed ? "failed" : state;
    box.querySelector("[data-text]").textContent = box.dataset[state].replace("{at}", at);
    box.querySelector("[data-retry]").hidden = !failed;
  }

  function save() {
    clearTimeout(timer);
    if (form() && window.htmx) window.htmx.trigger(form(), "change");
  }

  const isOurs = (event) => event.target === form() || event.target.matches?.("[data-saves]");

  function tellExpired() {
    const texts = document.getElementById("toasts").dataset;
    const link = { url: texts.loginUrl, text: texts.textLogin };
    toast(texts.textExpired, link);
  }

  function toast(text, link = null) {
    document.dispatchEvent(new CustomEvent("gov:toast", { detail: { text, bad: true, link } }));
  }

  document.addEventListener("input", (event) => {
    // Fields may stand elsewhere in the page and name the form they belong to.
    if (event.target.form?.matches("form[data-autosave]")) pending = true;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isOurs(event)) show("saving");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event)) return;
    if (event.detail.successful) {
      pending = false;
      waits = 5000;
      const now = new Date().toTimeString().slice(0, 5);
      show("saved", chip()?.dataset.at || now);
      return;
    }
    const { status, responseText } = event.detail.xhr;
    const isExpired = status === 401 || status === 403;
    show(isExpired ? "expired" : "failed");
    if (isExpired) tellExpired();
    if (status === 409) {
      toast(responseText);
      return;
    }
    timer = setTimeout(save, waits);
    waits = Math.min(2 * waits, 60000);
  });
  document.addEventListener("gov:saved", (event) => {
    const box = chip();
    if (box && event.detail?.at) box.dataset.at = event.detail.at;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#saved [data-retry]")) save();
  });
  document.addEventListener("submit", (event) => {
    if (isOurs(event)) pending = false;
  });
  window.addEventListener("online", () => pending && save());
  window.addEventListener("beforeunload", (event) => {
    if (pending) event.preventDefault();
  });
})();
