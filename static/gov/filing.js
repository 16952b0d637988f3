/* The filing page. Everything here is a help: without it the page works by plain forms.
 *
 * data-when='{"field": "award_types", "contains": "high_tech"}'
 *     shows the element (or offers the option of a list) only while the condition holds (programs/definitions/schema.py says what
 *     conditions there are). The server asks the same question again and ignores what is hidden.
 * data-removes-row   checkbox of a .repeat-row: hides the row, which the next save leaves out.
 * data-preview="image" | "pdf"   link to a file: opens it in the dialog #preview.
 * Answers with status 422 carry the corrected piece of the page and are swapped in.
 */
(() => {
  "use strict";

  const form = () => document.getElementById("filing-form");

  // --- conditions
  const isBlank = (value) => value == null || value === "" || value === false || value.length === 0;

  function valueOf(name) {
    const controls = [...form().querySelectorAll(`[name="${name}"]`)];
    if (!controls.length) {
      return form().querySelector(`[data-answer-to="${name}"]`)?.dataset.value || "";
    }
    if (controls[0].type !== "checkbox") return controls[0].value;
    const ticked = controls.filter((box) => box.checked);
    return controls[0].closest("fieldset") ? ticked.map((box) => box.value) : ticked.length > 0;
  }

  function holds(condition) {
    if (condition.all) return condition.all.every(holds);
    if (condition.any) return condition.any.some(holds);
    if (condition.none) return !condition.none.some(holds);
    const value = valueOf(condition.field);
    if ("filled" in condition) return isBlank(value) !== condition.filled;
    if ("contains" in condition) return value.includes(condition.contains);
    if ("one_of" in condition) return condition.one_of.includes(value);
    return value === condition.equals;
  }

  function applyConditions() {
    if (!form()) return;
    document.querySelectorAll("[data-when]").forEach((element) => {
      element.hidden = !holds(JSON.parse(element.dataset.when));
      if (element.tagName !== "OPTION") return;
      element.disabled = element.hidden;
      if (element.hidden && element.selected) element.parentElement.value = "";
    });
  }

  // --- rows
  function removeRow(box) {
    const row = box.closest(".repeat-row");
    const next = row.nextElementSibling || row.parentElement.nextElementSibling;
    row.hidden = box.checked;
    renumber(row.parentElement);
    (next?.querySelector("input, select, button") || next)?.focus();
  }

  function renumber(rows) {
    [...rows.querySelectorAll(".repeat-row")]
      .filter((row) => !row.hidden)
      .forEach((row, index) => (row.querySelector("legend .num").textContent = index + 1));
  }

  // --- what a save found wrong
  function markInvalid(root) {
    const notes = root.matches?.(".field-note") ? [root] : root.querySelectorAll(".field-note");
    notes.forEach((note) => {
      const control = document.getElementById(note.id.replace("note_", ""));
      if (!control?.matches("input, select, textarea")) return;
      if (note.querySelector(".field-error")) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    });
  }

  // --- preview
  function preview(link) {
    const dialog = document.getElementById("preview");
    const view = document.createElement(link.dataset.preview === "pdf" ? "iframe" : "img");
    const name = link.querySelector(".slot-file-name").firstChild.textContent.trim();
    view.src = link.href;
    view.title = name;
    if (view.tagName === "IMG") view.alt = name;
    dialog.querySelector("h2").textContent = name;
    dialog.querySelector(".preview-body").replaceChildren(view);
    dialog.querySelector("[data-preview-link]").href = link.href;
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || !document.getElementById("preview")) return;
    event.preventDefault();
    preview(link);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-removes-row]")) removeRow(event.target);
    applyConditions();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 422) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  document.addEventListener("htmx:load", (event) => {
    applyConditions();
    if (!event.target.matches?.(".repeat-row")) return;
    renumber(event.target.parentElement);
    event.target.querySelector(".form-control, .form-select")?.focus();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => markInvalid(event.target));
  document.addEventListener("DOMContentLoaded", applyConditions);
})();
