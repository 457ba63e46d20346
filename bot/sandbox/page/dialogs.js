// Toasts, the alert and the photo viewer.

const TOAST_LASTS = 4000; // milliseconds
const $ = (id) => document.getElementById(id);

export function toast(text) {
  const line = document.createElement("div");
  line.className = "toast";
  line.textContent = text;
  $("toasts").append(line);
  setTimeout(() => line.remove(), TOAST_LASTS);
}

export function alertBox(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

export function viewPhoto(url, caption) {
  const image = $("viewer-image");
  image.src = url;
  image.alt = caption || "Photo";
  $("viewer-caption").textContent = caption;
  $("viewer-save").href = url;
  $("viewer").showModal();
}

$("viewer").addEventListener("click", (event) => {
  if (!event.target.closest("a")) $("viewer").close();
});
