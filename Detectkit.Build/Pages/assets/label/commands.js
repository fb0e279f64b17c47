/**
 * What a reader can do to labels and view. Each command changes the store, which the page follows; what is only said or scrolled to goes
 * to the page.
 */
function createCommands(store, chart, page) {
  const { grid, history, suggestions } = store;
  const stamp = ms => stampText(ms, store.view.zone);

  function add(incident) {
    const made = { id: history.newId(), ...incident };
    store.commit({ incidents: [...history.state.incidents, made] }, { selected: made.id, suggestion: null, drawing: null, anchor: null });
    page.revealIncident(made.id);
    page.announce(`Marked ${stamp(made.start)}${made.point ? "" : " to " + stamp(made.end)}. Press L to write its label.`);
  }

  /** Brings a span into view: only if it is out of view, or so that it can be told apart from its surroundings. */
  function intoView(from, to, isCentred = false) {
    const { min, max } = chart.view();
    const [first, last] = [from / 1000, to / 1000];
    const span = max - min;
    const isReadable = last - first < span * 0.9 && (!isCentred || last - first > span / 60 || span <= chart.step * 400);
    if (first >= min && last <= max && isReadable) {
      return;
    }

    const wanted = isCentred && !isReadable ? Math.max((last - first) * 6, chart.step * 150) : span;
    chart.show((first + last) / 2 - wanted / 2, (first + last) / 2 + wanted / 2);
  }

  function warnOfOutside(incidents) {
    const outside = incidents.filter(incident => !store.isInSeries(incident)).length;
    if (outside > 0) {
      page.notify(`${countText(outside)} outside the series, which runs from ${stamp(grid.timeAt(0))} to ${stamp(grid.timeAt(grid.last))}: `
        + "labels there mark nothing. The zone of the file may be another.");
    }
  }

  const commands = {
    setMode: mode => store.show({ mode }),

    // Drawing with the pointer

    draw: drawing => store.show({ drawing }),

    preview(incident) {
      store.show({ preview: incident });
      if (incident) {
        page.readout(`${stamp(incident.start)} – ${stamp(incident.end)} ${store.view.zone} · ${durationText(incident.end - incident.start + grid.step)}`);
      }
    },

    finishEdge: incident => store.commit(withIncident(history.state, incident), { preview: null, selected: incident.id }),

    click(incident, point, kind) {
      store.show({ caret: point });
      if (incident) {
        commands.select(incident.id);
        page.revealIncident(incident.id);
      } else if (kind === "mark") {
        commands.addPoint(point);
      } else {
        commands.select(null);
      }
    },

    addPoint: point => add({ start: grid.timeAt(point), end: grid.timeAt(point), point: true, label: "" }),

    addInterval(first, last) {
      if (first === last) {
        commands.addPoint(first);
      } else {
        add({ start: grid.timeAt(first), end: grid.timeAt(last), point: false, label: "" });
      }
    },

    hover(point) {
      const shown = point ?? (store.view.isCaretShown ? store.view.caret : null);
      page.readout(shown === null ? "" : store.pointText(shown));
    },

    // The caret

    moveCaret(point, isSelecting) {
      const anchor = isSelecting ? store.view.anchor ?? store.view.caret ?? point : null;
      const drawing = anchor === null ? null : { from: grid.timeAt(anchor), to: grid.timeAt(point), isZoom: false };
      store.show({ anchor, drawing, caret: point, isCaretShown: true });
      intoView(grid.timeAt(point), grid.timeAt(point));
      page.readout(store.pointText(point));
      page.announce(store.pointText(point));
    },

    moveToFlag(direction, isSelecting) {
      const from = store.view.caret ?? grid.nearest(chart.view().min * 1000);
      const at = direction > 0 ? firstAtLeast(store.flags, from + 1) : firstAtLeast(store.flags, from) - 1;
      if (store.flags[at] !== undefined) {
        commands.moveCaret(store.flags[at], isSelecting);
      }
    },

    markCaret() {
      const { anchor, caret } = store.view;
      if (anchor !== null) {
        commands.addInterval(Math.min(anchor, caret), Math.max(anchor, caret));
      } else if (caret !== null) {
        commands.addPoint(caret);
      }
    },

    moveSelectedEdge(edge) {
      const incident = store.incident(store.view.selected);
      if (incident && store.view.caret !== null) {
        const at = grid.timeAt(store.view.caret);
        commands.finishEdge(incident.point
          ? { ...incident, point: false, start: Math.min(at, incident.start), end: Math.max(at, incident.end) }
          : movedEdge(incident, edge, at));
      }
    },

    dropSelection() {
      page.cancelDrag();
      store.show({ anchor: null, drawing: null, selected: null, suggestion: null });
    },

    // Incidents

    select: id => store.show({ selected: id, suggestion: null }),

    goTo(id) {
      const incident = store.incident(id);
      store.show({ selected: id, suggestion: null, caret: grid.nearest(incident.start) });
      intoView(incident.start, incident.end, true);
      page.revealIncident(id);
    },

    stepIncident(direction) {
      const { incidents } = history.state;
      if (incidents.length === 0) {
        return;
      }

      const at = incidents.findIndex(incident => incident.id === store.view.selected);
      const next = at < 0 ? (direction > 0 ? 0 : incidents.length - 1) : (at + direction + incidents.length) % incidents.length;
      commands.goTo(incidents[next].id);
      page.announce(`Incident ${next + 1} of ${incidents.length}: ${incidents[next].label || "no label"}, ${stamp(incidents[next].start)}`);
    },

    relabel(id, label) {
      const incident = store.incident(id);
      if (incident && incident.label !== label) {
        store.commit(withIncident(history.state, { ...incident, label }), {}, "label " + id);
      }
    },

    /** False where the start would lie after the end. */
    retime(id, change) {
      const incident = store.incident(id);
      const changed = { ...incident, ...change };
      if (incident.point) {
        changed.end = changed.start;
      }

      if (changed.start > changed.end) {
        return false;
      }

      store.commit(withIncident(history.state, changed));
      warnOfOutside([changed]);
      return true;
    },

    remove(id) {
      const at = history.state.incidents.findIndex(incident => incident.id === id);
      store.commit(withoutIncident(history.state, id), { selected: null });
      page.announce(`Incident ${at + 1} deleted. Ctrl + Z brings it back.`);
    },

    deleteSelected: () => store.view.selected !== null && commands.remove(store.view.selected),
    editLabel: () => store.view.selected !== null && page.focusLabel(store.view.selected),

    /** Takes in the incidents of a file, instead of those that are there or beside them. */
    take(incidents, isReplacing) {
      const known = isReplacing ? [] : history.state.incidents;
      const isNew = incident => !known.some(other => other.start === incident.start && other.end === incident.end && other.point === incident.point);
      const added = incidents.filter(isNew).map(incident => ({ id: history.newId(), ...incident }));
      store.commit({ incidents: [...known, ...added] }, { selected: null });
      page.notify(`${countText(added.length)} imported.`);
      warnOfOutside(added);
    },

    // Suggestions

    goToSuggestion(key) {
      const { first, last } = suggestions.find(candidate => candidate.key === key);
      store.show({ selected: null, suggestion: key, caret: first });
      intoView(grid.timeAt(first), grid.timeAt(last), true);
      page.revealSuggestion(key);
      page.announce(`Suggestion at ${stamp(grid.timeAt(first))}`);
    },

    stepSuggestion() {
      const open = store.openSuggestions();
      if (open.length > 0) {
        const at = open.findIndex(suggestion => suggestion.key === store.view.suggestion);
        commands.goToSuggestion(open[(at + 1) % open.length].key);
      }
    },

    settleCurrent(isAccepted) {
      const key = store.view.suggestion;
      if (key !== null) {
        const open = store.openSuggestions();
        const at = open.findIndex(suggestion => suggestion.key === key);
        const following = open[at + 1] ?? open[at - 1];
        commands.settle(key, isAccepted);
        if (following) {
          commands.goToSuggestion(following.key);
        }
      }
    },

    settle(key, isAccepted) {
      const { first, last } = suggestions.find(candidate => candidate.key === key);
      const settled = [...history.state.settled, key];
      if (!isAccepted) {
        store.commit({ settled }, { suggestion: null });
        return;
      }

      const made = { id: history.newId(), start: grid.timeAt(first), end: grid.timeAt(last), point: first === last, label: "" };
      store.commit({ settled, incidents: [...history.state.incidents, made] }, { suggestion: null, selected: made.id });
      page.revealIncident(made.id);
    },
  };
  return commands;
}

function countText(number) {
  return number === 1 ? "1 incident" : `${number} incidents`;
}
