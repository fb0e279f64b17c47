import assert from "node:assert/strict";
import test from "node:test";
import { incident, load } from "./load.mjs";

const { createHistory, withIncident, withoutIncident, movedEdge } = load(["label/history.js"], ["createHistory", "withIncident", "withoutIncident", "movedEdge"]);
const blank = () => createHistory({ incidents: [], settled: [] });
const labels = history => history.state.incidents.map(entry => entry.label);

test("incidents are kept in order of time", () => {
  const history = blank();
  history.commit({ incidents: [incident(2, 50, 60, "b"), incident(1, 10, 20, "a"), incident(3, 10, 15, "first")] });
  assert.deepEqual(labels(history), ["first", "a", "b"]);
});

test("what is undone can be redone until something else is done", () => {
  const history = blank();
  history.commit({ incidents: [incident(1, 10, 20, "a")] });
  history.commit({ settled: ["x"] });
  history.undo();
  assert.deepEqual([history.state.settled, history.canUndo, history.canRedo], [[], true, true]);
  history.redo();
  assert.deepEqual(history.state.settled, ["x"]);
  history.undo();
  history.commit({ settled: ["y"] });
  history.redo();
  assert.deepEqual([history.state.settled, history.canRedo], [["y"], false]);
  history.undo();
  history.undo();
  history.undo();
  assert.deepEqual([history.state.incidents, history.canUndo], [[], false]);
});

test("changes of one step are undone together, until the step ends", () => {
  const history = blank();
  history.commit({ incidents: [incident(1, 10, 20)] });
  for (const label of ["a", "ab"]) {
    history.commit(withIncident(history.state, incident(1, 10, 20, label)), "label 1");
  }

  history.endStep();
  history.commit(withIncident(history.state, incident(1, 10, 20, "abc")), "label 1");
  history.undo();
  assert.deepEqual(labels(history), ["ab"]);
  history.undo();
  assert.deepEqual(labels(history), [""]);
});

test("a reset leaves no way back and gives no id twice", () => {
  const history = blank();
  const told = [];
  history.onChange(state => told.push(state.incidents.length));
  history.reset({ incidents: [incident(7, 10, 20)], settled: [] });
  assert.deepEqual([history.canUndo, history.newId(), history.newId(), told], [false, 8, 9, [1]]);
});

test("states are replaced, never changed", () => {
  const history = blank();
  history.commit({ incidents: [incident(1, 10, 20)] });
  const before = history.state;
  history.commit(withoutIncident(before, 1));
  assert.deepEqual([before.incidents.length, history.state.incidents.length], [1, 0]);
});

test("an edge that passes the other becomes the other", () => {
  const { start, end } = incident(1, 10, 20);
  assert.deepEqual([movedEdge(incident(1, 10, 20), "end", end + 1).end, movedEdge(incident(1, 10, 20), "start", end + 5)], [end + 1, { ...incident(1, 20, 20), point: false, end: end + 5 }]);
  assert.equal(movedEdge(incident(1, 10, 20), "end", start - 5).start, start - 5);
});
