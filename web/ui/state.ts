// What is seen is all in the address, so that a link shows the same again.

export interface State {
  at: number | null;      // the moment, in ms since 1970 UTC
  zone: string;           // on whose clock times are shown: court, utc or an IANA name
  reading: string | null; // id; null: none is chosen
  as_of: number | null;   // as the case stood on record then; null: all of it
  open: string | null;    // what the drawer shows: finding:ID, event:ID, source:ID, …
  from: number | null;    // extent of the axis; null: the main day or days
  to: number | null;
  map: string | null;     // lat,lon,zoom
  globe: boolean;
  whatif: string | null;  // CLAIM~LENGTH, as in PT2M
}

export const blank: State = { at: null, zone: "court", reading: null, as_of: null, open: null, from: null, to: null, map: null, globe: false, whatif: null };

// moments are the parts of the state that are moments.
const moments = ["at", "as_of", "from", "to"] as const;
const texts = ["reading", "open", "map", "whatif"] as const;

// stamp writes a moment as the formats do: with milliseconds only where they
// are not zero.
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

// instant reads a moment of a document or address; null where it is none.
export function instant(text: string | null | undefined): number | null {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

// read is the state that an address's query tells. What it does not understand
// it leaves at what it was in blank.
export function read(query: string): State {
  const q = new URLSearchParams(query);
  const s: State = { ...blank };
  for (const k of moments) s[k] = instant(q.get(k));
  for (const k of texts) s[k] = q.get(k);
  s.zone = q.get("zone") || blank.zone;
  s.globe = q.get("globe") === "1";
  if (s.from != null && s.to != null && s.from >= s.to) s.from = s.to = null;
  return s;
}

// write is the query of a state, without what is as in blank, in a fixed order.
export function write(s: State): string {
  const q = new URLSearchParams();
  for (const k of moments) if (s[k] != null) q.set(k, stamp(Math.round(s[k])));
  for (const k of texts) if (s[k]) q.set(k, s[k]);
  if (s.zone !== blank.zone) q.set("zone", s.zone);
  if (s.globe) q.set("globe", "1");
  const text = q.toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%40", "@").replaceAll("%2C", ",");
  return text ? "?" + text : "";
}
