import assert from "node:assert/strict";
import test from "node:test";
import { incident, load } from "./load.mjs";

class MemoryStorage {
  items = new Map();
  get length() {
    return this.items.size;
  }

  key = index => [...this.items.keys()][index];
  getItem = key => this.items.get(key) ?? null;
  setItem = (key, value) => this.items.set(key, String(value));
  removeItem = key => this.items.delete(key);
}

/** A tab of a browser: storage of its own for the session, shared with other tabs for the rest. */
function openTab(localStorage, sessionStorage = new MemoryStorage()) {
  const listeners = {};
  const { createDrafts } = load(["label/drafts.js"], ["createDrafts"], {
    localStorage, sessionStorage, addEventListener: (name, listener) => (listeners[name] ??= []).push(listener),
  });
  return { createDrafts, sessionStorage, fire: (name, event) => (listeners[name] ?? []).forEach(listener => listener(event)) };
}

const draft = (label, saved = null) => ({ incidents: [incident(1, 10, 20, label)], settled: ["a..b"], saved, revision: 2 });

test("a tab finds its own draft again after a reload, on the same labels only", () => {
  const local = new MemoryStorage();
  const tab = openTab(local);
  tab.createDrafts("key", "base").keep(draft("mine"));
  tab.fire("pagehide");
  const reloaded = openTab(local, tab.sessionStorage);
  const { at, ...found } = reloaded.createDrafts("key", "base").find();
  assert.deepEqual(found, draft("mine"));
  reloaded.fire("pagehide");
  assert.equal(openTab(local, tab.sessionStorage).createDrafts("key", "other base").find(), null);
});

test("drafts of other tabs are found, told apart by the labels they began with, and dropped", () => {
  const local = new MemoryStorage();
  openTab(local).createDrafts("key", "base").keep(draft("theirs"));
  openTab(local).createDrafts("key", "older base").keep(draft("old"));
  openTab(local).createDrafts("another metric", "base").keep(draft("foreign"));
  const drafts = openTab(local).createDrafts("key", "base");
  const found = drafts.findOthers();
  assert.deepEqual(new Map(found.map(other => [other.draft.incidents[0].label, other.isOlder])), new Map([["theirs", false], ["old", true]]));
  found.forEach(other => other.drop());
  assert.deepEqual([drafts.findOthers(), local.length], [[], 1]);
});

test("another tab's change is told, this one's and what is no draft are not", () => {
  const local = new MemoryStorage();
  const tab = openTab(local);
  const drafts = tab.createDrafts("key", "base");
  drafts.keep(draft("mine"));
  const told = [];
  drafts.onOtherTab(other => told.push(other.incidents[0].label));
  tab.fire("storage", { key: local.key(0), newValue: JSON.stringify(draft("mine")) });
  tab.fire("storage", { key: local.key(0) + "x", newValue: JSON.stringify(draft("theirs")) });
  tab.fire("storage", { key: local.key(0) + "x", newValue: "{\"incidents\": [7]}" });
  tab.fire("storage", { key: null, newValue: null });
  assert.deepEqual(told, ["theirs"]);
});

test("storage that is forbidden costs the drafts and nothing else", () => {
  const forbidden = new Proxy({}, { get: () => () => { throw new Error("forbidden"); } });
  const drafts = openTab(forbidden, forbidden).createDrafts("key", "base");
  drafts.keep(draft("mine"));
  assert.deepEqual([drafts.isWorking, drafts.find(), drafts.findOthers()], [false, null, []]);
  drafts.drop();
});
