/** Where labels come from and go to: the drafts of this browser, an exported file, and the server where the page is served (else null). */
function createFiles(data, store, commands, drafts, server, page) {
  const { history } = store;
  const loaded = history.state;
  const loadedText = store.text();
  let savedText = loadedText;

  const isUnsaved = draft => store.text(draft.incidents) !== (draft.saved ?? loadedText);
  const workOf = draft => ({ incidents: draft.incidents, settled: draft.settled });
  const incidentsOf = text => readLabels(text, data.metric).map(incident => ({ id: history.newId(), ...incident }));

  /** Kept until the labels are those that the page came with; what was exported is still only in this browser and in a file somewhere. */
  function keep() {
    if (store.text() === loadedText && savedText === loadedText && history.state.settled.length === 0) {
      drafts.drop();
    } else {
      drafts.keep({ ...history.state, saved: savedText, revision: server?.revision ?? 0 });
    }

    page.refreshWork();
  }

  function keepAsSaved(text) {
    savedText = text;
    keep();
  }

  function openExport() {
    if (page.settleFields()) {
      page.openExportDialog();
    }
  }

  async function save(isForced) {
    if (!page.settleFields()) {
      return;
    }

    const text = store.text();
    try {
      const reply = await server.save(text, isForced);
      keepAsSaved(text);
      page.notify(`Saved as ${reply.path}. ${reply.isLast ? "The server has ended; you can close this tab. " : ""}${afterSave(reply)}`);
    } catch (error) {
      page.notify(error.message, error.isConflict ? [["Save mine as the newest", () => save(true)], ["Load theirs", loadTheirs]] : [["Export…", openExport]]);
    }
  }

  /** What is to be done before the saved file counts: the newest file of the folder does, unless the metric says otherwise. */
  function afterSave(reply) {
    const line = `"labels_file: ${reply.path}"`;
    switch (data.comesBefore) {
      case "labels_file": return `${data.file} names another file: write ${line} there to use this one from now on, or tune with ${reply.tuneCommand}`;
      case "incidents": return `${data.file} has incidents of its own: write ${line} instead of them, or tune with ${reply.tuneCommand}`;
      default: return `Next: ${reply.tuneCommand}`;
    }
  }

  async function loadTheirs() {
    const { revision, text } = await server.state();
    server.follow(revision);
    store.commit({ incidents: incidentsOf(text ?? loadedText) });
    keepAsSaved(text ?? loadedText);
  }

  function continueDraft(draft) {
    savedText = draft.saved ?? loadedText;
    server?.follow(draft.revision);
    history.reset(workOf(draft));
    if (isUnsaved(draft)) {
      page.notify("Unsaved work was found in this browser and loaded.", [["Discard it", () => {
        savedText = loadedText;
        history.reset(loaded);
      }]]);
    }
  }

  /** Labels of other places than those shown. */
  function offerHidden() {
    if (data.hidden.length > 0) {
      page.notify(`${countText(data.hidden.length)} of ${data.hiddenSource} ${data.hidden.length === 1 ? "is" : "are"} not among these, which come from ${data.labelSource}.`, [
        ["Add them", () => commands.take(data.hidden, false)],
      ]);
    }
  }

  /** Work of other tabs, and that on labels which have changed since, is offered one by one; only its reader knows what it is worth. */
  function offerOthers() {
    const other = drafts.findOthers().find(({ draft, isOlder }) => isUnsaved(draft) && !(isOlder && store.text(draft.incidents) === loadedText));
    if (other === undefined) {
      return;
    }

    const count = countText(other.draft.incidents.length);
    page.notify(`Unsaved work with ${count} was found in this browser, ${other.isOlder ? "made before the labels last changed" : "made in another tab"}.`, [
      ["Load it", () => {
        store.commit(workOf(other.draft));
        other.drop();
      }],
      ["Discard it", () => {
        other.drop();
        offerOthers();
      }],
    ]);
  }

  /** What other tabs have saved since the page was written. */
  async function followServer(draft) {
    const { revision, text } = await server.state();
    if (text === null || revision === server.revision) {
      return;
    }

    // Work from before another tab's save must not replace it unseen.
    if (draft ? isUnsaved(draft) : store.text() !== loadedText) {
      page.notify("Another tab has saved labels of this metric since this work began.", [["Load theirs", loadTheirs]]);
      return;
    }

    server.follow(revision);
    savedText = text;
    history.reset({ incidents: incidentsOf(text), settled: draft?.settled ?? [] });
  }

  return {
    openExport,
    save,
    keep,
    export: () => (server ? save(false) : openExport()),
    exported: () => keepAsSaved(store.text()),
    isSaved: () => store.text() === savedText,

    workText() {
      if (store.text() === savedText) {
        return savedText === loadedText ? "" : server ? "Saved" : "Exported";
      }

      return (server ? "Not saved" : "Not exported") + (drafts.isWorking ? "; kept in this browser" : ", and this browser keeps nothing");
    },

    /** Continues what was begun before, and offers what else was. */
    start() {
      const draft = drafts.find();
      if (draft) {
        continueDraft(draft);
      }

      // What other tabs have exported or saved lies in a file; here it would only use up the browser's room.
      drafts.findOthers().filter(other => other.draft.saved !== null && !isUnsaved(other.draft)).forEach(other => other.drop());
      if (!draft || !isUnsaved(draft)) {
        offerHidden();
        offerOthers();
      }

      drafts.onOtherTab(other => page.notify("Another tab is working on the labels of this metric.", [["Take over its work", () => store.commit(workOf(other))]]));
      if (server) {
        followServer(draft).catch(() => page.notify("The server does not answer; export your work instead of saving it."));
      }
    },
  };
}
