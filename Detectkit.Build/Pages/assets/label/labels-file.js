/**
 * The canonical labels file: one incident a line, times in UTC, in order of time. The engine's LabelWriter writes the same.
 * @param {string} metric
 * @param {{start: number, end: number, point: boolean, label: string}[]} incidents
 */
function labelsText(metric, incidents) {
  const lines = incidents.map(incident => {
    const label = incident.label === "" ? "" : ", label: " + quoted(incident.label);
    return incident.point
      ? `  - {at: ${writtenStamp(incident.start)}${label}}\n`
      : `  - {start: ${writtenStamp(incident.start)}, end: ${writtenStamp(incident.end)}${label}}\n`;
  });
  return `metric: ${metricName(metric)}\ntimezone: UTC\nincidents:${lines.length === 0 ? " []\n" : "\n" + lines.join("")}`;
}

/** A name that YAML would take for a number, a date or a truth value is quoted. */
function metricName(name) {
  const isPlain = /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : quoted(name);
}

/** In quotes a time has whole seconds; without quotes it may have a fraction. */
function writtenStamp(ms) {
  const fraction = ((ms % 1000) + 1000) % 1000;
  return fraction === 0 ? `"${stampText(ms, "UTC")}"` : `${stampText(ms - fraction, "UTC")}.${String(fraction).padStart(3, "0")}000`;
}

/** A text in double quotes, with escapes for whatever YAML might read as a line break or refuse. */
function quoted(text) {
  const short = { "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const escaped = text.replace(/["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    c => short[c] ?? "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  return `"${escaped}"`;
}

/** What is wrong with a labels file, in words for its author. */
class LabelsError extends Error {}

/**
 * Reads a labels file, YAML or JSON, by the rules of the tuner.
 * @returns {{start: number, end: number, point: boolean, label: string}[]}
 * @throws {LabelsError}
 */
function readLabels(text, metric) {
  let content;
  try {
    // The core schema leaves times as text, so that zone and daylight saving are ours to apply.
    content = jsyaml.load(text.replace(/^\ufeff/, ""), { schema: jsyaml.CORE_SCHEMA });
  } catch (error) {
    throw new LabelsError(`Not readable as YAML or JSON: ${error.reason ?? error.message}${error.mark ? ` (line ${error.mark.line + 1})` : ""}.`);
  }

  if (content === undefined || content === null) {
    throw new LabelsError("The file is empty.");
  }

  const isList = Array.isArray(content);
  if (!isList && typeof content !== "object") {
    throw new LabelsError("A labels file is a mapping with 'incidents', or a list of incidents.");
  }

  const file = isList ? { incidents: content } : content;
  if (file.metric !== undefined && file.metric !== null && String(file.metric) !== metric) {
    throw new LabelsError(`These labels are for the metric '${file.metric}', not for '${metric}'.`);
  }

  const zone = ["", null, undefined, false, "no"].includes(file.timezone) ? "UTC" : String(file.timezone);
  if (!isKnownZone(zone)) {
    throw new LabelsError(`'${zone}' is no known time zone; use a name such as Europe/Berlin.`);
  }

  if (!Array.isArray(file.incidents)) {
    throw new LabelsError("'incidents' must be a list.");
  }

  return file.incidents.map((entry, index) => readIncident(entry, index + 1, zone));
}

function readIncident(entry, number, zone) {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) {
    throw new LabelsError(`Incident ${number} is no mapping; write {start: .., end: ..} or {at: ..}.`);
  }

  const label = entry.label === undefined || entry.label === null ? "" : String(entry.label);
  const time = key => {
    const ms = parseStamp(String(entry[key]), zone);
    if (Number.isNaN(ms)) {
      throw new LabelsError(`Incident ${number}: '${key}' is '${entry[key]}'; write YYYY-MM-DD HH:MM:SS.`);
    }

    return ms;
  };
  if (entry.at !== undefined && entry.at !== null) {
    return { start: time("at"), end: time("at"), point: true, label };
  }

  if (entry.start === undefined || entry.start === null || entry.end === undefined || entry.end === null) {
    throw new LabelsError(`Incident ${number} needs 'at', or 'start' and 'end'.`);
  }

  const [start, end] = [time("start"), time("end")];
  if (start > end) {
    throw new LabelsError(`Incident ${number} starts after it ends.`);
  }

  return { start, end, point: false, label };
}
