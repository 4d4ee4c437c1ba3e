package web

import (
	"math"
	"net/http"
	"path"
	"path/filepath"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// trackJSON is the positions of one track on which a proof may rest, in columns:
// one number of each for each position.
type trackJSON struct {
	Address string    `json:"address"`
	T0      string    `json:"t0"`
	T       []int64   `json:"t"`        // milliseconds after T0
	Lat     []int64   `json:"lat"`      // 1e-5 degree
	Lon     []int64   `json:"lon"`      // 1e-5 degree
	Radius  []int64   `json:"radius_m"` // of a disc that holds it
	Alt     []*int32  `json:"alt_ft"`   // as broadcast
	Ground  []int     `json:"ground"`   // 1 on the ground, 0 in the air, -1 where the file does not say
	Gaps    []gapJSON `json:"gaps"`
	LeftOut int       `json:"left_out"` // positions that prove nothing
	Top     float64   `json:"top_speed_kt"`
	Why     string    `json:"top_why"`
	Files   []string  `json:"files"`
	Notes   []string  `json:"notes"`
}

// gapJSON is when a silence began and ended, in milliseconds after T0, and how
// long it was, in words.
type gapJSON [3]any

// tracks answers for GET …/tracks/MOVEMENT.
func (s *Server) tracks(q *asked) (*answer, error) {
	m, err := q.movement(q.st.loaded.Case)
	if err != nil {
		return nil, err
	}
	if q.key.asOf != span.End {
		return nil, refuse(http.StatusNotFound, "leave as_of out", "a track has no date of publication: none is known as of any")
	}
	out := []trackJSON{}
	for _, a := range q.st.loaded.Tracks[m.ID] {
		out = append(out, trackOf(a))
	}
	return jsonAnswer(map[string]any{"tracks": out})
}

func trackOf(a *track.Analysis) trackJSON {
	w := trackJSON{Address: a.Track.Address.String(), Top: math.Round(float64(a.Model.Top/geo.Knot)*1000) / 1000, Why: a.Model.Why,
		T: []int64{}, Lat: []int64{}, Lon: []int64{}, Radius: []int64{}, Alt: []*int32{}, Ground: []int{}, Gaps: []gapJSON{}, Files: []string{}, Notes: []string{}}
	at := make([]int, len(a.Track.Fixes)) // how many positions came before
	var t0 span.Instant
	for i := range a.Track.Fixes {
		at[i] = len(w.T)
		f := &a.Track.Fixes[i]
		if !f.Proves() {
			w.LeftOut++
			continue
		}
		if len(w.T) == 0 {
			t0 = f.At
			w.T0 = t0.RFC3339()
		}
		w.add(a, f, t0)
	}
	for _, g := range a.Gaps {
		if to := at[g.To]; to > 0 && to < len(w.T) {
			w.Gaps = append(w.Gaps, gapJSON{w.T[to-1], w.T[to], "not received for " + g.Length.Words()})
		}
	}
	for _, o := range a.Track.Origins {
		w.Files = append(w.Files, path.Base(filepath.ToSlash(o.Name)))
	}
	for _, n := range a.Track.Notes {
		w.Notes = append(w.Notes, n.Text)
	}
	return w
}

// add adds one position. Its radius is that of the disc that holds the aircraft
// at the moment the file gives, the slack of that moment allowed.
func (w *trackJSON) add(a *track.Analysis, f *track.Fix, t0 span.Instant) {
	w.T = append(w.T, int64(f.At-t0))
	w.Lat = append(w.Lat, int64(math.Round(float64(f.Pos.Lat)*1e5)))
	w.Lon = append(w.Lon, int64(math.Round(float64(f.Pos.Lon)*1e5)))
	r := a.Prism.At(f.At).Discs[0].Radius
	w.Radius = append(w.Radius, int64(math.Ceil(float64(r)))+1) // a metre for the rounding of the position
	var alt *int32
	if f.Alt.Datum != track.NoAltitude {
		alt = &f.Alt.Feet
	}
	w.Alt = append(w.Alt, alt)
	w.Ground = append(w.Ground, map[track.Ground]int{track.OnGround: 1, track.Airborne: 0, track.Unsaid: -1}[f.Ground])
}
