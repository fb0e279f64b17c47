/**
 * The incidents being edited, with undo and redo. States are never changed, only replaced.
 *
 * An incident is {id, start, end, point, label}, times in milliseconds since 1970 UTC, both ends inclusive. A state is
 * {incidents, settled}: the incidents by start, and the keys of the suggestions that were accepted or rejected.
 */
function createHistory(initial) {
  const listeners = [];
  let states = [initial];
  let at = 0;
  let lastStep = null;
  let nextId = 1 + Math.max(0, ...initial.incidents.map(incident => incident.id));

  function notify() {
    listeners.forEach(listener => listener(states[at]));
  }

  return {
    get state() {
      return states[at];
    },
    get canUndo() {
      return at > 0;
    },
    get canRedo() {
      return at < states.length - 1;
    },
    newId: () => nextId++,
    onChange: listener => listeners.push(listener),

    /**
     * Makes a new state the present one; what was undone before is gone.
     * @param {string|null} step changes of the same step, such as the letters of one label, are undone together
     */
    commit(change, step = null) {
      const next = { ...states[at], ...change };
      next.incidents = [...next.incidents].sort((a, b) => a.start - b.start || a.end - b.end || a.id - b.id);
      const kept = step !== null && step === lastStep ? at : at + 1;
      states = [...states.slice(0, kept), next];
      at = kept;
      lastStep = step;
      notify();
    },

    /** What follows is another step, whatever it is called. */
    endStep() {
      lastStep = null;
    },

    undo() {
      if (at > 0) {
        at--;
        lastStep = null;
        notify();
      }
    },

    redo() {
      if (at < states.length - 1) {
        at++;
        lastStep = null;
        notify();
      }
    },

    /** Starts over from a state, without a way back. */
    reset(state) {
      states = [state];
      at = 0;
      lastStep = null;
      nextId = Math.max(nextId, 1 + Math.max(0, ...state.incidents.map(incident => incident.id)));
      notify();
    },
  };
}

function withIncident(state, changed) {
  return { incidents: state.incidents.map(incident => (incident.id === changed.id ? changed : incident)) };
}

function withoutIncident(state, id) {
  return { incidents: state.incidents.filter(incident => incident.id !== id) };
}

/** An incident with one edge elsewhere; an edge that passes the other becomes the other. */
function movedEdge(incident, edge, ms) {
  const other = edge === "start" ? incident.end : incident.start;
  return { ...incident, start: Math.min(ms, other), end: Math.max(ms, other) };
}
