/**
 * Unsaved work, kept in this browser until it is exported or thrown away.
 * @param {string} key one per metric and project
 * @param {string} base the labels the work started from; each version of them has its own draft, so that none overwrites another
 */
function createDrafts(key, base) {
  const prefix = "detectkit-labels:" + key + ":";
  const name = prefix + fingerprint(base);
  let isWorking = true;

  return {
    get isWorking() {
      return isWorking;
    },

    keep(state) {
      try {
        localStorage.setItem(name, JSON.stringify({ incidents: state.incidents, settled: state.settled }));
        isWorking = true;
      } catch {
        isWorking = false;
      }
    },

    drop() {
      try {
        localStorage.removeItem(name);
      } catch {
        isWorking = false;
      }
    },

    /** The kept work on the same base, or null. */
    find() {
      try {
        return readDraft(localStorage.getItem(name));
      } catch {
        isWorking = false;
        return null;
      }
    },

    /** Kept work on another base, from before the labels changed: {state, drop}, or null. */
    findOlder() {
      try {
        for (let i = 0; i < localStorage.length; i++) {
          const older = localStorage.key(i);
          const state = older.startsWith(prefix) && older !== name ? readDraft(localStorage.getItem(older)) : null;
          if (state) {
            return { state, drop: () => localStorage.removeItem(older) };
          }
        }
      } catch {
        isWorking = false;
      }

      return null;
    },

    /** Tells when another tab changes the same draft. */
    onOtherTab(listener) {
      addEventListener("storage", event => {
        const state = event.key === name ? readDraft(event.newValue) : null;
        if (state) {
          listener(state);
        }
      });
    },
  };
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

  return { incidents: draft.incidents, settled: draft.settled };
}
