package track

import (
	"fmt"
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Thresholds of holds.
const (
	round2     = 720.0                         // degrees turned one way, on the whole (Jxck-S/plane-notify planeClass.py)
	holdTime   = span.Length(20 * span.Minute) // within this (the same)
	holdCircle = 15 * 1852.0                   // metres: in a circle of this radius (the same, in statute miles there)
	holdReturn = 2 * 1852.0                    // metres: it comes back so near an earlier place
	holdLooks  = 24                            // places looked at in a window
)

// holds are the stretches in which the aircraft turned round twice or more, the
// same way, within a small circle and came back over its own path twice. Between
// two approaches turns are counted anew, so that circuits flown to land again
// are none.
func (s *survey) holds(m []move, low []Event) (out []Event) {
	from, next := 0, 0
	for k := 1; k <= len(m); k++ {
		cut := k == len(m) || m[k].broken
		for next < len(low) && k < len(m) && low[next].To <= m[k].i {
			cut, next = true, next+1
		}
		if cut {
			out = append(out, s.holdsIn(m[from:k])...)
			from = k
		}
	}
	return out
}

// holdsIn are those in moves without a break.
func (s *survey) holdsIn(m []move) (out []Event) {
	if len(m) < 8 {
		return nil
	}
	var left, right extreme                   // windows' greatest and least turn
	looked := span.Instant(math.MinInt64 / 2) // when the circle was last looked at and found
	open, held := [2]int{-1, -1}, 0.0
	flush := func() {
		if open[0] >= 0 {
			out = append(out, s.holdOf(m[open[0]:open[1]+1]))
		}
		open = [2]int{-1, -1}
	}
	for k := range m {
		right.push(k, m[k].turned)
		left.push(k, -m[k].turned)
		for _, x := range [2]*extreme{&right, &left} {
			x.drop(func(i int) bool { return span.Length(m[k].at-m[i].at) > holdTime })
		}
		from, way, ok := -1, 0.0, false
		if a := right.first(); m[k].turned-m[a].turned >= round2 {
			from, way, ok = a, 1, true
		} else if a := left.first(); m[a].turned-m[k].turned >= round2 {
			from, way, ok = a, -1, true
		}
		if !ok || span.Length(m[k].at-looked) >= sampled && !s.circles(m[from:k+1]) {
			continue
		}
		if span.Length(m[k].at-looked) >= sampled {
			looked = m[k].at
		}
		if open[0] >= 0 && (from > open[1] || way != held) {
			flush()
		}
		if open[0] < 0 {
			open[0] = from
		}
		open[1], held = k, way
	}
	flush()
	return out
}

// circles reports whether moves stay within a circle and come back twice.
func (s *survey) circles(m []move) bool {
	by := max(1, len(m)/holdLooks)
	var lat, lon, n float64
	first := s.pos(m[0])
	for k := 0; k < len(m); k += by {
		p := s.pos(m[k])
		lat, lon, n = lat+float64(p.Lat), lon+math.Remainder(float64(p.Lon-first.Lon), 360), n+1
	}
	mid := geo.Point{Lat: geo.Degrees(lat / n), Lon: first.Lon + geo.Degrees(lon/n)}
	for k := 0; k < len(m); k += by {
		if plane(mid, s.pos(m[k])) > holdCircle {
			return false
		}
	}
	return s.returns(m) >= 2
}

// returns is how often moves, once a round has been turned, come back near the
// path of the round before.
func (s *survey) returns(m []move) (n int) {
	start, last := m[0].turned, 0
	for k := range m {
		if math.Abs(m[k].turned-start) < 360 {
			continue
		}
		start = m[k].turned
		near := math.Inf(1)
		by := max(1, (k-last)/holdLooks)
		for i := last; i < k-(k-last)/4; i += by {
			near = math.Min(near, plane(s.pos(m[i]), s.pos(m[k])))
		}
		if near <= holdReturn {
			n++
		}
		last = k
	}
	return n
}

func (s *survey) holdOf(m []move) Event {
	e := s.event(Hold, m[0].i, m[len(m)-1].i)
	way, by := "right", m[len(m)-1].turned-m[0].turned
	if by < 0 {
		way = "left"
	}
	far := 0.0
	var mid geo.Point
	first := s.pos(m[0])
	for _, x := range m {
		p := s.pos(x)
		mid.Lat += p.Lat / geo.Degrees(len(m))
		mid.Lon += geo.Degrees(math.Remainder(float64(p.Lon-first.Lon), 360)) / geo.Degrees(len(m))
	}
	mid.Lon += first.Lon
	for _, x := range m {
		far = math.Max(far, plane(mid, s.pos(x)))
	}
	e.Measured = fmt.Sprintf("turned %.0f° to the %s on the whole in %s, within %.1f NM of %v", math.Abs(by), way, span.Length(m[len(m)-1].at-m[0].at).Words(), far/1852, rounded(mid))
	return e
}

func (s *survey) pos(m move) geo.Point { return s.t.Fixes[m.i].Pos }

// rounded is p to a hundredth of a degree.
func rounded(p geo.Point) geo.Point {
	r := func(d geo.Degrees) geo.Degrees { return geo.Degrees(math.Round(float64(d)*100) / 100) }
	return geo.Point{Lat: r(p.Lat), Lon: r(p.Lon)}
}

// plane is the distance in metres of two places that are near each other.
func plane(a, b geo.Point) float64 {
	d, _ := way(a, b)
	return d
}

// extreme keeps the least value of a window that moves on, and where it is: of
// equal ones the last.
type extreme struct {
	at    []int
	value []float64
}

func (x *extreme) push(i int, v float64) {
	for n := len(x.at); n > 0 && x.value[n-1] >= v; n-- {
		x.at, x.value = x.at[:n-1], x.value[:n-1]
	}
	x.at, x.value = append(x.at, i), append(x.value, v)
}

func (x *extreme) drop(old func(i int) bool) {
	for len(x.at) > 0 && old(x.at[0]) {
		x.at, x.value = x.at[1:], x.value[1:]
	}
}

func (x *extreme) first() int { return x.at[0] }
