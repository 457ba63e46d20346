// Files on their way to the bot: picked, dropped or pasted.

import { act } from "/page/feed.js";
import { toast } from "/page/dialogs.js";
import { takeText } from "/page/composer.js";

const FILE_LIMIT = 20 * 1024 * 1024; // bytes: a bot can download no more
const PHOTO_LIMIT = 10 * 1024 * 1024; // bytes of a photo; a larger picture goes as a file
const ALBUM_LIMIT = 10; // photos of an album
const CAPTION_LIMIT = 1024; // characters below a file

const $ = (id) => document.getElementById(id);

export function startSending() {
  for (const [id, as] of [["pick-photo", "photo"], ["pick-file", "document"]]) {
    $(id).addEventListener("change", (event) => {
      sendFiles([...event.target.files], as);
      event.target.value = "";
    });
  }
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    sendFiles(files, "photo");
  });
  startDropping();
}

// Sends files as photos or as documents; what stands in the composer becomes the caption.
export async function sendFiles(files, as) {
  const caption = takeText(CAPTION_LIMIT);
  const photos = files.filter((file) => as === "photo" && isPhoto(file));
  const group = photos.length > 1 ? `${Date.now()}` : "";
  for (const [index, file] of files.entries()) {
    if (!fits(file)) continue;
    const query = { name: file.name || "file" };
    if (index === 0 && caption) query.caption = caption;
    if (!photos.includes(file)) {
      await act("document", file, query);
      continue;
    }
    const place = photos.indexOf(file);
    if (group) query.group = group + Math.floor(place / ALBUM_LIMIT);
    const answer = await act("photo", file, query);
    if (answer?.as_file) toast(`“${file.name}” is not a picture that can be shown, so it was sent as a file.`);
  }
}

function isPhoto(file) {
  return file.type.startsWith("image/") && file.size <= PHOTO_LIMIT;
}

function fits(file) {
  if (file.size === 0) toast(`“${file.name}” is empty.`);
  if (file.size > FILE_LIMIT) toast(`“${file.name}” is larger than 20 MB; a bot cannot receive it.`);
  return file.size > 0 && file.size <= FILE_LIMIT;
}

function startDropping() {
  const zones = $("drop");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const zone = (event) => event.target.closest?.("[data-as]");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zones.hidden = false;
    for (const item of zones.children) item.classList.toggle("over", item === zone(event));
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zones.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zones.hidden = true;
    sendFiles([...event.dataTransfer.files], zone(event)?.dataset.as ?? "photo");
  });
}
