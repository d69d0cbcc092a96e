// Brings a page from one version of its source to the next, in place.
//
// A page's own scripts add notes and classes, and a reader opens things. Patching towards the new source alone would
// undo that. So the last source is kept, each of its nodes knows its twin in the page, and only what differs between
// the last source and the new one is done to both.

export const twins = new WeakMap();
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isStylesheet = (node) => node.nodeName === "LINK" && node.relList.contains("stylesheet");
const isOpaque = (node) => node.nodeName === "NOSCRIPT" || node.nodeName === "TEMPLATE";
const identifier = (node) => (isElement(node) ? node.getAttribute("id") : null);
const alike = (one, other) => one.nodeName === other.nodeName && identifier(one) === identifier(other);
const sameClass = (one, other) => !isElement(one) || one.getAttribute("class") === other.getAttribute("class");

// Finds the twins of a source that has just been loaded; what scripts have added in the page stays without one.
export function align(source, live) {
  twins.set(source, live);
  if (isOpaque(source)) return;
  const wanted = source.childNodes,
    there = live.childNodes;
  let from = 0;
  wanted.forEach((node, index) => {
    const added = there.length - from - (wanted.length - index);
    const found = counterpart(node, there, from, Math.max(added, 0));
    if (found < 0) return;
    align(node, there[found]);
    from = found + 1;
  });
}

// The place of a node's twin. No more nodes are skipped for a better fit than the page has beyond the source.
function counterpart(node, there, from, added) {
  const end = Math.min(from + added + 1, there.length);
  for (let at = from; at < end; at += 1) if (alike(node, there[at]) && sameClass(node, there[at])) return at;
  for (let at = from; at < there.length; at += 1) if (alike(node, there[at])) return at;
  return -1;
}

function alignCopy(source, copy) {
  twins.set(source, copy);
  source.childNodes.forEach((node, index) => alignCopy(node, copy.childNodes[index]));
}

// One change from a source to the next: what was touched in the page, and whether a part of it had no twin.
export class Patch {
  touched = [];
  lost = false;
  newSheets = [];
  oldSheets = [];

  node(before, after) {
    if (equal(before, after)) return;
    const live = twins.get(before);
    if (!live?.isConnected) {
      this.lost = true;
      return;
    }
    if (!isElement(before)) {
      before.data = live.data = after.data;
      this.touched.push(live.parentElement);
      return;
    }
    this.attributes(before, after, live);
    if (isOpaque(before)) this.inside(before, after, live);
    else this.children(before, after);
  }

  // A script in the page may have set other attributes and classes; only those that the source changed are changed.
  attributes(before, after, live) {
    for (const { name, namespaceURI } of [...before.attributes, ...after.attributes]) {
      const [old, value] = [before.getAttribute(name), after.getAttribute(name)];
      if (old === value) continue;
      this.touched.push(live);
      if (name === "class") {
        live.classList.remove(...before.classList);
        live.classList.add(...after.classList);
        if (value === null && !live.classList.length) live.removeAttribute(name);
      } else if (value === null) live.removeAttribute(name);
      else live.setAttributeNS(namespaceURI, name, value);
      if (value === null) before.removeAttribute(name);
      else before.setAttributeNS(namespaceURI, name, value);
    }
  }

  // What has no nodes in the page: a template's content, and `noscript`, which is not read where scripts run.
  inside(before, after, live) {
    if (before.innerHTML === after.innerHTML) return;
    before.innerHTML = after.innerHTML;
    if (before.nodeName === "TEMPLATE") live.innerHTML = after.innerHTML;
  }

  children(before, after) {
    const old = [...before.childNodes],
      next = [...after.childNodes];
    const shorter = Math.min(old.length, next.length);
    let start = 0,
      end = 0;
    while (start < shorter && equal(old[start], next[start])) start += 1;
    while (end < shorter - start && equal(old.at(-1 - end), next.at(-1 - end))) end += 1;
    const gone = old.slice(start, old.length - end),
      come = next.slice(start, next.length - end);
    const mates = pair(gone, come),
      kept = new Set(mates.values());
    for (const node of gone) if (!kept.has(node)) this.remove(node);
    let following = old[old.length - end] ?? null;
    for (const node of come.reverse()) {
      const mate = mates.get(node);
      if (mate) this.node(mate, node);
      else this.insert(node, before, following);
      following = mate ?? node;
    }
  }

  remove(node) {
    const live = twins.get(node);
    node.remove();
    if (!live?.isConnected) return;
    if (isStylesheet(live)) {
      this.oldSheets.push(live);
      return;
    }
    this.touched.push(live.parentElement);
    live.remove();
  }

  insert(node, parent, following) {
    const live = document.importNode(node, true),
      home = twins.get(parent);
    parent.insertBefore(node, following);
    alignCopy(node, live);
    if (!home?.isConnected) {
      this.lost = true;
      return;
    }
    place(node, live, home);
    if (isStylesheet(live)) this.newSheets.push(live);
    else this.touched.push(isElement(live) ? live : home);
  }
}

// After the twin of the nearest node before it rather than before that of the next, so that what scripts added stays last.
function place(node, live, home) {
  for (let before = node.previousSibling; before; before = before.previousSibling) {
    const twin = twins.get(before);
    if (twin?.parentNode === home) {
      twin.after(live);
      return;
    }
  }
  home.prepend(live);
}

const equal = (one, other) => one.isEqualNode(other) && (!isElement(one) || sameTemplates(one, other));
function sameTemplates(one, other) {
  const inside = (node) => (node.nodeName === "TEMPLATE" ? [node] : [...node.querySelectorAll("template")]);
  const theirs = inside(other);
  return inside(one).every((template, index) => template.innerHTML === theirs[index].innerHTML);
}

// Which new node goes on as which old one, in the same order: first those that are surely the same (an id, or content
// that occurs once), then between them those of one kind.
function pair(gone, come) {
  const mates = new Map();
  if (!gone.length || !come.length) return mates;
  let [left, above] = [0, 0];
  for (const [from, to] of gone.length + come.length > 2 ? anchors(gone, come) : []) {
    pairKinds(gone.slice(left, from), come.slice(above, to), mates);
    mates.set(come[to], gone[from]);
    [left, above] = [from + 1, to + 1];
  }
  pairKinds(gone.slice(left), come.slice(above), mates);
  return mates;
}

// A stylesheet with another address is another one: it has to be loaded before the old one may go.
const mayBecome = (old, next) =>
  alike(old, next) && (!isStylesheet(old) || old.getAttribute("href") === next.getAttribute("href"));

function pairKinds(gone, come, mates) {
  let from = 0;
  for (const node of come) {
    const found = gone.findIndex((old, index) => index >= from && mayBecome(old, node));
    if (found < 0) continue;
    mates.set(node, gone[found]);
    from = found + 1;
  }
}

function anchors(gone, come) {
  const [from, to] = [onlyOnce(gone), onlyOnce(come)];
  const both = [];
  for (const [key, index] of to) if (from.has(key)) both.push([from.get(key), index]);
  return longestRise(both.sort((one, other) => one[1] - other[1]));
}

function onlyOnce(nodes) {
  const places = new Map(),
    twice = new Set();
  nodes.forEach((node, index) => {
    const named = !isStylesheet(node) && identifier(node);
    const key = named ? `#${node.nodeName} ${named}` : (node.outerHTML ?? `${node.nodeName} ${node.data}`);
    if (places.has(key)) twice.add(key);
    places.set(key, index);
  });
  for (const key of twice) places.delete(key);
  return places;
}

// The longest run of pairs whose first numbers rise, so that most nodes stay where they are.
function longestRise(pairs) {
  const ends = [],
    before = new Map();
  for (const one of pairs) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle][0] < one[0]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before.set(one, ends[low - 1]);
    ends[low] = one;
  }
  const run = [];
  for (let one = ends.at(-1); one; one = before.get(one)) run.unshift(one);
  return run;
}
