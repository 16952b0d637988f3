/* The camera on the page that photographs a receipt.
 *
 * Where the browser lends its camera, the picture stands in the page with a frame over it, and the
 * shutter sends what it shows. Everywhere else, and without this script, the file field opens the
 * camera of the system. Either way the photo is sent by the same form.
 */
(() => {
  "use strict";
  const form = document.querySelector("[data-camera-form]");
  if (!form) return;
  const view = form.querySelector("[data-camera]");
  const video = view.querySelector("video");
  const field = form.querySelector("input[type=file]");
  const busy = form.querySelector("[data-busy]");
  const file = form.querySelector(".camera-file");

  file.classList.add("is-automatic");

  function stop() {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }

  function send() {
    busy.hidden = false;
    view.hidden = true;
    file.hidden = true;
    form.requestSubmit();
    stop();
  }

  field.addEventListener("change", () => {
    if (field.files.length) send();
  });

  function shoot() {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob(
      (blob) => {
        const files = new DataTransfer();
        files.items.add(new File([blob], "receipt.jpg", { type: "image/jpeg" }));
        field.files = files.files;
        send();
      },
      "image/jpeg",
      0.92,
    );
  }

  async function start() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } };
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
      await video.play();
      view.hidden = false;
    } catch {
      stop(); // No camera, or it was not allowed: the file field remains.
    }
  }

  view.querySelector("[data-shutter]").addEventListener("click", shoot);
  // Back from the confirmation by the browser's own button.
  window.addEventListener("pageshow", () => {
    busy.hidden = true;
    file.hidden = false;
    start();
  });
  window.addEventListener("pagehide", stop);
})();
