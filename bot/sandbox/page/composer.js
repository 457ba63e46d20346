// The line at the bottom: text, the menu of commands, the buttons. Arrow up in an empty line, or
// a double click on an own message, edits it; the button beside a message of the bot replies to it.

import { state } from "/page/state.js";
import { act } from "/page/feed.js";
import { lastOwn, ownMessage } from "/page/log.js";
import { openPad } from "/page/pad.js";

const $ = (id) => document.getElementById(id);
const field = $("text");
const list = $("commands");
let selected = -1;
let editing = null; // the message that is being edited
let replying = null; // the message that the text will reply to

const ACTIONS = {
  draw: () => openPad(),
  photo: () => $("pick-photo").click(),
  file: () => $("pick-file").click(),
  reply: (button) => reply(button.closest(".message")),
};

export function startComposer() {
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendText(takeText());
  });
  field.addEventListener("input", () => {
    fit();
    suggest();
  });
  field.addEventListener("keydown", onKey);
  $("start").addEventListener("click", () => sendText("/start"));
  $("menu").addEventListener("click", () => (list.hidden ? openCommands(state.commands) : closeCommands()));
  $("attach").addEventListener("click", () => showAttach($("attach-menu").hidden));
  $("editing-stop").addEventListener("click", () => edit(null));
  $("replying-stop").addEventListener("click", () => reply(null));
  $("messages").addEventListener("dblclick", (event) => {
    const message = ownMessage(event.target.closest(".message"));
    if (message) edit(message);
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeCommands();
    if (editing) edit(null);
    if (replying) reply(null);
    if (!$("attach-menu").hidden) $("attach").focus();
    showAttach(false);
  });
  fit();
}

// Takes what is written out of the composer; what is longer than `limit` stays.
export function takeText(limit = Infinity) {
  const text = field.value.trim();
  if (text.length > limit) return "";
  field.value = "";
  fit();
  closeCommands();
  return text;
}

async function sendText(text) {
  if (!text) return;
  const [what, body] = editing
    ? ["edit", { message_id: editing.id, text }]
    : ["text", replying ? { text, reply_to: Number(replying.dataset.id) } : { text }];
  edit(null);
  reply(null);
  const answer = await act(what, body);
  if (!answer && !field.value) field.value = text; // nothing that was written gets lost
  fit();
}

// Puts an own message into the line to be changed; null ends that.
function edit(message) {
  if (message) reply(null);
  if (message || editing) field.value = message?.text ?? "";
  editing = message;
  $("editing").hidden = !message;
  fit();
  field.focus();
}

// Lets the text reply to the message that an element shows; null ends that.
function reply(node) {
  if (node && editing) edit(null);
  replying = node;
  $("replying").hidden = !node;
  $("replying-to").textContent = node?.dataset.text.split("\n")[0] || "Photo";
  if (node) field.focus();
}

function onClick(event) {
  const button = event.target.closest("[data-do]");
  const command = event.target.closest(".command");
  if (button) ACTIONS[button.dataset.do](button);
  if (command) sendText(command.value);
  if (!event.target.closest("#menu, #commands, #text")) closeCommands();
  if (!event.target.closest("#attach")) showAttach(false);
}

function onKey(event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!list.hidden && move) {
    event.preventDefault();
    select((selected + move + list.children.length) % list.children.length);
  } else if (!list.hidden && selected >= 0 && ["Enter", "Tab"].includes(event.key)) {
    event.preventDefault();
    list.children[selected].click();
  } else if (event.key === "ArrowUp" && field.value === "" && lastOwn()) {
    event.preventDefault();
    edit(lastOwn());
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  $("send").disabled = field.value.trim() === "";
}

function suggest() {
  const typed = field.value;
  const found = state.commands.filter((item) => `/${item.command}`.startsWith(typed));
  if (typed.startsWith("/") && found.length > 0) openCommands(found, 0);
  else closeCommands();
}

function openCommands(commands, first = -1) {
  if (commands.length === 0) return;
  list.replaceChildren(...commands.map(commandLine));
  list.hidden = false;
  $("menu").setAttribute("aria-expanded", "true");
  select(first);
  field.focus();
}

function closeCommands() {
  list.hidden = true;
  $("menu").setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function commandLine(item, index) {
  const line = document.createElement("li");
  const [name, description] = [document.createElement("b"), document.createElement("span")];
  name.textContent = `/${item.command}`;
  description.textContent = item.description;
  line.id = `command-${index}`;
  line.role = "option";
  line.append(name, description);
  line.addEventListener("click", () => {
    takeText();
    sendText(`/${item.command}`);
  });
  return line;
}

function select(index) {
  selected = index;
  for (const [place, line] of [...list.children].entries()) line.ariaSelected = String(place === index);
  if (index < 0) return;
  list.children[index].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", list.children[index].id);
}

function showAttach(open) {
  $("attach-menu").hidden = !open;
  $("attach").setAttribute("aria-expanded", String(open));
  if (open) $("attach-menu").querySelector("button").focus();
}
