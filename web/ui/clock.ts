// Moments on a stated clock. The browser's own zone is never used.

export interface Civil { year: number; month: number; day: number; hour: number; minute: number; second: number }

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let f = formats.get(zone);
  if (!f) {
    f = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric", timeZoneName: "short",
    });
    formats.set(zone, f);
  }
  return f;
}

const names = ["year", "month", "day", "hour", "minute", "second"] as const;

// civil is what the clock of a zone shows at a moment, and its abbreviation:
// "EDT", or "UTC+05:30" where the zone has none.
export function civil(ms: number, zone: string): Civil & { abbr: string } {
  const out = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, abbr: "" };
  for (const p of format(zone).formatToParts(ms)) {
    if (p.type === "timeZoneName") out.abbr = offsetName(p.value);
    for (const n of names) if (p.type === n) out[n] = Number(p.value);
  }
  return out;
}

function offsetName(abbr: string): string {
  const m = /^GMT([+-])(\d+)(?::(\d\d))?$/.exec(abbr);
  return m ? `UTC${m[1]}${m[2]!.padStart(2, "0")}:${m[3] ?? "00"}` : abbr === "GMT" ? "UTC" : abbr;
}

// offset is how far the clock of a zone is ahead of UTC at a moment, in ms.
export function offset(ms: number, zone: string): number {
  const c = civil(ms, zone);
  return Date.UTC(c.year, c.month - 1, c.day, c.hour, c.minute, c.second) - Math.floor(ms / 1000) * 1000;
}

const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const two = (n: number) => String(n).padStart(2, "0");

// timeOf is "18:46" or "18:46:30", with the milliseconds left out.
export function timeOf(c: Civil, seconds: boolean): string {
  return `${two(c.hour)}:${two(c.minute)}${seconds ? ":" + two(c.second) : ""}`;
}

// dateOf is "15 March 2025".
export function dateOf(c: Civil): string {
  return `${c.day} ${monthNames[c.month - 1]} ${c.year}`;
}

export function shortDate(c: Civil): string {
  return `${c.day} ${monthNames[c.month - 1]!.slice(0, 3)}`;
}

export function weekday(c: Civil): string {
  return dayNames[new Date(Date.UTC(c.year, c.month - 1, c.day)).getUTCDay()]!;
}

// words is "18:46:30 EDT on 15 March 2025".
export function words(ms: number, zone: string): string {
  const c = civil(ms, zone);
  return `${timeOf(c, true)} ${c.abbr} on ${dateOf(c)}`;
}

// begins tells whether a moment is the first of a civil day.
function begins(ms: number, zone: string): boolean {
  return dateOf(civil(ms - 1, zone)) !== dateOf(civil(ms, zone));
}

// between says bounds on a clock, the date once where both have the same, and whole days
// as days.
export function between(from: number | null, to: number | null, zone: string): string {
  if (from == null && to == null) return "nothing bounds it";
  if (from == null) return "not after " + words(to!, zone);
  if (to == null) return "not before " + words(from, zone);
  const a = civil(from, zone), b = civil(to, zone);
  if (begins(from, zone) && begins(to + 1, zone)) return dateOf(a) === dateOf(b) ? `${dateOf(a)} (day)` : `${dateOf(a)} – ${dateOf(b)} (days)`;
  if (Math.floor(from / 1000) === Math.floor(to / 1000)) return words(from, zone);
  if (dateOf(a) !== dateOf(b) || a.abbr !== b.abbr) return `between ${words(from, zone)} and ${words(to, zone)}`;
  return `between ${timeOf(a, true)} and ${timeOf(b, true)} ${a.abbr} on ${dateOf(a)}`;
}

// moment is the moment at which the clock of a zone shows c, and the
// abbreviation if one is asked for; null where it never does. Of two, where a
// clock is put back, it is the first.
export function moment(c: Civil, zone: string, abbr?: string): number | null {
  const guess = Date.UTC(c.year, c.month - 1, c.day, c.hour, c.minute, c.second);
  const day = 86_400_000;
  const found = [guess - day, guess, guess + day].map((t) => guess - offset(t, zone)).filter((t) => {
    const got = civil(t, zone);
    return names.every((n) => got[n] === c[n]) && (!abbr || got.abbr === abbr);
  });
  return found.length ? Math.min(...found) : null;
}
