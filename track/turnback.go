package track

import (
	"fmt"
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of turn-backs.
const (
	outbound    = 50 * 1852.0                   // metres from where it came from; nearer is no leg yet
	outTime     = span.Length(5 * span.Minute)  // flown away from it for so long
	outWithin   = 60.0                          // degrees off straight away, at most
	reversed    = 120.0                         // degrees: the course changes by so much
	reverseTime = span.Length(10 * span.Minute) // in so short a time, or in one silence
	backBy      = 20 * 1852.0                   // metres nearer afterwards
	backTime    = span.Length(5 * span.Minute)  // in so long a time at least
	backMost    = span.Length(40 * span.Minute) // and so long at most; ours
	sampled     = span.Length(10 * span.Second) // moves nearer than this add nothing
)

// radial is a move as seen from where the leg came from.
type radial struct {
	k        int // index of the move
	away     float64
	outbound bool // on a course within outWithin of straight away
}

// origin is where a leg came from, and in words: an airfield, or the first
// position.
func (s *survey) origin(l *Leg) (geo.Point, string) {
	field := ""
	switch {
	case l.Takeoff != nil && l.Takeoff.FieldProved:
		return s.t.Fixes[l.Takeoff.Ground].Pos, l.Takeoff.Field
	case l.LikelyTakeoff != nil:
		field = l.LikelyTakeoff.Field
	}
	return s.t.Fixes[l.lead].Pos, field
}

// turnBacks are the reversals of a leg's course towards where it came from.
func (s *survey) turnBacks(l *Leg, m []move) (out []Event) {
	from, field := s.origin(l)
	rs := s.radials(m, from)
	since := -1 // of the outbound run
	for r := 0; r < len(rs); r++ {
		if !rs[r].outbound {
			since = -1
			continue
		}
		if since < 0 {
			since = r
		}
		if rs[r].away < outbound || span.Length(m[rs[r].k].at-m[rs[since].k].at) < outTime || r+1 < len(rs) && rs[r+1].outbound {
			continue
		}
		turned, back := s.reversal(m, rs, r)
		if back < 0 {
			continue
		}
		e := s.event(TurnBack, m[rs[r].k].i, m[rs[turned].k].i)
		e.To, e.Field = m[rs[back].k].i, field
		what := "where its track begins"
		if field != "" {
			what = field
		}
		e.Measured = fmt.Sprintf("flew away from %s to %.0f NM, changed its course by %.0f° and came %.0f NM nearer in %s", what, rs[r].away/1852,
			turn(m[rs[r].k].course, m[rs[turned].k].course), (rs[turned].away-rs[back].away)/1852, span.Length(m[rs[back].k].at-m[rs[turned].k].at).Words())
		out = append(out, e)
		r = back
		since = -1
	}
	return out
}

// radials are the moves, a while apart, as seen from a place.
func (s *survey) radials(m []move, from geo.Point) (out []radial) {
	o := sphereOf(from)
	last := span.Instant(math.MinInt64 / 2)
	for k := range m {
		if span.Length(m[k].at-last) < sampled {
			continue
		}
		last = m[k].at
		p := s.pos(m[k])
		q := sphereOf(p)
		away := o.distance(q)
		out = append(out, radial{k, away, turn(m[k].course, q.bearing(o, p)+180) <= outWithin})
	}
	return out
}

// reversal is where, after the last outbound radial r, the course is reversed,
// and where it has then come back far enough; back is -1 if that is not so.
func (s *survey) reversal(m []move, rs []radial, r int) (turned, back int) {
	turned = -1
	start := m[rs[r].k]
	for q := r + 1; q < len(rs); q++ {
		x := m[rs[q].k]
		if span.Length(x.at-start.at) > reverseTime && q > r+1 {
			break
		}
		if turn(start.course, x.course) >= reversed {
			turned = q
			break
		}
	}
	if turned < 0 {
		return -1, -1
	}
	for q := turned + 1; q < len(rs); q++ {
		d := span.Length(m[rs[q].k].at - m[rs[turned].k].at)
		if d > backMost || rs[q].away > rs[turned].away+backBy/4 {
			return turned, -1
		}
		if d >= backTime && rs[turned].away-rs[q].away >= backBy {
			return turned, q
		}
	}
	return turned, -1
}

// sphere is a place as a direction from the middle of a sphere: good to half a
// hundredth of a distance, for what is likely.
type sphere struct{ x, y, z float64 }

func sphereOf(p geo.Point) sphere {
	sin, cos := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	return sphere{cos * cosLon, cos * sinLon, sin}
}

const meanRadius = 6_371_008.8 // metres: of the earth (IUGG)

func (a sphere) distance(b sphere) float64 {
	dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
	return 2 * meanRadius * math.Asin(math.Min(1, math.Sqrt(dx*dx+dy*dy+dz*dz)/2))
}

// bearing is the direction in degrees from a, which is p, to b.
func (a sphere) bearing(b sphere, p geo.Point) float64 {
	sinLat, cosLat := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	east := -sinLon*b.x + cosLon*b.y
	north := -sinLat*cosLon*b.x - sinLat*sinLon*b.y + cosLat*b.z
	return math.Atan2(east, north) * 180 / math.Pi
}
