import assert from "node:assert/strict";
import test from "node:test";
import { incident, labelScripts, load, pageData, start } from "./load.mjs";

/** A chart of 1,000 by 200 pixels, ten pixels a point, whose canvas writes down what is drawn. */
function draw(change, shown = {}) {
  const drawn = [];
  const context = new Proxy({ measureText: text => ({ width: text.length * 7 }) }, {
    get: (target, name) => target[name] ?? ((...values) => drawn.push([name, ...values])),
  });
  const canvas = { style: {}, getContext: () => context, clientHeight: 200 };
  const names = ["createStore", "createMarks"];
  const { createStore, createMarks } = load([...labelScripts.slice(1), "label/marks.js"], names, {
    element: () => canvas, fittedContext: () => context, theme: { colour: name => name }, numberText: String, requestAnimationFrame: paint => paint(),
  });
  const plot = { over: { append() {}, clientWidth: 1000, clientHeight: 200 }, valToPos: (value, scale) => (scale === "x" ? (value - start / 1000) / 60 : 200 - value) };
  const store = createStore(pageData(change), "UTC");
  store.show(shown);
  const marks = createMarks({ plot, view: () => ({ min: start / 1000, max: start / 1000 + 60000 }) }, store);
  marks.schedule();
  return { marks, drawn, of: name => drawn.filter(([what]) => what === name).map(([, ...values]) => values) };
}

test("a mark is as wide as its points, and never thinner than three pixels", () => {
  const { marks } = draw({});
  const at = first => incident(1, first, first).start;
  assert.deepEqual(marks.spanOf(at(10), at(20)), [95, 205]);
  assert.deepEqual(marks.spanOf(at(10), at(10)), [95, 105]);
  const [left, right] = marks.spanOf(at(10), at(10) - 600000 + 60000);
  assert.equal(right - left, 3);
});

test("incidents in view are painted, with as much of their label as has room", () => {
  const { of } = draw({ incidents: [incident(1, 10, 20, "payment outage of the week"), incident(2, 500, 510, "out of view"), incident(3, 30, 30, "thin")], detector: undefined, suggestions: [] });
  assert.deepEqual(of("fillText"), [["payment outag…", 101, 19]]);
  assert.deepEqual(of("fillRect").filter(([, , , height]) => height === 200).map(([left, , width]) => [left, width]), [[95, 110], [94.25, 1.5], [204.25, 1.5], [295, 10], [294.25, 1.5], [304.25, 1.5]]);
});

test("the selected interval has handles, a point has none", () => {
  const incidents = [incident(1, 10, 20), incident(2, 30, 30)];
  assert.deepEqual(draw({ incidents, detector: undefined }, { selected: 1 }).of("roundRect").map(([left]) => left), [91, 201]);
  assert.deepEqual(draw({ incidents, detector: undefined }, { selected: 2 }).of("roundRect"), []);
});

test("anomalies are dots at their values, and can be hidden", () => {
  assert.deepEqual(draw({}).of("arc").map(([x, y]) => [x, y]), [[300, 170], [400, 160], [410, 159]]);
  assert.deepEqual(draw({}, { layers: { band: true, flags: false, clip: false } }).of("arc"), []);
});

test("the caret stands at its point, on its value where there is one", () => {
  const caretOn = caret => draw({ detector: undefined }, { caret, isCaretShown: true });
  assert.deepEqual([caretOn(50).of("moveTo"), caretOn(50).of("arc")[0].slice(0, 2)], [[[500, 0]], [500, 150]]);
  assert.deepEqual(caretOn(20).of("arc"), []);
  assert.deepEqual(draw({ detector: undefined }, { caret: 50 }).of("moveTo"), []);
});
