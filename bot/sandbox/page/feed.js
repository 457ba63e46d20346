// The live stream of one person's chat, and the way back to the server.

import { state } from "/page/state.js";
import { toast } from "/page/dialogs.js";

const WAITS = [500, 1000, 2000, 4000, 8000]; // milliseconds between attempts; the last repeats
const BANNER_AFTER = 700; // milliseconds: a short hiccup is not worth a banner

let source = null;
let timer = 0;
let bannerTimer = 0;
let failures = 0;
const banner = document.getElementById("banner");

export function follow(person, onEvent) {
  clearTimeout(timer);
  source?.close();
  source = new EventSource(`/chat/${person}/events`);
  source.onmessage = (message) => {
    connected();
    onEvent(JSON.parse(message.data));
  };
  source.onerror = () => {
    source.close();
    lost(() => follow(person, onEvent));
  };
}

function connected() {
  failures = 0;
  clearTimeout(bannerTimer);
  bannerTimer = 0;
  banner.hidden = true;
}

function lost(again) {
  bannerTimer ||= setTimeout(() => (banner.hidden = false), BANNER_AFTER);
  document.getElementById("reconnect").onclick = again;
  timer = setTimeout(again, WAITS[Math.min(failures, WAITS.length - 1)]);
  failures += 1;
}

// Sends what the person does; gives the server's answer, or null after saying what went wrong.
export async function act(what, body, query = {}) {
  const isBytes = body instanceof Blob;
  try {
    const answer = await fetch(`/chat/${state.person}/${what}?${new URLSearchParams(query)}`, {
      method: "POST",
      headers: { "Content-Type": isBytes ? "application/octet-stream" : "application/json" },
      body: isBytes ? body : JSON.stringify(body),
    });
    if (answer.ok) return await answer.json();
    toast("That could not be sent.");
  } catch {
    toast("That could not be sent: there is no connection to the sandbox.");
  }
  return null;
}
