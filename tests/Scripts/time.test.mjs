import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { stampText, parseStamp, durationText, isKnownZone, zoneNames } = load(["shared/time.js"], ["stampText", "parseStamp", "durationText", "isKnownZone", "zoneNames"]);
const berlin = "Europe/Berlin";

test("an instant is written in the wall clock of a zone", () => {
  const noon = Date.UTC(2026, 6, 1, 12);
  assert.equal(stampText(noon, "UTC"), "2026-07-01 12:00:00");
  assert.equal(stampText(noon, berlin), "2026-07-01 14:00:00");
});

test("what is written is read back, in any zone", () => {
  for (const zone of ["UTC", berlin, "America/St_Johns", "Asia/Kathmandu"]) {
    const ms = Date.UTC(2026, 10, 30, 3, 4, 5);
    assert.equal(parseStamp(stampText(ms, zone), zone), ms);
  }
});

test("a time that the clock skips takes the offset before, one that it shows twice is the first", () => {
  assert.equal(parseStamp("2026-03-29 02:30:00", berlin), Date.UTC(2026, 2, 29, 1, 30));
  assert.equal(parseStamp("2026-10-25 02:30:00", berlin), Date.UTC(2026, 9, 25, 0, 30));
});

test("an offset in the text counts instead of the zone", () => {
  const noon = Date.UTC(2026, 6, 1, 12);
  for (const text of ["2026-07-01T12:00:00Z", "2026-07-01 14:00:00+02:00", "2026-07-01 14:00:00 +2", "2026-07-01 08:30:00-0330"]) {
    assert.equal(parseStamp(text, berlin), noon, text);
  }

  assert.equal(parseStamp("2026-07-01 12:00:00.250Z", berlin), noon + 250);
  assert.equal(parseStamp("2026-07-01", "UTC"), Date.UTC(2026, 6, 1));
});

test("what is no time is none", () => {
  for (const text of ["", "tomorrow", "2026-02-30 00:00:00", "2026-07-01 24:00:00", "2026-07-01 12:60:00", "2026-07-01 12:00"]) {
    assert.ok(Number.isNaN(parseStamp(text, "UTC")), text);
  }
});

test("a duration has the two largest units that say it", () => {
  assert.deepEqual([0, 400, 61000, 600000, 86400000 + 4 * 3600000 + 59000, 86400000 + 60000].map(durationText), ["0 s", "0 s", "1 min 1 s", "10 min", "1 d 4 h", "1 d"]);
});

test("zones are known by name", () => {
  assert.ok(isKnownZone(berlin));
  assert.ok(!isKnownZone("Europe/Nowhere"));
  assert.equal(zoneNames()[0], "UTC");
});
