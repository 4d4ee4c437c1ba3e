import type { Answer, Finding } from "./view";

// Lengths and margins in words, as the program's text has them.

// lengthOf is an ISO 8601 length of the formats in ms: PT1H18M0.001S.
export function lengthOf(iso: string): number {
  const m = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(iso);
  if (!m) throw new Error(`${iso} is no length`);
  const ms = Number(m[2] ?? 0) * 3_600_000 + Number(m[3] ?? 0) * 60_000 + Math.round(Number(m[4] ?? 0) * 1000);
  return m[1] ? -ms : ms;
}

// isoOf writes a length of whole seconds: PT2M.
export function isoOf(ms: number): string {
  const s = Math.abs(Math.round(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return (ms < 0 ? "-" : "") + "PT" + (h ? h + "H" : "") + (m ? m + "M" : "") + (s % 60 || !s ? (s % 60) + "S" : "");
}

export function lengthWords(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24), sign = ms < 0 && s ? "-" : "";
  if (d) return `${sign}${d} d ${h % 24} h ${m % 60} min`;
  if (h) return `${sign}${h} h ${m % 60} min ${s % 60} s`;
  if (m) return `${sign}${m} min ${s % 60} s`;
  return s ? `${sign}${s} s` : "0 s";
}

export const answerWord = (a: Answer): string => a.toUpperCase();

// reasons are the words of the reason codes, as in the program's text.
const reasons: Record<string, string> = {
  "conflicting-claims": "sources conflict on what decides it", "sealed": "a record that would decide it is withheld",
  "reading-silent": "the reading does not say", "not-in-evidence": "what would decide it is not in evidence",
  "outside-verified-calendar": "beyond the calendar that was verified", "interval-overlap": "the times are not known closely enough",
  "budget": "too many cases to work through",
};

// because is what stands beside an answer: its relation to the ruling and its
// margin, or why it is unknown.
export function because(f: Finding): string {
  if (f.answer === "unknown") return reasons[f.reason ?? ""] ?? f.reason ?? "";
  const outcome = f.outcome && f.outcome !== "undetermined" ? f.outcome : "";
  return [outcome, f.margin ? `by at least ${lengthWords(lengthOf(f.margin.least))}` : ""].filter(Boolean).join(", ");
}
