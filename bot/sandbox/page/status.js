// The line below the bot's name.

const WORDS = {
  typing: "typing…",
  upload_photo: "sending photo…",
  upload_document: "sending file…",
  choose_sticker: "choosing a sticker…",
};
const LASTS = 5500; // milliseconds: Telegram shows an action for five seconds or so

const line = document.getElementById("status");
let timer = 0;

export function showStatus(action) {
  clearTimeout(timer);
  line.textContent = action ? (WORDS[action] ?? "busy…") : "bot";
  line.classList.toggle("busy", Boolean(action));
  if (action) timer = setTimeout(() => showStatus(""), LASTS);
}
