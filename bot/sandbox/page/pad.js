// The drawing pad: white paper, black pen, sent as a PNG.

import { sendFiles } from "/page/sending.js";

const INK = "#15181c";
const PIXELS_A_POINT = 2; // canvas pixels for a CSS pixel, so that strokes are smooth when enlarged

const $ = (id) => document.getElementById(id);
const pad = $("pad");
const canvas = $("canvas");
const context = canvas.getContext("2d");
let strokes = []; // each { width, points: [[x, y], …] } in canvas pixels
let current = null;

export function openPad() {
  if (!pad.open) pad.showModal();
  // The paper has the size that it is shown at, so that what is drawn is what is sent.
  canvas.width = canvas.clientWidth * PIXELS_A_POINT;
  canvas.height = canvas.clientHeight * PIXELS_A_POINT;
  strokes = [];
  repaint();
}

export function startPad() {
  canvas.addEventListener("pointerdown", begin);
  canvas.addEventListener("pointermove", go);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (current = null));
  $("pad-close").addEventListener("click", () => pad.close());
  $("pad-undo").addEventListener("click", undo);
  $("pad-clear").addEventListener("click", () => ((strokes = []), repaint()));
  $("pad-send").addEventListener("click", send);
  $("pen-size").addEventListener("input", showPen);
  pad.addEventListener("keydown", (event) => {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    if (event.key === "Enter" && event.target.tagName !== "BUTTON" && strokes.length > 0) send();
  });
  showPen();
}

function begin(event) {
  if (event.button !== 0 || current) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  current = { pointer: event.pointerId, width: $("pen-size").value * PIXELS_A_POINT, points: [place(event)] };
  strokes.push(current);
  repaint();
}

function go(event) {
  if (event.pointerId !== current?.pointer) return;
  const events = event.getCoalescedEvents?.() ?? [];
  current.points.push(...(events.length > 0 ? events : [event]).map(place));
  repaint();
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [
    ((event.clientX - box.left) * canvas.width) / box.width,
    ((event.clientY - box.top) * canvas.height) / box.height,
  ];
}

function repaint() {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const stroke of strokes) paint(stroke);
  $("paper-hint").hidden = strokes.length > 0;
  for (const id of ["pad-undo", "pad-clear", "pad-send"]) $(id).disabled = strokes.length === 0;
}

// A curve through the middles between the points: rounder than straight lines.
function paint({ width, points }) {
  Object.assign(context, { strokeStyle: INK, lineWidth: width, lineCap: "round", lineJoin: "round" });
  context.beginPath();
  context.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i += 1) {
    const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  context.lineTo(...points.at(-1));
  context.stroke();
}

function undo() {
  strokes.pop();
  repaint();
}

function showPen() {
  $("pen-dot").style.setProperty("--pen", `${$("pen-size").value}px`);
}

function send() {
  // Not toBlob: it waits until the browser is idle, which takes seconds on a busy machine.
  const [, encoded] = canvas.toDataURL("image/png").split(",");
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  pad.close();
  sendFiles([new File([bytes], "drawing.png", { type: "image/png" })], "photo");
}
