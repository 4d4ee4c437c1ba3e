// What the server tells of a movement at a moment; docs/formats/where.md says
// what each field means.

import type { LatLon } from "./map_reach";
import type { Answer } from "./view";

export interface Ways { place: string; distance_km: { least: number; most: number }; time: { least: string; most: string }; at_kt: number }

export interface Where {
  id: string; name: string; state: string; words: string; in_the_air: Answer;
  could: { state: string; words: string; from?: string; to?: string }[];
  region: { rings: LatLon[][]; radius_km: number } | null;
  in: { area: string; answer: Answer; conflict?: boolean }[];
  back: Ways[]; on: Ways[];
}
