// A text with its entities as nodes. Only text nodes and elements made here: no markup of a
// message is ever parsed. Offsets count UTF-16 units, as JavaScript's strings do.

const WRAPPERS = {
  bold: () => element("b"),
  italic: () => element("i"),
  underline: () => element("u"),
  strikethrough: () => element("s"),
  code: () => element("code"),
  pre: () => element("pre"),
  blockquote: () => element("blockquote"),
  spoiler: () => element("span", { className: "spoiler", tabIndex: 0 }),
  text_link: (entity) => link(entity.url),
  url: (entity, text) => link(text),
  bot_command: (entity, text) =>
    element("button", { className: "command", type: "button", value: text }),
};

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

function link(address) {
  // Only the web: an address such as javascript: stays plain text.
  if (!/^https?:\/\//i.test(address ?? "")) return element("span");
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" });
}

export function richText(text, entities) {
  const fragment = document.createDocumentFragment();
  append(fragment, text, 0, text.length, sorted(entities));
  return fragment;
}

function sorted(entities) {
  return [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

// Fills `parent` with text[from, to); `entities` are those that begin in it, outermost first.
function append(parent, text, from, to, entities) {
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) {
      rest = others;
      continue;
    }
    parent.append(text.slice(at, entity.offset));
    const wrapper = WRAPPERS[entity.type]?.(entity, text.slice(entity.offset, end)) ?? element("span");
    append(wrapper, text, entity.offset, end, others.filter((inner) => inner.offset < end));
    parent.append(wrapper);
    at = end;
    rest = others.filter((outer) => outer.offset >= end);
  }
  parent.append(text.slice(at, to));
}
