import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const assets = new URL("../../Detectkit.Build/Pages/assets/", import.meta.url);
const read = path => readFileSync(new URL(path, assets), "utf8");

/**
 * What scripts of a page define, put together as PageAssets.cs does: one after the other in one strict function.
 * @param {string[]} paths below the assets
 * @param {string[]} names what is wanted of them
 * @param {Object<string, any>} globals what the browser has and node has not
 */
export function load(paths, names, globals = {}) {
  const text = `"use strict";\n${paths.map(read).join("")}\nreturn { ${names.join(", ")} };`;
  return new Function(...Object.keys(globals), text)(...Object.values(globals));
}

/** A vendored library, which defines a global. */
export function loadLibrary(path) {
  runInThisContext(read(path));
}

export const labelScripts = [
  "shared/elements.js", "shared/time.js", "shared/unpack.js", "label/labels-file.js", "label/history.js", "label/store.js", "label/commands.js", "label/files.js",
];

export const start = Date.UTC(2026, 2, 2);

/** A page of 100 points, ten minutes apart, each its number; the points 20 and 21 are missing, 30, 40 and 41 are anomalies. */
export function pageData(change = {}) {
  const level = value => ({ count: 100, offset: value, step: 1, gaps: [], multiples: "A".repeat(100) });
  return {
    metric: "orders",
    file: "metrics/orders.yml",
    start,
    interval: 600,
    // A gap of two leaves a step of 3 between its neighbours.
    values: { count: 100, offset: 0, step: 1, gaps: [20, 2], multiples: "A" + "C".repeat(19) + "G" + "C".repeat(77) },
    detector: { title: "mad", lower: level(-5), upper: level(200), flags: "8BUC", severities: "oGApG" },
    incidents: [],
    hidden: [],
    suggestions: [{ first: 30, last: 30, severity: 200, above: true }, { first: 40, last: 41, severity: -1, above: false }],
    ...change,
  };
}

export const incident = (id, first, last, label = "") =>
  ({ id, start: start + first * 600000, end: start + last * 600000, point: first === last, label });
