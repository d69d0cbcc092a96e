// Changes a page from one version of its source to the next, in place.
//
// A page's own scripts add notes and classes, and a reader opens things. Patching the page towards the new source alone
// would undo that. So the current source is kept, each of its nodes has a twin in the page, and only the differences
// between the current source and the next one are applied, to both.

export const twins = new WeakMap();
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isStylesheet = (node) => node.nodeName === "LINK" && node.relList.contains("stylesheet");
const isOpaque = (node) => node.nodeName === "NOSCRIPT" || node.nodeName === "TEMPLATE";
const identifier = (node) => (isElement(node) ? node.getAttribute("id") : null);
const mayBeTwins = (left, right) => left.nodeName === right.nodeName && identifier(left) === identifier(right);
const sameClass = (left, right) => !isElement(left) || left.getAttribute("class") === right.getAttribute("class");

// Finds the twins of a source that has just been loaded. Nodes that scripts have added to the page get none.
export function align(source, live) {
  twins.set(source, live);
  if (isOpaque(source)) return;
  const sourceNodes = source.childNodes,
    liveNodes = live.childNodes;
  let from = 0;
  sourceNodes.forEach((node, index) => {
    const added = liveNodes.length - from - (sourceNodes.length - index);
    const twin = twinIndex(node, liveNodes, from, Math.max(added, 0));
    if (twin < 0) return;
    align(node, liveNodes[twin]);
    from = twin + 1;
  });
}

// The index of a node's twin, or -1. A node with the same class is preferred, but no more nodes are skipped for it than
// scripts have added: otherwise the twins of later nodes would be skipped too.
function twinIndex(node, liveNodes, from, added) {
  const end = Math.min(from + added + 1, liveNodes.length);
  for (let at = from; at < end; at += 1) if (mayBeTwins(node, liveNodes[at]) && sameClass(node, liveNodes[at])) return at;
  for (let at = from; at < liveNodes.length; at += 1) if (mayBeTwins(node, liveNodes[at])) return at;
  return -1;
}

function alignCopy(source, copy) {
  twins.set(source, copy);
  source.childNodes.forEach((node, index) => alignCopy(node, copy.childNodes[index]));
}

// One change from a source to the next. `touched` are the nodes of the page that changed; `lost` says that a changed node
// had no twin, so that the page has to be reloaded.
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
    if (isOpaque(before)) this.markup(before, after, live);
    else this.children(before, after);
  }

  // Changes only the attributes and classes that differ between the sources: scripts of the page may have set others.
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

  // For elements whose content has no nodes in the page: `template`, and `noscript`, which is text while scripts run.
  markup(before, after, live) {
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
    const oldNodes = old.slice(start, old.length - end),
      newNodes = next.slice(start, next.length - end);
    const matches = pair(oldNodes, newNodes),
      keptNodes = new Set(matches.values());
    for (const node of oldNodes) if (!keptNodes.has(node)) this.remove(node);
    let following = old[old.length - end] ?? null;
    for (const node of newNodes.reverse()) {
      const match = matches.get(node);
      if (match) this.node(match, node);
      else this.insert(node, before, following);
      following = match ?? node;
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
    insertLive(node, live, home);
    if (isStylesheet(live)) this.newSheets.push(live);
    else this.touched.push(isElement(live) ? live : home);
  }
}

// Inserts after the twin of the nearest earlier node, not before that of the next: nodes that scripts appended stay last.
function insertLive(node, live, home) {
  for (let before = node.previousSibling; before; before = before.previousSibling) {
    const twin = twins.get(before);
    if (twin?.parentNode === home) {
      twin.after(live);
      return;
    }
  }
  home.prepend(live);
}

// `isEqualNode` does not look into templates.
const equal = (left, right) => left.isEqualNode(right) && (!isElement(left) || sameTemplates(left, right));
function sameTemplates(left, right) {
  const templates = (node) => (node.nodeName === "TEMPLATE" ? [node] : [...node.querySelectorAll("template")]);
  const others = templates(right);
  return templates(left).every((template, index) => template.innerHTML === others[index].innerHTML);
}

// Pairs each new node with the old one that becomes it, in the same order: first those that are surely the same (an id, or
// content that occurs once), then between these the ones of the same kind.
function pair(oldNodes, newNodes) {
  const matches = new Map();
  if (!oldNodes.length || !newNodes.length) return matches;
  let [left, above] = [0, 0];
  for (const [from, to] of oldNodes.length + newNodes.length > 2 ? anchors(oldNodes, newNodes) : []) {
    pairKinds(oldNodes.slice(left, from), newNodes.slice(above, to), matches);
    matches.set(newNodes[to], oldNodes[from]);
    [left, above] = [from + 1, to + 1];
  }
  pairKinds(oldNodes.slice(left), newNodes.slice(above), matches);
  return matches;
}

// A stylesheet with another address is not the same: it has to be loaded before the old one is removed.
const mayBecome = (old, next) =>
  mayBeTwins(old, next) && (!isStylesheet(old) || old.getAttribute("href") === next.getAttribute("href"));

function pairKinds(oldNodes, newNodes, matches) {
  let from = 0;
  for (const node of newNodes) {
    const match = oldNodes.findIndex((old, index) => index >= from && mayBecome(old, node));
    if (match < 0) continue;
    matches.set(node, oldNodes[match]);
    from = match + 1;
  }
}

function anchors(oldNodes, newNodes) {
  const [from, to] = [onlyOnce(oldNodes), onlyOnce(newNodes)];
  const both = [];
  for (const [key, index] of to) if (from.has(key)) both.push([from.get(key), index]);
  return longestRise(both.sort((left, right) => left[1] - right[1]));
}

function onlyOnce(nodes) {
  const indexByKey = new Map(),
    duplicateKeys = new Set();
  nodes.forEach((node, index) => {
    const id = !isStylesheet(node) && identifier(node);
    const key = id ? `#${node.nodeName} ${id}` : (node.outerHTML ?? `${node.nodeName} ${node.data}`);
    if (indexByKey.has(key)) duplicateKeys.add(key);
    indexByKey.set(key, index);
  });
  for (const key of duplicateKeys) indexByKey.delete(key);
  return indexByKey;
}

// The longest subsequence of pairs whose first numbers rise (patience sorting), so that most nodes stay where they are.
function longestRise(pairs) {
  const ends = [],
    previous = new Map();
  for (const current of pairs) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle][0] < current[0]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous.set(current, ends[low - 1]);
    ends[low] = current;
  }
  const run = [];
  for (let current = ends.at(-1); current; current = previous.get(current)) run.unshift(current);
  return run;
}
