// Drawings of which page links to which: one page among its neighbours, and the most linked pages of the site. The lists
// beside them contain the same links, so the drawings are hidden from screen readers and the keyboard.

import { svgElement, element, dashboardUrl } from "./parts.js";

export const nameOf = (page) => page.title || page.url;
export const aboutPage = (page) => `${dashboardUrl}links?page=${encodeURIComponent(page.url)}`;

const clip = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

function picture(width, height, label, parts) {
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, parts);
  return element("figure", { class: "picture" }, svg, element("figcaption", {}, label));
}

function pageLink(page, colour, part) {
  const title = svgElement("title", {}, `${nameOf(page)} (${page.kind})`);
  return svgElement("a", { href: aboutPage(page), tabindex: "-1", class: colour }, title, part);
}

// ---- One page ----------------------------------------------------------------------------------------------------------

const maxNeighbours = 40;
const lineHeight = 22;

/** Draws a page in the middle, what links to it on the left, what it links to on the right. Mutual links are stronger. */
export function neighbourDrawing(page, linkingPages, linkedPages) {
  const rows = Math.max(Math.min(Math.max(linkingPages.length, linkedPages.length), maxNeighbours), 4);
  const [middle, height] = [(rows * lineHeight) / 2 + 20, rows * lineHeight + 60];
  const incoming = new Set(linkingPages);
  const both = new Set(linkedPages.filter((linked) => incoming.has(linked)));
  const sides = [
    [linkingPages, { name: 284, from: 290, to: 400, anchor: "end" }],
    [linkedPages, { name: 716, from: 710, to: 600, anchor: "start" }],
  ];
  const parts = sides.flatMap(([pages, side]) =>
    [...pages.slice(0, maxNeighbours).entries()].flatMap(([index, neighbourPage]) => {
      const y = middle + (index - (Math.min(pages.length, maxNeighbours) - 1) / 2) * lineHeight;
      return neighbour(neighbourPage, y, middle, side, both.has(neighbourPage));
    }),
  );
  const overflowTexts = sides
    .filter(([pages]) => pages.length > maxNeighbours)
    .map(([pages, { name, anchor }]) =>
      svgElement(
        "text",
        { x: name, y: height - 6, "text-anchor": anchor, class: "quiet" },
        `and ${pages.length - maxNeighbours} more`,
      ),
    );
  const label = `Links around ${nameOf(page)}: ${linkingPages.length} in, ${linkedPages.length} out`;
  return picture(1000, height, label, [...parts, ...overflowTexts, ...focus(page, middle)]);
}

function neighbour(page, y, middle, { name, from, to, anchor }, isBoth) {
  const bend = (from + to) / 2;
  const line = svgElement("path", {
    d: `M${from} ${y}C${bend} ${y} ${bend} ${middle} ${to} ${middle}`,
    class: isBoth ? "edge both" : "edge",
  });
  const text = svgElement("text", { x: name, y: y + 4, "text-anchor": anchor }, clip(nameOf(page), 34));
  return [line, pageLink(page, null, text)];
}

function focus(page, middle) {
  return [
    svgElement("rect", { x: 400, y: middle - 18, width: 200, height: 36, rx: 8, class: "focus" }),
    svgElement("text", { x: 500, y: middle + 5, "text-anchor": "middle", class: "focus-name" }, clip(nameOf(page), 20)),
  ];
}

// ---- The site ----------------------------------------------------------------------------------------------------------

const maxNodes = 200;
const [width, height] = [1000, 800];

/**
 * Draws the pages with most links and the links among them, in a force-directed layout (Fruchterman and Reingold): links
 * attract, all nodes repel each other. `to` and `from` are sets of indices for each page, `kinds` the names of kinds in the
 * order of their colours.
 */
export function siteDrawing({ pages, to, from, kinds, fits }) {
  const weight = (index) => to[index].size + from[index].size;
  const fitting = [...pages.keys()].filter((index) => fits(pages[index]));
  const mostLinked = fitting.sort((left, right) => weight(right) - weight(left)).slice(0, maxNodes);
  const nodes = mostLinked.map((index, rank) => ({
    page: pages[index],
    index,
    weight: weight(index),
    ...spiral(rank, mostLinked.length),
  }));
  const nodeByIndex = new Map(nodes.map((node) => [node.index, node]));
  const edges = nodes.flatMap((node) =>
    [...to[node.index]].filter((end) => nodeByIndex.has(end)).map((end) => [node, nodeByIndex.get(end)]),
  );
  layOut(nodes, edges);
  const colour = (kind) => `kind-${kinds.indexOf(kind) % 8}`;
  const lines = edges.map(([start, end]) =>
    svgElement("line", { x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: "edge" }),
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
  return pageLink(page, colour(page.kind), svgElement("circle", { cx: x, cy: y, r: 6 + Math.min(Math.sqrt(weight), 9) }));
}

// Labels the most linked pages, except where a label would cover another.
function labels(nodes) {
  const placedLabels = [];
  const isFree = (box) =>
    placedLabels.every((label) => box.right < label.left || label.right < box.left || Math.abs(box.y - label.y) > 20);
  return nodes.slice(0, 60).flatMap(({ page, x, y }) => {
    const text = clip(nameOf(page), 30),
      half = text.length * 4.4;
    const middle = Math.min(Math.max(x, half), width - half),
      above = Math.max(y - 15, 15);
    const box = { left: middle - half, right: middle + half, y: above };
    if (placedLabels.length > 24 || !isFree(box)) return [];
    placedLabels.push(box);
    return [svgElement("text", { x: middle, y: above, "text-anchor": "middle", class: "label" }, text)];
  });
}

// Starts on a spiral with the golden angle instead of at random, so that the same site always gives the same drawing.
function spiral(rank, count) {
  const [angle, radius] = [rank * 2.399963, 340 * Math.sqrt((rank + 0.5) / count)];
  return { x: width / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle), dx: 0, dy: 0 };
}

const layoutRounds = 200;

// `spacing` is the distance between nodes that would fill the drawing evenly.
function layOut(nodes, edges) {
  const spacing = 0.9 * Math.sqrt((width * height) / Math.max(nodes.length, 1));
  for (let round = 0; round < layoutRounds; round += 1) {
    for (let first = 0; first < nodes.length; first += 1) {
      for (let second = first + 1; second < nodes.length; second += 1) repel(nodes[first], nodes[second], spacing);
    }
    for (const [start, end] of edges) attract(start, end, spacing);
    const maxStep = 40 * (1 - round / layoutRounds) + 1;
    for (const node of nodes) move(node, maxStep);
  }
}

function repel(first, second, spacing) {
  const [x, y] = [first.x - second.x, first.y - second.y];
  const square = Math.max(x * x + y * y, 1);
  addForce(first, second, x, y, (8 * spacing * spacing) / (square * Math.sqrt(square)));
}

function attract(start, end, spacing) {
  const [x, y] = [end.x - start.x, end.y - start.y];
  addForce(start, end, x, y, Math.hypot(x, y) / spacing / 24 / Math.sqrt(Math.max(start.weight, end.weight, 1)));
}

function addForce(first, second, x, y, strength) {
  first.dx += x * strength;
  first.dy += y * strength;
  second.dx -= x * strength;
  second.dy -= y * strength;
}

function move(node, maxStep) {
  node.dx += (width / 2 - node.x) * 0.02;
  node.dy += (height / 2 - node.y) * 0.03;
  const length = Math.hypot(node.dx, node.dy) || 1;
  const scale = Math.min(length, maxStep) / length;
  node.x = Math.min(Math.max(node.x + node.dx * scale, 30), width - 30);
  node.y = Math.min(Math.max(node.y + node.dy * scale, 30), height - 20);
  node.dx = node.dy = 0;
}
