import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { unpackIntegers, unpackSeries } = load(["shared/unpack.js"], ["unpackIntegers", "unpackSeries"]);

test("numbers come back from their differences, small or of many digits", () => {
  assert.deepEqual(unpackIntegers(""), []);
  assert.deepEqual(unpackIntegers("ABE"), [0, -1, 1]);
  assert.deepEqual(unpackIntegers("gBf"), [16, 0]);
});

test("the largest magnitudes are exact", () => {
  assert.deepEqual(unpackIntegers("ggggggggggC"), [2 ** 50]);
  assert.deepEqual(unpackIntegers("__________B"), [-(2 ** 50)]);
});

test("a series has nulls in its gaps and multiples of its step elsewhere", () => {
  assert.deepEqual(unpackSeries({ count: 5, offset: 10, step: 0.5, gaps: [0, 1, 3, 1], multiples: "ACC" }), [null, 10, 10.5, null, 11]);
  assert.deepEqual(unpackSeries({ count: 2, offset: 0, step: 1, gaps: [0, 2], multiples: "" }), [null, null]);
});
