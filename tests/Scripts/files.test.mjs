import assert from "node:assert/strict";
import test from "node:test";
import { incident, labelScripts, load, loadLibrary, pageData } from "./load.mjs";

loadLibrary("vendor/js-yaml.min.js");
const { createStore, createCommands, createFiles } = load(labelScripts, ["createStore", "createCommands", "createFiles"]);

function open({ data = {}, draft = null, others = [], server = null, isValid = true } = {}) {
  const pack = pageData({ tuneCommand: "tune", ...data });
  const store = createStore(pack, "UTC");
  const notices = [];
  const opened = [];
  const page = {
    notify: (text, actions = []) => notices.push({ text, press: name => actions.find(([title]) => title === name)[1]() }),
    refreshWork() {},
    settleFields: () => isValid,
    openExportDialog: () => opened.push("export"),
  };
  const kept = [];
  const drafts = {
    isWorking: true,
    find: () => draft,
    findOthers: () => others.filter(other => !other.isDropped),
    keep: work => kept.push(work),
    drop: () => kept.push(null),
    onOtherTab() {},
  };
  const files = createFiles(pack, store, createCommands(store, null, page), drafts, server, page);
  store.history.onChange(files.keep);
  return { store, files, notices, kept, opened };
}

const draftOf = (first, last, saved = null) => ({ incidents: [incident(5, first, last)], settled: [], saved, revision: 3 });
const otherTab = (draft, isOlder = false) => ({ draft, isOlder, isDropped: false, drop() { this.isDropped = true; } });

/** A server that saves, unless another tab has saved before. */
function serverOf({ isAhead = false, text = null, revision = 0 } = {}) {
  return {
    revision: 0,
    saved: [],
    follow(known) {
      this.revision = known;
    },
    state: async () => ({ revision, text }),
    async save(labels, isForced) {
      if (isAhead && !isForced) {
        throw Object.assign(new Error("Another tab has saved."), { isConflict: true });
      }

      this.saved.push(labels);
      return { path: "incidents/orders/new.yml", isLast: true, tuneCommand: "tune" };
    },
  };
}

test("work is kept as it is done, told apart from what is exported, and dropped once nothing is left of it", () => {
  const { store, files, kept } = open();
  assert.deepEqual([files.workText(), files.isSaved()], ["", true]);
  store.commit({ incidents: [incident(1, 10, 20)] });
  assert.deepEqual([files.workText(), files.isSaved(), kept.at(-1).incidents.length], ["Not exported; kept in this browser", false, 1]);
  files.exported();
  assert.deepEqual([files.workText(), files.isSaved(), kept.at(-1).saved], ["Exported", true, store.text()]);
  store.history.undo();
  assert.equal(files.workText(), "Not exported; kept in this browser");
  const untouched = open();
  untouched.store.commit({ incidents: [incident(1, 10, 20)] });
  untouched.store.history.undo();
  assert.equal(untouched.kept.at(-1), null);
});

test("this tab's draft is continued and can be discarded", () => {
  const { store, files, notices } = open({ draft: draftOf(10, 20) });
  files.start();
  assert.equal(store.history.state.incidents.length, 1);
  assert.match(notices[0].text, /^Unsaved work was found/);
  notices[0].press("Discard it");
  assert.deepEqual([store.history.state.incidents, files.isSaved()], [[], true]);
});

test("drafts of other tabs are offered one by one, finished ones are dropped", () => {
  const finished = draftOf(1, 2);
  const exported = open().store.text(finished.incidents);
  const others = [otherTab({ ...finished, saved: exported }), otherTab(draftOf(30, 31)), otherTab(draftOf(40, 41), true)];
  const { store, files, notices } = open({ others });
  files.start();
  assert.ok(others[0].isDropped);
  assert.match(notices[0].text, /1 incident was found in this browser, made in another tab\.$/);
  notices[0].press("Discard it");
  assert.match(notices[1].text, /made before the labels last changed\.$/);
  notices[1].press("Load it");
  assert.deepEqual(store.history.state.incidents, [incident(5, 40, 41)]);
});

test("labels that the page does not show are offered", () => {
  const { store, files, notices } = open({ data: { hidden: [incident(1, 10, 20)], hiddenSource: "incidents/orders.yml", labelSource: "a.yml" } });
  files.start();
  assert.equal(notices[0].text, "1 incident of incidents/orders.yml is not among these, which come from a.yml.");
  notices[0].press("Add them");
  assert.equal(store.history.state.incidents.length, 1);
});

test("saving says where and what makes the file count", async () => {
  for (const [comesBefore, words] of [[undefined, /^Saved as incidents\/orders\/new\.yml\. The server has ended; you can close this tab\. Next: tune$/], ["labels_file", /names another file: write "labels_file: /], ["incidents", /has incidents of its own: write /]]) {
    const server = serverOf();
    const { store, files, notices } = open({ server, data: { comesBefore } });
    store.commit({ incidents: [incident(1, 10, 20)] });
    await files.export();
    assert.match(notices.at(-1).text, words);
    assert.deepEqual([server.saved, files.workText()], [[store.text()], "Saved"]);
  }
});

test("a field that holds no time is not saved or exported over", async () => {
  const server = serverOf();
  const { files, opened } = open({ server, isValid: false });
  await files.export();
  files.openExport();
  assert.deepEqual([server.saved, opened], [[], []]);
});

test("what another tab has saved meanwhile is replaced or loaded, as its reader chooses", async () => {
  const theirs = open().store.text([incident(1, 50, 60)]);
  const server = serverOf({ isAhead: true, text: theirs, revision: 4 });
  const { store, files, notices } = open({ server });
  store.commit({ incidents: [incident(1, 10, 20)] });
  await files.save(false);
  await notices.at(-1).press("Load theirs");
  assert.deepEqual([store.text(), files.workText(), server.revision], [theirs, "Saved", 4]);
  await files.save(false);
  await notices.at(-1).press("Save mine as the newest");
  assert.deepEqual(server.saved, [theirs]);
});

test("a page without work follows what was saved since it was written, one with work asks", async () => {
  const theirs = open().store.text([incident(1, 50, 60)]);
  const blank = open({ server: serverOf({ text: theirs, revision: 4 }) });
  blank.files.start();
  await new Promise(setImmediate);
  assert.deepEqual([blank.store.text(), blank.store.history.canUndo, blank.notices], [theirs, false, []]);

  const busy = open({ server: serverOf({ text: theirs, revision: 4 }), draft: draftOf(10, 20) });
  busy.files.start();
  await new Promise(setImmediate);
  assert.match(busy.notices.at(-1).text, /since this work began\.$/);
  assert.deepEqual(busy.store.history.state.incidents, [incident(5, 10, 20)]);
});

test("a server that does not answer is said", async () => {
  const { files, notices } = open({ server: { ...serverOf(), state: async () => { throw new Error("gone"); } } });
  files.start();
  await new Promise(setImmediate);
  assert.match(notices[0].text, /^The server does not answer/);
});
