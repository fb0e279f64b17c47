import assert from "node:assert/strict";
import test from "node:test";
import { incident, labelScripts, load, pageData, start } from "./load.mjs";

const { createStore, createCommands } = load(labelScripts, ["createStore", "createCommands"]);

function open(change = {}) {
  const store = createStore(pageData(change), "UTC");
  const said = [];
  const say = name => (...values) => said.push([name, ...values]);
  const page = Object.fromEntries(["readout", "announce", "notify", "revealIncident", "revealSuggestion", "focusLabel", "cancelDrag"].map(name => [name, say(name)]));
  const view = { min: start / 1000 - 600, max: start / 1000 + 60000 };
  const shown = [];
  const chart = { step: 600, view: () => view, show: (min, max) => shown.push([min, max]) };
  return { store, commands: createCommands(store, chart, page), said, shown, work: () => store.history.state.incidents };
}

test("a click marks a point and selects it, a drag an interval", () => {
  const { commands, store, work, said } = open();
  commands.click(null, 5, "mark");
  commands.addInterval(10, 20);
  commands.addInterval(30, 30);
  assert.deepEqual(work(), [incident(1, 5, 5), incident(2, 10, 20), incident(3, 30, 30)]);
  assert.equal(store.view.selected, 3);
  assert.match(said.findLast(([name]) => name === "announce")[1], /^Marked 2026-03-02 05:00:00\. /);
});

test("a click on an incident selects it, one beside all drops the selection where nothing is marked", () => {
  const { commands, store, work } = open({ incidents: [incident(1, 10, 20)] });
  commands.click(work()[0], 12, "mark");
  assert.deepEqual([store.view.selected, store.view.caret, work().length], [1, 12, 1]);
  commands.click(null, 50, "zoom");
  assert.deepEqual([store.view.selected, work().length], [null, 1]);
});

test("the caret selects with Shift from where it was, and marks", () => {
  const { commands, store, work } = open();
  commands.moveCaret(10, false);
  commands.moveCaret(12, true);
  commands.moveCaret(8, true);
  assert.deepEqual(store.view.drawing, { from: store.grid.timeAt(10), to: store.grid.timeAt(8), isZoom: false });
  commands.markCaret();
  assert.deepEqual(work(), [incident(1, 8, 10)]);
  assert.deepEqual([store.view.anchor, store.view.drawing], [null, null]);
  commands.moveCaret(50, false);
  commands.markCaret();
  assert.deepEqual(work()[1], incident(2, 50, 50));
});

test("the caret goes from anomaly to anomaly and stops at the last", () => {
  const { commands, store } = open();
  const caretAfter = direction => {
    commands.moveToFlag(direction, false);
    return store.view.caret;
  };
  assert.deepEqual([1, 1, 1, 1, -1, -1, -1].map(caretAfter), [30, 40, 41, 41, 40, 30, 30]);
});

test("the selected edge moves to the caret; a point becomes an interval", () => {
  const { commands, work } = open({ incidents: [incident(1, 10, 10)] });
  commands.select(1);
  commands.moveCaret(15, false);
  commands.moveSelectedEdge("end");
  assert.deepEqual(work(), [{ ...incident(1, 10, 15), point: false }]);
  commands.moveCaret(5, false);
  commands.moveSelectedEdge("end");
  assert.deepEqual(work(), [incident(1, 5, 10)]);
});

test("the letters of a label are one step, and the same label is none", () => {
  const { commands, store, work } = open({ incidents: [incident(1, 10, 20)] });
  for (const label of ["a", "ab", "ab"]) {
    commands.relabel(1, label);
  }

  assert.equal(work()[0].label, "ab");
  store.history.undo();
  assert.deepEqual([work()[0].label, store.history.canUndo], ["", false]);
});

test("a start after the end is refused, a point moves as a whole", () => {
  const { commands, work } = open({ incidents: [incident(1, 10, 20), incident(2, 30, 30)] });
  assert.equal(commands.retime(1, { start: incident(1, 21, 21).start }), false);
  assert.equal(commands.retime(2, { start: incident(2, 35, 35).start }), true);
  assert.deepEqual(work(), [incident(1, 10, 20), incident(2, 35, 35)]);
});

test("an incident where the series has no point is warned of", () => {
  const { commands, said } = open({ incidents: [incident(1, 10, 20)] });
  commands.retime(1, { start: incident(1, 500, 500).start, end: incident(1, 510, 510).end });
  assert.match(said.at(-1)[1], /^1 incident outside the series, which runs from 2026-03-02 00:00:00 to 2026-03-02 16:30:00: /);
});

test("stepping goes round the incidents in both directions", () => {
  const { commands, store } = open({ incidents: [incident(1, 10, 20), incident(2, 30, 40), incident(3, 50, 60)] });
  const selectedAfter = direction => {
    commands.stepIncident(direction);
    return store.view.selected;
  };
  assert.deepEqual([-1, 1, 1, 1, 1].map(selectedAfter), [3, 1, 2, 3, 1]);
});

test("deleting the selected incident leaves the others and can be undone", () => {
  const { commands, store, work } = open({ incidents: [incident(1, 10, 20), incident(2, 30, 40)] });
  commands.deleteSelected();
  commands.select(1);
  commands.deleteSelected();
  assert.deepEqual([work().map(entry => entry.id), store.view.selected], [[2], null]);
  store.history.undo();
  assert.equal(work().length, 2);
});

test("incidents of a file come in beside those that are there, each once, or instead of them", () => {
  const { commands, said, work } = open({ incidents: [incident(1, 10, 20, "mine")] });
  commands.take([incident(7, 10, 20, "same"), incident(8, 30, 40, "new")], false);
  assert.deepEqual(work().map(entry => entry.label), ["mine", "new"]);
  assert.deepEqual(said.at(-1), ["notify", "1 incident imported."]);
  commands.take([incident(7, 50, 60, "other")], true);
  assert.deepEqual(work().map(entry => entry.label), ["other"]);
});

test("a suggestion that is accepted becomes an incident, one that is rejected does not, and either is done with", () => {
  const { commands, store, work } = open();
  commands.stepSuggestion();
  assert.equal(store.view.caret, 30);
  commands.settleCurrent(true);
  assert.deepEqual([work(), store.view.caret], [[incident(1, 30, 30)], 40]);
  commands.settleCurrent(false);
  assert.deepEqual([work().length, store.openSuggestions(), store.view.suggestion], [1, [], null]);
  store.history.undo();
  assert.equal(store.openSuggestions().length, 1);
});

test("what is gone to comes into view, and what is there already moves nothing", () => {
  const { commands, store, shown } = open();
  commands.moveCaret(50, false);
  assert.deepEqual(shown, []);
  commands.addInterval(10, 90);
  store.history.commit({ incidents: [...store.history.state.incidents, incident(9, 400, 405)] });
  commands.goTo(9);
  const middle = (incident(9, 400, 405).start + incident(9, 400, 405).end) / 2000;
  assert.deepEqual(shown.map(([min, max]) => (min + max) / 2), [middle]);
});
