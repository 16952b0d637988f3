/* Keeps the CSRF token of an open page fresh.
 *
 * Signing in again in another window changes the token; a page that was open before would then
 * be refused on its next save. The token is read from its cookie at the moment of sending, for
 * htmx requests and for plain forms. Nothing to call. Exposes `gov.csrfToken()` for own fetches.
 */
(() => {
  "use strict";

  const gov = (window.gov = window.gov || {});

  gov.csrfToken = () => {
    const place = document.querySelector("[data-csrf-cookie]");
    const name = place ? place.dataset.csrfCookie : "";
    const pair = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    return pair ? decodeURIComponent(pair.slice(name.length + 1)) : "";
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const token = gov.csrfToken();
    if (!token) return;
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.parameters.csrfmiddlewaretoken) {
      event.detail.parameters.csrfmiddlewaretoken = token;
    }
  });

  document.addEventListener(
    "submit",
    (event) => {
      const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
      const token = gov.csrfToken();
      if (field && token) field.value = token;
    },
    true,
  );
})();
