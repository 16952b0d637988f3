/* Warns before an idle session ends, and leaves once it has.
 *
 * #idle-dialog says after how many seconds (data-idle-seconds) and where to say that somebody is
 * still there (data-keep-url). Windows of one browser share the time of the last request through
 * localStorage; nothing else is stored.
 */
(() => {
  "use strict";

  const box = document.getElementById("idle-dialog");
  if (!box) return;
  const LAST = "gov-last-request";
  const limit = Number(box.dataset.idleSeconds) * 1000;
  const warning = Math.max(limit - 120000, limit / 2);

  const note = () => localStorage.setItem(LAST, String(Date.now()));
  const rested = () => Date.now() - Number(localStorage.getItem(LAST) || Date.now());

  function look() {
    if (rested() > limit) {
      location.reload();
    } else if (rested() > warning) {
      if (!box.open) box.showModal();
    } else if (box.open) {
      box.close();
    }
  }

  box.addEventListener("close", () => {
    if (rested() < warning) return;
    fetch(box.dataset.keepUrl, {
      method: "POST",
      headers: { "X-CSRFToken": window.gov.csrfToken() },
    }).then((answer) => (answer.ok ? note() : location.reload()));
  });

  document.addEventListener("htmx:afterRequest", note);
  note();
  setInterval(look, 1000);
})();
