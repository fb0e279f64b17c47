import assert from "node:assert/strict";
import test from "node:test";
import { incident, load, loadLibrary } from "./load.mjs";

loadLibrary("vendor/js-yaml.min.js");
const { labelsText, readLabels, LabelsError } = load(["shared/time.js", "label/labels-file.js"], ["labelsText", "readLabels", "LabelsError"]);
const withoutId = ({ id, ...rest }) => rest;

test("labels are written one a line, in UTC", () => {
  assert.equal(labelsText("orders", []), "metric: orders\ntimezone: UTC\nincidents: []\n");
  assert.equal(
    labelsText("orders", [incident(1, 0, 6, "payment \"outage\""), incident(2, 12, 12)]),
    "metric: orders\ntimezone: UTC\nincidents:\n"
      + "  - {start: \"2026-03-02 00:00:00\", end: \"2026-03-02 01:00:00\", label: \"payment \\\"outage\\\"\"}\n"
      + "  - {at: \"2026-03-02 02:00:00\"}\n");
});

test("a name or label that YAML would read as something else is quoted", () => {
  for (const name of ["2026-01-01", "NO", "null", "7", "größe"]) {
    assert.ok(labelsText(name, []).startsWith(`metric: "${name}"\n`), name);
    assert.deepEqual(readLabels(labelsText(name, []), name), []);
  }
});

test("what is written is read back", () => {
  const written = [incident(1, 0, 6, "a: b # c\n\u2028\u0007 ' \\ ü"), { ...incident(2, 12, 12), start: 1250, end: 1250 }, { ...incident(3, 3, 4), start: -1, end: 7 }];
  assert.deepEqual(readLabels(labelsText("orders", written), "orders"), written.map(withoutId));
});

test("times count in the file's zone, YAML or JSON, with or without the mapping around", () => {
  const at = { start: Date.UTC(2026, 6, 1, 12), end: Date.UTC(2026, 6, 1, 12), point: true, label: "" };
  assert.deepEqual(readLabels("timezone: Europe/Berlin\nincidents: [{at: 2026-07-01 14:00:00}]", "orders"), [at]);
  assert.deepEqual(readLabels("\ufeff[{\"at\": \"2026-07-01T12:00:00Z\", \"label\": 7}]", "orders"), [{ ...at, label: "7" }]);
});

test("what is no labels file is refused with the reason", () => {
  const cases = [
    ["", /empty/], ["incidents: [1", /^Not readable .* \(line 2\)\.$/], ["just text", /mapping/], ["metric: visits\nincidents: []", /'visits', not for 'orders'/],
    ["timezone: Mars/Base\nincidents: []", /no known time zone/], ["incidents: 3", /must be a list/], ["incidents: [3]", /Incident 1 is no mapping/],
    ["incidents: [{at: soon}]", /'at' is 'soon'/], ["incidents: [{start: 2026-01-01}]", /needs 'at', or/],
    ["incidents: [{start: 2026-01-02, end: 2026-01-01}]", /starts after it ends/],
  ];
  for (const [text, reason] of cases) {
    assert.throws(() => readLabels(text, "orders"), error => error instanceof LabelsError && reason.test(error.message), text);
  }
});
