// Ties the parts of the page together and turns what happens into what is seen.

import { startComposer } from "/page/composer.js";
import { follow } from "/page/feed.js";
import { clearLog, drawMessage, dropMessage, scrollToEnd, startLog } from "/page/log.js";
import { startPad } from "/page/pad.js";
import { startSending } from "/page/sending.js";
import { state } from "/page/state.js";
import { showStatus } from "/page/status.js";

const PERSON_KEY = "digit-sandbox-person";
const $ = (id) => document.getElementById(id);

const HAPPENINGS = {
  snapshot(event) {
    clearLog();
    state.count = 0;
    showMenu(event);
    for (const message of event.messages) addMessage(message, true);
    scrollToEnd();
    showStatus("");
    showWelcome();
  },
  message(event) {
    if (!event.message.mine) showStatus("");
    addMessage(event.message, false);
    showWelcome();
  },
  edit: (event) => drawMessage(event.message, false),
  delete(event) {
    if (dropMessage(event.message_id)) state.count -= 1;
    showWelcome();
  },
  action: (event) => showStatus(event.action),
  commands: (event) => showMenu(event),
};

function addMessage(message, old) {
  state.count += 1;
  drawMessage(message, old);
}

function showMenu(event) {
  state.commands = event.commands;
  $("bot-name").textContent = document.title = event.bot.name;
  $("description").textContent = event.description;
  $("description").hidden = !event.description;
}

function showWelcome() {
  $("welcome").hidden = $("start").hidden = state.count > 0;
}

function choosePerson(id) {
  state.person = id;
  localStorage.setItem(PERSON_KEY, String(id));
  follow(id, (event) => HAPPENINGS[event.kind]?.(event));
}

function personChoice(person, chosen) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {
    type: "radio",
    name: "person",
    value: String(person.id),
    checked: person.id === chosen,
  });
  const name = document.createElement("span");
  name.textContent = person.name;
  input.addEventListener("change", () => choosePerson(person.id));
  label.append(input, name);
  return label;
}

async function start() {
  const { people } = await (await fetch("/chat/people")).json();
  const last = Number(localStorage.getItem(PERSON_KEY));
  const chosen = people.some((person) => person.id === last) ? last : people[0].id;
  $("people").append(...people.map((person) => personChoice(person, chosen)));
  choosePerson(chosen);
}

startLog();
startSending();
startPad();
startComposer();
start();
