/**
 * Work that is not yet in a file, kept in this browser. Each tab has a slot of its own, and so has each version of the labels it
 * started from: no work overwrites another.
 * @param {string} key one per metric and project
 * @param {string} base the labels the work started from
 */
function createDrafts(key, base) {
  const prefix = "detectkit-labels:" + key + ":";
  const name = prefix + fingerprint(base) + ":" + tabName();
  let isWorking = true;

  /** Storage may be forbidden or full. */
  function attempt(use) {
    try {
      return use();
    } catch {
      isWorking = false;
      return null;
    }
  }

  return {
    get isWorking() {
      return isWorking;
    },

    /** Keeps a draft: {incidents, settled, saved, revision}, saved being the labels text last exported or saved. */
    keep: draft => attempt(() => {
      localStorage.setItem(name, JSON.stringify({ ...draft, at: Date.now() }));
      isWorking = true;
    }),

    drop: () => attempt(() => localStorage.removeItem(name)),

    /** This tab's own draft on the same base, or null. */
    find: () => attempt(() => readDraft(localStorage.getItem(name))),

    /** Drafts of other tabs and on other bases, newest first: {draft, isOlder, drop}. */
    findOthers() {
      const found = [];
      attempt(() => {
        for (let i = 0; i < localStorage.length; i++) {
          const other = localStorage.key(i);
          const draft = other.startsWith(prefix) && other !== name ? readDraft(localStorage.getItem(other)) : null;
          if (draft) {
            found.push({ draft, isOlder: !other.startsWith(prefix + fingerprint(base) + ":"), drop: () => localStorage.removeItem(other) });
          }
        }
      });
      return found.sort((a, b) => b.draft.at - a.draft.at);
    },

    /** Tells when another tab changes its draft. */
    onOtherTab(listener) {
      addEventListener("storage", event => {
        const draft = event.key?.startsWith(prefix) && event.key !== name ? readDraft(event.newValue) : null;
        if (draft) {
          listener(draft);
        }
      });
    },
  };
}

/**
 * A name that lasts over reloads of this tab and that no other tab has: a duplicated tab starts with a copy of the session's storage, so
 * the name lies there only while no page is open.
 */
function tabName() {
  const key = "detectkit-tab";
  let name = null;
  const take = () => {
    try {
      name ??= sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
    } catch {
      // Storage may be forbidden; then there are no drafts either.
    }

    name ??= Math.random().toString(36).slice(2);
  };
  take();
  addEventListener("pageshow", take);
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(key, name);
    } catch {
      // As above.
    }
  });
  return name;
}

/** A short name for a text (FNV-1a); it only has to tell one version of the labels from the next. */
function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }

  return hash.toString(16);
}

/** Storage can hold anything; what is no draft is passed over. */
function readDraft(text) {
  let draft;
  try {
    draft = JSON.parse(text);
  } catch {
    return null;
  }

  const isIncident = entry => entry !== null && typeof entry === "object" && Number.isInteger(entry.id) && Number.isFinite(entry.start)
    && Number.isFinite(entry.end) && typeof entry.point === "boolean" && typeof entry.label === "string";
  if (!draft || !Array.isArray(draft.incidents) || !draft.incidents.every(isIncident) || !Array.isArray(draft.settled)) {
    return null;
  }

  return {
    incidents: draft.incidents,
    settled: draft.settled.filter(entry => typeof entry === "string"),
    saved: typeof draft.saved === "string" ? draft.saved : null,
    revision: Number.isInteger(draft.revision) ? draft.revision : 0,
    at: Number.isFinite(draft.at) ? draft.at : 0,
  };
}
