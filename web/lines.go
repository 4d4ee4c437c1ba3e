package web

import "github.com/holdshort/holdshort/track"

// linesOf are the positions of a track on which a proof may rest, longitude
// first, cut at each silence.
func linesOf(a *track.Analysis) [][][2]float64 {
	var out [][][2]float64
	var line [][2]float64
	after := map[int]bool{} // a silence
	for _, g := range a.Gaps {
		after[g.To] = true
	}
	end := func() {
		if len(line) > 1 {
			out = append(out, line)
		}
		line = nil
	}
	for i := range a.Track.Fixes {
		if after[i] {
			end()
		}
		if f := &a.Track.Fixes[i]; f.Proves() {
			line = append(line, [2]float64{float64(f.Pos.Lon), float64(f.Pos.Lat)})
		}
	}
	end()
	return out
}
