// Pictures of which page links to which: one page among its neighbours, and the best linked pages of the site. The lists
// beside them say the same, so that a screen reader and the keyboard are spared a picture's hundred links.

import { drawing, element, own } from "./parts.js";

export const nameOf = (page) => page.title || page.url;
export const aboutPage = (page) => `${own}links?page=${encodeURIComponent(page.url)}`;

const clip = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function picture(width, height, label, parts) {
  const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, parts);
  return element("figure", { class: "picture" }, svg, element("figcaption", {}, label));
}

function pageLink(page, colour, part) {
  const title = drawing("title", {}, `${nameOf(page)} (${page.kind})`);
  return drawing("a", { href: aboutPage(page), tabindex: "-1", class: colour }, title, part);
}

// ---- One page ----------------------------------------------------------------------------------------------------------

const mostBeside = 40;
const lineHeight = 22;

/** The page in the middle, what links to it on the left, what it links to on the right. Links both ways are stronger. */
export function fan(page, before, after) {
  const rows = Math.max(Math.min(Math.max(before.length, after.length), mostBeside), 4);
  const [middle, height] = [(rows * lineHeight) / 2 + 20, rows * lineHeight + 60];
  const incoming = new Set(before);
  const both = new Set(after.filter((one) => incoming.has(one)));
  const sides = [
    [before, { name: 284, from: 290, to: 400, anchor: "end" }],
    [after, { name: 716, from: 710, to: 600, anchor: "start" }],
  ];
  const parts = sides.flatMap(([pages, side]) =>
    [...pages.slice(0, mostBeside).entries()].flatMap(([index, one]) => {
      const y = middle + (index - (Math.min(pages.length, mostBeside) - 1) / 2) * lineHeight;
      return neighbour(one, y, middle, side, both.has(one));
    }),
  );
  const rest = sides
    .filter(([pages]) => pages.length > mostBeside)
    .map(([pages, { name, anchor }]) =>
      drawing(
        "text",
        { x: name, y: height - 6, "text-anchor": anchor, class: "quiet" },
        `and ${pages.length - mostBeside} more`,
      ),
    );
  const label = `Links around ${nameOf(page)}: ${before.length} in, ${after.length} out`;
  return picture(1000, height, label, [...parts, ...rest, ...focus(page, middle)]);
}

function neighbour(page, y, middle, { name, from, to, anchor }, isBoth) {
  const bend = (from + to) / 2;
  const line = drawing("path", {
    d: `M${from} ${y}C${bend} ${y} ${bend} ${middle} ${to} ${middle}`,
    class: isBoth ? "edge both" : "edge",
  });
  const text = drawing("text", { x: name, y: y + 4, "text-anchor": anchor }, clip(nameOf(page), 34));
  return [line, pageLink(page, null, text)];
}

function focus(page, middle) {
  return [
    drawing("rect", { x: 400, y: middle - 18, width: 200, height: 36, rx: 8, class: "focus" }),
    drawing("text", { x: 500, y: middle + 5, "text-anchor": "middle", class: "focus-name" }, clip(nameOf(page), 20)),
  ];
}

// ---- The site ----------------------------------------------------------------------------------------------------------

const mostNodes = 200;
const [width, height] = [1000, 800];

/**
 * The pages with most links and the links among them, laid out by force: links pull, everything else pushes. `to` and
 * `from` are sets of places for each page, `kinds` the names of kinds in the order of their colours.
 */
export function bestLinked({ pages, to, from, kinds, fits }) {
  const weight = (index) => to[index].size + from[index].size;
  const fitting = [...pages.keys()].filter((index) => fits(pages[index]));
  const shown = fitting.sort((one, other) => weight(other) - weight(one)).slice(0, mostNodes);
  const nodes = shown.map((index, place) => ({
    page: pages[index],
    index,
    weight: weight(index),
    ...spiral(place, shown.length),
  }));
  const places = new Map(nodes.map((node) => [node.index, node]));
  const edges = nodes.flatMap((node) =>
    [...to[node.index]].filter((end) => places.has(end)).map((end) => [node, places.get(end)]),
  );
  settle(nodes, edges);
  const colour = (kind) => `kind-${kinds.indexOf(kind) % 8}`;
  const lines = edges.map(([one, other]) =>
    drawing("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, class: "edge" }),
  );
  const label =
    nodes.length < fitting.length ? `The ${nodes.length} pages with most links` : `All ${nodes.length} pages`;
  const figure = picture(width, height, label, [...lines, ...nodes.map((node) => dot(node, colour)), ...labels(nodes)]);
  figure.append(
    element(
      "ul",
      { class: "legend" },
      kinds.map((kind) => element("li", { class: colour(kind) }, kind)),
    ),
  );
  return figure;
}

function dot({ page, x, y, weight }, colour) {
  return pageLink(page, colour(page.kind), drawing("circle", { cx: x, cy: y, r: 6 + Math.min(Math.sqrt(weight), 9) }));
}

// Names of the best linked, as far as they don't lie on one another.
function labels(nodes) {
  const taken = [];
  const isFree = (box) =>
    taken.every((other) => box.right < other.left || other.right < box.left || Math.abs(box.y - other.y) > 20);
  return nodes.slice(0, 60).flatMap(({ page, x, y }) => {
    const text = clip(nameOf(page), 30),
      half = text.length * 4.4;
    const middle = Math.min(Math.max(x, half), width - half),
      above = Math.max(y - 15, 15);
    const box = { left: middle - half, right: middle + half, y: above };
    if (taken.length > 24 || !isFree(box)) return [];
    taken.push(box);
    return [drawing("text", { x: middle, y: above, "text-anchor": "middle", class: "label" }, text)];
  });
}

// The same beginning each time, so that one site always gives one picture.
function spiral(place, all) {
  const [angle, radius] = [place * 2.399963, 340 * Math.sqrt((place + 0.5) / all)];
  return { x: width / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle), dx: 0, dy: 0 };
}

const rounds = 200;

function settle(nodes, edges) {
  const room = 0.9 * Math.sqrt((width * height) / Math.max(nodes.length, 1));
  for (let round = 0; round < rounds; round += 1) {
    for (let one = 0; one < nodes.length; one += 1) {
      for (let other = one + 1; other < nodes.length; other += 1) push(nodes[one], nodes[other], room);
    }
    for (const [one, other] of edges) pull(one, other, room);
    const reach = 40 * (1 - round / rounds) + 1;
    for (const node of nodes) step(node, reach);
  }
}

function push(one, other, room) {
  const [x, y] = [one.x - other.x, one.y - other.y];
  const square = Math.max(x * x + y * y, 1);
  force(one, other, x, y, (8 * room * room) / (square * Math.sqrt(square)));
}

function pull(one, other, room) {
  const [x, y] = [other.x - one.x, other.y - one.y];
  force(one, other, x, y, Math.hypot(x, y) / room / 24 / Math.sqrt(Math.max(one.weight, other.weight, 1)));
}

function force(one, other, x, y, strength) {
  one.dx += x * strength;
  one.dy += y * strength;
  other.dx -= x * strength;
  other.dy -= y * strength;
}

function step(node, reach) {
  node.dx += (width / 2 - node.x) * 0.02;
  node.dy += (height / 2 - node.y) * 0.03;
  const length = Math.hypot(node.dx, node.dy) || 1;
  const far = Math.min(length, reach) / length;
  node.x = Math.min(Math.max(node.x + node.dx * far, 30), width - 30);
  node.y = Math.min(Math.max(node.y + node.dy * far, 30), height - 20);
  node.dx = node.dy = 0;
}
