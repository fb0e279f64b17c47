const zoneFormats = new Map();

function zoneFormat(zone) {
  if (!zoneFormats.has(zone)) {
    zoneFormats.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }));
  }

  return zoneFormats.get(zone);
}

/** Whether this browser knows a time zone by that name. */
function isKnownZone(zone) {
  try {
    zoneFormat(zone);
    return true;
  } catch {
    return false;
  }
}

/** All zone names this browser knows, UTC first. */
function zoneNames() {
  const names = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return ["UTC", ...names.filter(name => name !== "UTC")];
}

/** The wall clock of a zone at an instant, as if it were UTC. */
function wallClock(ms, zone) {
  if (zone === "UTC") {
    return ms;
  }

  const parts = {};
  for (const part of zoneFormat(zone).formatToParts(ms)) {
    parts[part.type] = Number(part.value);
  }

  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** An instant as YYYY-MM-DD HH:MM:SS in a zone. */
function stampText(ms, zone) {
  return new Date(wallClock(ms, zone)).toISOString().slice(0, 19).replace("T", " ");
}

/**
 * The instant at which a zone's wall clock shows a time. A time that the clock skips takes the offset before the change, one that it
 * shows twice is the first of the two, as in label files.
 */
function instantOf(wall, zone) {
  const day = 86400000;
  const before = wallClock(wall - day, zone) - (wall - day);
  const after = wallClock(wall + day, zone) - (wall + day);
  const fits = [wall - before, wall - after].filter(ms => wallClock(ms, zone) === wall);
  return fits.length > 0 ? Math.min(...fits) : wall - before;
}

const stampPattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2}):(\d{2})(\.\d+)?)?\s*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?$/;

/**
 * Reads a time of a label file or an input field.
 * @returns {number} milliseconds since 1970 UTC, or NaN where the text is no time
 */
function parseStamp(text, zone) {
  const match = stampPattern.exec(text.trim());
  if (match === null) {
    return NaN;
  }

  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(part => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(wall);
  const exists = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour && minute < 60 && second < 60;
  if (!exists) {
    return NaN;
  }

  const fraction = match[7] === undefined ? 0 : Math.round(Number(match[7]) * 1000);
  const offset = match[8];
  if (offset === undefined) {
    return instantOf(wall, zone) + fraction;
  }

  if (offset === "Z" || offset === "z") {
    return wall + fraction;
  }

  const digits = offset.slice(1).replace(":", "");
  const hours = Number(digits.length > 2 ? digits.slice(0, -2) : digits);
  const minutes = digits.length > 2 ? Number(digits.slice(-2)) : 0;
  return wall + fraction - (offset[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60000;
}

/** A length of time in the two largest units that say it: 2 d 4 h. */
function durationText(ms) {
  const units = [["d", 86400000], ["h", 3600000], ["min", 60000], ["s", 1000]];
  const parts = [];
  let rest = Math.round(ms / 1000) * 1000;
  for (const [name, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0 && parts.length < 2) {
      parts.push(count + " " + name);
      rest -= count * length;
    } else if (parts.length > 0) {
      break;
    }
  }

  return parts.length > 0 ? parts.join(" ") : "0 s";
}
