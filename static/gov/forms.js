/* Small helps for forms. All by attribute, nothing to call.
 *
 * data-countdown="60"      button: disabled for so many seconds from now. The server renders it
 *                          (also after its answer to 获取验证码), so a reload does not cheat it.
 *                          data-countdown-text="{n} 秒后重新获取" is shown meanwhile.
 * data-toggle-password     button: shows or hides the password field named by aria-controls.
 * data-tick-all="name"     checkbox: ticks every enabled checkbox of that name in its form or
 *                          table; data-tick-count="name" elements show how many are ticked;
 *                          buttons with data-needs-tick="name" are disabled while none is.
 * .error-summary           gets the focus when the page opens.
 * input.file-input         in a [data-upload] form: dropping a file on the row chooses it; progress of
 *                          the upload is shown in the <progress> of the row.
 * data-fold-narrow         details: closed on narrow screens, where it stands above the form.
 * .steps a[aria-current]   is scrolled to where the menu is a row wider than the screen.
 */
(() => {
  "use strict";

  function countDown(button) {
    if (button.dataset.counting) return;
    button.dataset.counting = "yes";
    const label = button.textContent;
    const end = Date.now() + 1000 * Number(button.dataset.countdown);
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      button.disabled = left > 0;
      button.textContent =
        left > 0 ? (button.dataset.countdownText || "{n}").replace("{n}", left) : label;
      if (left > 0) setTimeout(tick, 250);
    };
    tick();
  }

  function togglePassword(button) {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const show = field.type === "password";
    field.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  }

  const boxes = (name, root = document) =>
    [...root.querySelectorAll(`input[type=checkbox][name="${name}"]`)].filter((b) => !b.disabled);

  function showTicks(name) {
    const all = boxes(name);
    const ticked = all.filter((box) => box.checked).length;
    document.querySelectorAll(`[data-tick-count="${name}"]`).forEach((each) => {
      each.textContent = String(ticked);
    });
    document.querySelectorAll(`[data-needs-tick="${name}"]`).forEach((each) => {
      each.disabled = ticked === 0;
    });
    document.querySelectorAll(`[data-tick-all="${name}"]`).forEach((each) => {
      each.checked = ticked > 0 && ticked === all.length;
      each.indeterminate = ticked > 0 && ticked < all.length;
    });
  }

  function prepare(root) {
    root.querySelectorAll("[data-countdown]").forEach(countDown);
    root.querySelectorAll("[data-tick-all]").forEach((each) => showTicks(each.dataset.tickAll));
    if (matchMedia("(max-width: 1080px)").matches) {
      root.querySelectorAll("[data-fold-narrow]").forEach((each) => (each.open = false));
    }
    const summary = root.querySelector(".error-summary");
    if (summary) summary.focus();
  }

  // On a narrow screen a side menu is a row that scrolls by itself.
  function showCurrentEntry() {
    const entry = document.querySelector(".steps a[aria-current]");
    const row = entry?.closest(".steps");
    if (!row || row.scrollWidth <= row.clientWidth) return;
    const middle = (box) => box.left + box.width / 2;
    row.scrollLeft += middle(entry.getBoundingClientRect()) - middle(row.getBoundingClientRect());
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle-password]");
    if (toggle) togglePassword(toggle);
  });

  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.dataset?.tickAll) {
      const name = control.dataset.tickAll;
      boxes(name).forEach((box) => (box.checked = control.checked));
    }
    if (control.type === "checkbox") showTicks(control.dataset.tickAll || control.name);
  });

  // Uploads: drag and drop on a row, progress in the row.
  const dropRow = (event) => event.target.closest?.(".file-row:has(.file-input)");

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const row = dropRow(event);
      if (!row) return;
      event.preventDefault();
      row.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      const input = row.querySelector(".file-input");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.closest?.(".file-row")?.querySelector("progress");
    if (!bar || !event.detail.lengthComputable) return;
    const come = (100 * event.detail.loaded) / event.detail.total;
    // Browsers count back at times, when the network changes its pace.
    bar.value = bar.hidden ? come : Math.max(bar.value, come);
    bar.hidden = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const bar = event.target.closest?.(".file-row")?.querySelector("progress");
    if (bar) bar.hidden = true;
  });

  document.addEventListener("htmx:load", (event) => prepare(event.target));
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    showCurrentEntry();
  });
})();
