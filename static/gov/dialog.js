/* Native <dialog>.
 *
 * - data-open-dialog="id" on a button opens the dialog; data-close-dialog closes the one around it.
 * - data-confirm="question" on a form, button or link asks first; "yes" lets the action through
 *   once. htmx actions with hx-confirm use the same dialog.
 * - A dialog that arrives through htmx with data-show opens itself.
 */
(() => {
  "use strict";

  const dialog = () => document.getElementById("confirm-dialog");

  function ask(question) {
    const box = dialog();
    document.getElementById("confirm-text").textContent = question;
    box.returnValue = "";
    box.showModal();
    return new Promise((resolve) => {
      box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
    });
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog).showModal();
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog").close();
  });

  const confirmed = new WeakSet();

  document.addEventListener(
    "submit",
    (event) => {
      const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
      if (!question || confirmed.delete(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(question).then((yes) => {
        if (!yes) return;
        confirmed.add(event.target);
        event.target.requestSubmit(event.submitter || undefined);
      });
    },
    true,
  );

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });

  document.addEventListener("htmx:load", (event) => {
    const box = event.target.matches?.("dialog[data-show]")
      ? event.target
      : event.target.querySelector?.("dialog[data-show]");
    if (box && !box.open) box.showModal();
  });
})();
