package track

import (
	"fmt"
	"math"
)

// approached is a landing by an approach and silence: up to the tip the
// aircraft was low and in line with one runway for long enough, and then not
// received for quiet or to the end of the track.
func (s *survey) approached(tip int, shortest float64) *LikelyEnd {
	after := "not received after it in this file"
	next := tip + 1
	for next < len(s.t.Fixes) && s.t.Fixes[next].Mark&(Frozen|NotReceived) != 0 {
		next++
	}
	if next < len(s.t.Fixes) {
		d := s.apart(tip, next)
		if d < quiet {
			return nil
		}
		after = "then not received for " + d.Words()
	}
	var best *LikelyEnd
	nearest := math.Inf(1)
	for _, x := range s.near(s.t.Fixes[tip].Pos) {
		if x.longest() < shortest {
			continue
		}
		for k := range x.strips {
			r := &x.strips[k]
			from, off := s.final(x, r, tip)
			if d := s.apart(from, tip); from < 0 || d < finalTime || off >= nearest {
				continue
			}
			nearest = off
			best = &LikelyEnd{Field: x.Ident, Runway: r.ident, From: from, To: tip,
				Why: fmt.Sprintf("in line with the runway and lower than %.0f ft above the field for %s, %s", finalHeight, s.apart(from, tip).Words(), after)}
			best.At, best.AtOK = s.meets(tip, -1, x, false)
		}
	}
	return best
}

// final is the first fix, up to the tip, from which on all were low and in line
// with the runway, before its end; -1 if the tip was not. off is how far off
// they were on the average, in metres.
func (s *survey) final(x *site, r *strip, tip int) (from int, off float64) {
	from = -1
	n := 0.0
	for i, missed := tip, 0; i >= 0 && s.grades[i] != GroundStrong && missed < 3; i-- {
		if !s.onFinal(x, r, i) {
			missed++ // one false position or altitude, or two
			continue
		}
		_, o := r.place(s.t.Fixes[i].Pos)
		from, off, n, missed = i, off+abs(o), n+1, 0
	}
	if from < 0 {
		return 0, math.Inf(1)
	}
	return from, off / n
}

// onFinal reports whether fix i was low and in line with the runway, before its
// end.
func (s *survey) onFinal(x *site, r *strip, i int) bool {
	f := &s.t.Fixes[i]
	along, off := r.place(f.Pos)
	return abs(off) <= inLine && along <= r.length && along > -charted && turn(float64(s.course[i]), r.course) <= aligned &&
		s.below(i, x.Elevation, finalHeight)
}
