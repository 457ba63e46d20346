// The list of messages: order, days, albums, scrolling.

import { bubble } from "/page/bubble.js";

const NEAR_END = 120; // pixels from the end within which new messages pull the view along
const TOGETHER = 300; // seconds within which messages of one sender stand closer

const $ = (id) => document.getElementById(id);
const list = $("messages");
const scroll = $("scroll");
let unread = 0;

export function startLog() {
  $("to-end").addEventListener("click", () => scrollToEnd("smooth"));
  scroll.addEventListener("scroll", () => {
    if (nearEnd()) unread = 0;
    showToEnd();
  });
  // Photos and the composer change the height after a message was drawn.
  let wasNear = true;
  scroll.addEventListener("scroll", () => (wasNear = nearEnd()));
  const observer = new ResizeObserver(() => wasNear && scrollToEnd());
  observer.observe(list);
  observer.observe(scroll);
}

export function clearLog() {
  list.replaceChildren();
  unread = 0;
}

// Draws a new message at the end, or an edited one in its place.
export function drawMessage(message, old) {
  const node = bubble(message, goTo);
  Object.assign(node.dataset, { date: message.date, mine: message.mine, text: message.text });
  const present = find(message.id);
  if (present) {
    replace(present, node);
    return;
  }
  const stay = !old && !nearEnd() && !message.mine;
  const last = list.lastElementChild;
  if (!last || day(last.dataset.date) !== day(message.date)) list.append(dayLine(message.date));
  else if (last.dataset.mine === String(message.mine) && message.date - last.dataset.date < TOGETHER) node.classList.add("same");
  if (old) node.style.animation = "none";
  (album(message) ?? list).append(node);
  if (stay) unread += 1;
  else if (!old) scrollToEnd();
  showToEnd();
}

// An own message that was written, as { id, text }; null where the element shows none.
export function ownMessage(node) {
  const text = node?.querySelector(".bubble:not(.media, .bare) > .body");
  if (!text || node.dataset.mine !== "true" || node.querySelector(".document")) return null;
  return { id: Number(node.dataset.id), text: node.dataset.text };
}

export function lastOwn() {
  return ownMessage([...list.querySelectorAll(".message.mine")].at(-1));
}

export function dropMessage(id) {
  const node = find(id);
  const group = node?.closest(".album");
  node?.remove();
  if (group && !group.querySelector(".message")) group.remove();
  return Boolean(node);
}

export function scrollToEnd(behavior = "instant") {
  scroll.scrollTo({ top: scroll.scrollHeight, behavior });
}

// Keeps the focus on the button that was tapped and the photo that did not change, so that an
// edit neither flickers nor throws a keyboard user out.
function replace(present, node) {
  node.classList.toggle("same", present.classList.contains("same"));
  node.style.animation = "none";
  const [before, after] = [present, node].map((item) => item.querySelector(".photo img"));
  if (before && after && before.getAttribute("src") === after.getAttribute("src")) after.replaceWith(before);
  const focused = [...present.querySelectorAll("button, a")].indexOf(document.activeElement);
  present.replaceWith(node);
  if (focused >= 0) node.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
}

function goTo(id) {
  const found = find(id);
  const node = found?.closest(".album") ?? found;
  if (!node) return;
  node.scrollIntoView({ block: "center", behavior: "smooth" });
  node.classList.add("found");
  node.addEventListener("animationend", () => node.classList.remove("found"), { once: true });
}

function find(id) {
  return list.querySelector(`[data-id="${Number(id)}"]`);
}

// The photos of an album stand in one bubble: the one at the end, or a new one; null for no album.
function album(message) {
  if (!message.group || !message.photo) return null;
  const last = list.lastElementChild;
  if (last.dataset.group === message.group) return last.firstElementChild;
  const item = document.createElement("li");
  item.className = "album";
  item.classList.toggle("mine", message.mine);
  Object.assign(item.dataset, { group: message.group, date: message.date, mine: message.mine });
  item.append(document.createElement("ul"));
  list.append(item);
  return item.firstElementChild;
}

function nearEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
}

function showToEnd() {
  $("to-end").hidden = nearEnd();
  $("unread").textContent = unread || "";
}

function day(seconds) {
  return new Date(seconds * 1000).toDateString();
}

function dayLine(seconds) {
  const line = document.createElement("li");
  const name = new Date(seconds * 1000).toLocaleDateString([], { day: "numeric", month: "long" });
  line.className = "day";
  line.textContent = day(seconds) === new Date().toDateString() ? "Today" : name;
  line.dataset.date = seconds;
  return line;
}
