import assert from "node:assert/strict";
import test from "node:test";
import { incident, labelScripts, load, pageData, start } from "./load.mjs";

const { createGrid, createStore, firstAtLeast } = load(labelScripts, ["createGrid", "createStore", "firstAtLeast"]);

test("a grid's points and times follow from each other", () => {
  const grid = createGrid(start, 600, 100);
  assert.deepEqual([grid.step, grid.last, grid.timeAt(6)], [600000, 99, start + 3600000]);
  assert.deepEqual([grid.nearest(start + 299999), grid.nearest(start + 300001), grid.nearest(start - 1e9), grid.nearest(start + 1e12)], [0, 1, 0, 99]);
  assert.deepEqual([grid.clamp(-3), grid.clamp(50), grid.clamp(100)], [0, 50, 99]);
});

test("a span's points lie inside it, and none where it lies between two or outside", () => {
  const grid = createGrid(start, 600, 100);
  assert.deepEqual(grid.within(grid.timeAt(3) - 1, grid.timeAt(5)), [3, 5]);
  for (const [from, to] of [[start + 1, start + 2], [start - 9e6, start - 1], [grid.timeAt(99) + 1, grid.timeAt(120)]]) {
    const [first, last] = grid.within(from, to);
    assert.ok(first > last);
  }
});

test("the first place of a bound in a rising list", () => {
  assert.deepEqual([0, 3, 4, 9, 10].map(bound => firstAtLeast([3, 5, 9], bound)), [0, 0, 1, 2, 3]);
  assert.equal(firstAtLeast([], 1), 0);
});

test("series, band, anomalies and suggestions come from the page's data", () => {
  const store = createStore(pageData(), "UTC");
  assert.deepEqual(store.values.slice(18, 24), [18, 19, null, null, 22, 23]);
  assert.equal(store.times[1] - store.times[0], 600);
  assert.deepEqual(store.flags, [30, 40, 41]);
  assert.deepEqual(store.openSuggestions().map(found => found.key), [[30, 30], [40, 41]].map(([first, last]) => `${store.grid.timeAt(first)}..${store.grid.timeAt(last)}`));
});

test("a page without detector has neither band nor anomalies", () => {
  const store = createStore(pageData({ detector: undefined, suggestions: [] }), "UTC");
  assert.deepEqual([store.bands, store.flags, store.pointText(5)], [[], [], "2026-03-02 00:50:00 UTC · 5"]);
});

test("a point is told with its band and severity, in the zone that is shown", () => {
  const store = createStore(pageData(), "Europe/Berlin");
  assert.equal(store.pointText(30), "2026-03-02 06:00:00 Europe/Berlin · 30 · band -5 to 200 · anomaly, severity 1");
  assert.equal(store.pointText(41), "2026-03-02 07:50:00 Europe/Berlin · 41 · band -5 to 200 · anomaly, severity ∞");
  assert.match(store.pointText(20), /no value/);
});

test("the view is replaced and told, the work is told by its history alone", () => {
  const store = createStore(pageData(), "UTC");
  const before = store.view;
  const told = [];
  store.onShow(change => told.push(change));
  store.show({ caret: 7 });
  store.commit({ incidents: [incident(1, 10, 20)] }, { selected: 1 });
  assert.deepEqual([told, before.caret, store.view.caret, store.view.selected], [[{ caret: 7 }], null, 7, 1]);
});

test("an edge being dragged shows as it would become, and is not in the file", () => {
  const store = createStore(pageData({ incidents: [incident(1, 10, 20)] }), "UTC");
  const text = store.text();
  store.show({ preview: incident(1, 10, 30) });
  assert.deepEqual([store.incidents(), store.text()], [[incident(1, 10, 30)], text]);
});

test("an incident marks something where a point lies in it, a point one also a step beside", () => {
  const store = createStore(pageData(), "UTC");
  const moved = (first, last, by) => ({ ...incident(1, first, last), start: incident(1, first, last).start + by, end: incident(1, first, last).end + by });
  assert.deepEqual([incident(1, 98, 120), moved(100, 100, -1), moved(100, 100, 1), moved(10, 10, 1), incident(1, 200, 210)].map(store.isInSeries), [true, true, false, true, false]);
  assert.ok(!store.isInSeries({ ...incident(1, 10, 11), start: start + 1, end: start + 2 }));
});
