// The documents that the page is drawn from, as the server writes them:
// docs/formats/findings.md and docs/formats/api.md say what each field means.
// Moments are RFC 3339 in UTC, lengths ISO 8601.

export interface Bounds { earliest: string | null; latest: string | null }
export interface Margin { least: string; most: string | null }
export interface Cite { source: string; locator?: string }
export interface People { least: number | null; most: number | null }
export type Answer = "yes" | "no" | "unknown";

export interface CaseHead { id: string; caption: string; docket?: string; label?: string; digest: string }

export interface Finding {
  id: string; question: string; ask: string; number?: number; asked_by?: string;
  subject?: string; reading?: string; kind: string; formula: string;
  answer: Answer; reason?: string; outcome?: string;
  between: Bounds | null; margin: Margin | null; count?: People;
  disputed?: string[]; cites: Cite[]; public_answer?: string;
}

export interface Stated { text: string; least: number; most: number | null; source: string; by?: string; aside?: string }
export interface Arithmetic { words: string; cites: Cite[] }
export interface Count { cohort: string; name: string; hull: People; stated: Stated[]; sums: Arithmetic[]; contradictions: Arithmetic[] }
export interface Statement { id: string; statement: string; by: string; says: string; verdict: string; detail?: string }
export interface EventBounds { event: string; earliest: string | null; latest: string | null }
export interface TermEnd { earliest: string | null; latest: string | null; from: string; length: string; words: string; ended_before: Answer }
export interface Custody { custody: string; from: EventBounds[]; until: EventBounds | null; ends: TermEnd[] }
export interface Parting { question: string; subject?: string; answers: Partial<Record<Answer, string[]>> }
export interface Reading { id: string; name: string; ours?: boolean }

export interface FindDoc {
  version: number; case: CaseHead; as_of: string | null; tzdata: string;
  findings: Finding[]; counts: Count[]; statements: Statement[]; custody: Custody[];
  partings: Parting[]; readings: Reading[];
}

export interface Claim {
  id: string; text: string; zone: string; kind: "actual" | "planned" | "inferred" | "computed";
  aside?: string; source: string; locator?: string; earliest: string | null; latest: string | null;
}

export interface Entry {
  event?: string; lane: string; what: string; between: Bounds; claims: Claim[]; cites: Cite[];
  conflict?: boolean; did_not_happen?: boolean; reported_position?: boolean; place?: string;
}

export interface TimelineDoc { zone: string; events: Entry[] }

export interface Phase { event: string; kind: string; place?: string; area?: string; between: Bounds }
export interface Movement { id: string; name: string; vehicle?: string; phases: Phase[]; tracks?: string | null }
export interface Binding { ruling: string; from: string; cites?: Cite[] }
export interface ReadingRecord { id: string; name: string; party?: string; ours?: boolean; says?: string; binds?: Binding[] }
export interface Expression { id: string; kind: string; events: string[] }
export interface Ruling { id: string; name: string; kind: string; expressions: Expression[] }
export interface CustodyRecord { id: string; of: string[]; place?: string; renewals: string[]; whereabouts: { place: string; between: Bounds }[] }
export interface Place { id: string; name: string; at?: [number, number] | null; zone?: string }
export interface Question { id: string; ask: string; number?: number; asked_by?: string }

export interface Source { id: string; kind: string; publisher: string; title?: string; published: Bounds | null }
export interface Area { id: string; name: string; kind: string; error_m?: number; rings: [number, number][][]; shipped?: string }

export interface RecordDoc {
  sources: Source[]; areas: Area[];
  places: Place[]; rulings: Ruling[]; readings: ReadingRecord[]; movements: Movement[];
  custody: CustodyRecord[]; cohorts: { id: string; name: string }[]; questions: Question[];
}

// View is one case as a page needs it. Its stamp names the state of the case's
// files.
export interface View {
  version: number; stamp: string;
  zones: { court: string; places: Record<string, string> };
  find: FindDoc; timeline: TimelineDoc; record: RecordDoc;
}

// InForce is whether a ruling bound at the moment, under a reading.
export interface InForce { ruling: string; reading: string; answer: Answer; as_matters_stood: Answer; reason?: string; since?: Bounds | null; until?: Bounds | null }
// Moment is what the server tells of one moment.
export interface Moment {
  at: string; in_force: InForce[];
  previous: { event: string } | null; next: { event: string } | null;
}

// WhatIf is what would turn if a claim's time were another. It is no finding.
export interface WhatIf {
  claim: string; by: string; what_if: true; same: number;
  turned: { finding: string; was: Answer; is: Answer; margin_was: Margin | null; margin_is: Margin | null; subject?: string; reading?: string; question: string }[];
}
