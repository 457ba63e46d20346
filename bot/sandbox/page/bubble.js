// One message as an element.

import { act } from "/page/feed.js";
import { alertBox, toast, viewPhoto } from "/page/dialogs.js";
import { richText } from "/page/text.js";

const KILO = 1024;
const SENT_HEIGHT = 210; // pixels that a photo may be high: the person knows it already
const ANSWER_HEIGHT = 520; // pixels: the bot's charts are to be read
const MIN_WIDTH = 140; // pixels, so that the time fits in

export function bubble(message, onQuote) {
  const item = make("li", "message");
  item.classList.toggle("mine", message.mine);
  item.dataset.id = message.id;
  const box = make("div", "bubble");
  if (message.reply) box.append(quote(message.reply, onQuote));
  box.append(...PARTS.filter(([name]) => message[name]).map(([name, draw]) => draw(message[name], message)));
  box.classList.toggle("media", Boolean(message.photo));
  box.classList.toggle("bare", Boolean(message.sticker));
  const time = meta(message);
  const text = body(message);
  if (text) text.append(time);
  box.append(text ?? time);
  item.append(box);
  if (message.buttons.length > 0) item.append(keyboard(message));
  if (!message.mine) item.append(replyButton());
  return item;
}

const PARTS = [
  ["photo", photo],
  ["sticker", sticker],
  ["document", file],
];

function make(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function body(message) {
  if (!message.text) return null;
  const node = make("div", "body");
  node.append(richText(message.text, message.entities));
  return node;
}

function meta(message) {
  const when = new Date(message.date * 1000);
  const clock = when.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  const node = make("time", "meta", message.edited ? `edited ${clock}` : clock);
  node.dateTime = when.toISOString();
  return node;
}

function photo(value, message) {
  const button = make("button", "photo");
  button.type = "button";
  button.setAttribute("aria-label", message.text ? `Enlarge photo: ${message.text}` : "Enlarge photo");
  button.style.aspectRatio = `${value.width} / ${value.height}`;
  const height = message.mine ? SENT_HEIGHT : ANSWER_HEIGHT;
  button.style.width = `${Math.max(MIN_WIDTH, (height * value.width) / value.height)}px`;
  const image = document.createElement("img");
  Object.assign(image, { src: value.url, alt: "", width: value.width, height: value.height });
  button.append(image);
  button.addEventListener("click", () => viewPhoto(value.url, message.text));
  return button;
}

function sticker(value) {
  const image = make("img", "sticker");
  Object.assign(image, { src: value.url, alt: "Sticker" });
  return image;
}

function file(value) {
  const link = make("a", "document");
  Object.assign(link, { href: value.url, download: value.name });
  const words = make("span", "");
  words.append(make("b", "", value.name), make("small", "", fileSize(value.size)));
  const icon = document.getElementById("attach-menu").querySelector("[data-do=file] svg");
  link.append(icon.cloneNode(true), words);
  return link;
}

function fileSize(bytes) {
  if (bytes < KILO) return `${bytes} bytes`;
  if (bytes < KILO * KILO) return `${Math.round(bytes / KILO)} KB`;
  return `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

function quote(reply, onQuote) {
  const button = make("button", "quote");
  button.type = "button";
  if (reply.thumbnail) button.append(Object.assign(make("img", ""), { src: reply.thumbnail, alt: "" }));
  button.append(make("span", "", reply.text));
  button.setAttribute("aria-label", `Go to: ${reply.text}`);
  button.addEventListener("click", () => onQuote(reply.id));
  return button;
}

function replyButton() {
  const button = make("button", "reply");
  button.type = "button";
  button.dataset.do = "reply";
  button.title = "Reply";
  button.setAttribute("aria-label", "Reply");
  const icon = document.getElementById("replying").querySelector("svg");
  button.append(icon.cloneNode(true));
  return button;
}

function keyboard(message) {
  const board = make("div", "keyboard");
  for (const row of message.buttons) {
    const line = document.createElement("div");
    line.append(...row.map((button) => key(button, message)));
    board.append(line);
  }
  return board;
}

function key(button, message) {
  if (button.url) {
    const link = make("a", "key", `${button.text} ↗`);
    if (/^https?:\/\//i.test(button.url)) link.href = button.url;
    return Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  }
  const node = make("button", "key", button.text);
  node.type = "button";
  node.addEventListener("click", () => tap(node, button, message));
  return node;
}

async function tap(node, button, message) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const answer = await act("tap", { message_id: message.id, text: button.text, data: button.data });
  node.removeAttribute("aria-busy");
  if (answer?.silent) toast("The bot did not answer the tap.");
  if (answer?.text) (answer.alert ? alertBox : toast)(answer.text);
}
