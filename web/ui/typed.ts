import { civil, moment, dateOf, timeOf, type Civil } from "./clock";

// A time as somebody types it, read strictly: a zone is never guessed.

export type Typed = { ms: number; error?: undefined } | { ms?: undefined; error: string };

const no = (error: string): Typed => ({ error });

const months: Record<string, number> = {
  jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12,
};

// typed reads "18:46:30 EDT", "22:46Z", "2025-03-15 18:46 America/New_York" or
// "15 March 2025 18:46 UTC-04:00". Where no date is given it is that of near on
// the clock that was named. Abbreviations are those of the zones alone, and
// must be what the clock shows on that day.
export function typed(text: string, near: number, zones: string[]): Typed {
  const iso = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)$/.exec(text.trim());
  if (iso) text = `${iso[1]} ${iso[2]!.replace(/\.\d+$/, "")} ${iso[3]}`;
  const m = /^(?:(.*?)[\s,]+)?(\d{1,2}):(\d\d)(?::(\d\d))?\s*(.*)$/.exec(text.trim());
  if (!m) return no(`"${text.trim()}" is not a time. Write it as 18:46:30 EDT or 22:46 UTC.`);
  const [hour, minute, second] = [Number(m[2]), Number(m[3]), Number(m[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return no(`No clock shows ${m[2]}:${m[3]}${m[4] ? ":" + m[4] : ""}.`);
  const zone = m[5]!.trim();
  if (!zone) return no(`On whose clock? Write the zone too, as in ${m[2]}:${m[3]} ${civil(near, zones[0]!).abbr} or ${m[2]}:${m[3]} UTC.`);
  const clocks = clocksOf(zone, zones);
  if (typeof clocks === "string") return no(clocks);
  let last = "";
  for (const clock of clocks) {
    const date = m[1] ? dateIn(m[1]) : civil(near, clock.zone);
    if (!date) return no(`"${m[1]}" is not a date. Write it as 15 March 2025 or 2025-03-15.`);
    const c: Civil = { year: date.year, month: date.month, day: date.day, hour, minute, second };
    const ms = clock.offset != null
      ? Date.UTC(c.year, c.month - 1, c.day, hour, minute, second) - clock.offset
      : moment(c, clock.zone, clock.abbr);
    if (ms != null) return { ms };
    last = refusal(c, clock.zone, clock.abbr);
  }
  return no(last);
}

interface Clock { zone: string; abbr?: string; offset?: number }

// clocksOf are the clocks that a word can mean, or why it means none.
function clocksOf(word: string, zones: string[]): Clock[] | string {
  const plain = word.toUpperCase();
  if (plain === "Z" || plain === "UTC" || plain === "GMT") return [{ zone: "UTC", offset: 0 }];
  const m = /^(?:UTC)?([+-])(\d{1,2}):?(\d\d)?$/.exec(plain);
  if (m) {
    const minutes = (Number(m[2]) * 60 + Number(m[3] ?? 0)) * (m[1] === "-" ? -1 : 1);
    return Math.abs(minutes) <= 14 * 60 ? [{ zone: "UTC", offset: minutes * 60_000 }] : `No clock is ${word} from UTC.`;
  }
  if (word.includes("/")) {
    try {
      return [{ zone: new Intl.DateTimeFormat("en-US", { timeZone: word }).resolvedOptions().timeZone }];
    } catch {
      return `"${word}" is no zone of the time zone database.`;
    }
  }
  const known = zones.filter((z) => abbreviations(z).has(plain));
  if (known.length) return known.map((zone) => ({ zone, abbr: plain }));
  const all = [...new Set(zones.flatMap((z) => [...abbreviations(z)]))].join(", ");
  return `"${word}" is no clock of this case. It has ${all} and UTC; any other can be written as UTC-05:00.`;
}

// abbreviations are those that a zone shows in winter and summer.
function abbreviations(zone: string): Set<string> {
  return new Set([0, 6].map((m) => civil(Date.UTC(2025, m, 10), zone).abbr));
}

function dateIn(text: string): { year: number; month: number; day: number } | null {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const said = /^(?:\w+day,?\s+)?(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})$/.exec(text);
  const d = iso ? { year: +iso[1]!, month: +iso[2]!, day: +iso[3]! }
    : said ? { year: +said[3]!, month: months[said[2]!.slice(0, 3).toLowerCase()] ?? 0, day: +said[1]! } : null;
  if (!d) return null;
  const real = new Date(Date.UTC(d.year, d.month - 1, d.day));
  return real.getUTCMonth() === d.month - 1 && real.getUTCDate() === d.day ? d : null;
}

function refusal(c: Civil, zone: string, abbr?: string): string {
  const any = moment(c, zone);
  if (any != null) return `On ${dateOf(c)} clocks of ${zone} show ${civil(any, zone).abbr}, not ${abbr}.`;
  return `Clocks of ${zone} never showed ${timeOf(c, true)} on ${dateOf(c)}: they were put forward.`;
}
