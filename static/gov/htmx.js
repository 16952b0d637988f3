/* Busy buttons, and a toast for every htmx request that failed. What was typed stays in the page.
 *
 * - A button of a plain form gets aria-busy and is not sent twice; htmx buttons get the same.
 * - A refused request (4xx, 5xx, no network) shows one toast: the answer's own sentence when it
 *   is text/plain, else a sentence by status. The texts stand translated on #toasts.
 * - Own scripts: document.dispatchEvent(new CustomEvent("gov:toast", {detail: {text, bad: true}})).
 * - Elements with data-quiet-errors report their failures themselves (gov/saved.js).
 */
(() => {
  "use strict";

  const box = () => document.getElementById("toasts");
  const TEXT_BY_STATUS = {
    401: "expired",
    403: "refused",
    404: "missing",
    409: "conflict",
    410: "missing",
    413: "tooLarge",
    429: "tooMany",
  };

  function text(key) {
    return box().dataset[`text${key[0].toUpperCase()}${key.slice(1)}`];
  }

  function show({ text: message, bad = false, link = null }) {
    const note = document.createElement("div");
    note.className = bad ? "toast-note is-bad" : "toast-note";
    const words = document.createElement("span");
    words.append(message);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.append(link.text);
      words.append(" ", anchor);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.setAttribute("aria-label", text("close"));
    close.append("×");
    close.addEventListener("click", () => note.remove());
    note.append(words, close);
    box().replaceChildren(note);
    if (!bad) setTimeout(() => note.remove(), 6000);
  }

  function reportFailure(xhr) {
    const plain = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    const sentence = plain && xhr.responseText.length < 400 ? xhr.responseText : "";
    const expired = xhr.status === 401;
    show({
      text: sentence || text(TEXT_BY_STATUS[xhr.status] || "failed"),
      bad: true,
      link: expired ? { url: box().dataset.loginUrl, text: text("login") } : null,
    });
  }

  const isQuiet = (element) => Boolean(element.closest("[data-quiet-errors]"));

  document.addEventListener("gov:toast", (event) => show(event.detail));
  document.addEventListener("htmx:responseError", (event) => {
    if (!isQuiet(event.target)) reportFailure(event.detail.xhr);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (!isQuiet(event.target)) show({ text: text("offline"), bad: true });
    });
  }

  // One click, one request.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    const button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
    // A download answers without leaving the page, and so does an answer in another tab.
    const stays = form.hasAttribute("data-download") || button?.formTarget === "_blank";
    if (stays) setTimeout(() => settle(form), 1500);
  });

  function settle(root) {
    root.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
    root.removeAttribute("aria-busy");
  }

  // The back button brings the page back as it was, busy buttons included.
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(settle));
})();
