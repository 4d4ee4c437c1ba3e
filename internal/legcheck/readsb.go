package main

import (
	"math"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// marker follows the rule by which readsb puts its marks of a new leg, made
// anew from a description of it. A swing is a change of height by a third of
// the mean height, from 200 to 2,500 ft. After a swing down, a new leg begins
// where, on the ground, nothing was received for 25 minutes or nothing in the
// air for 45; or at the swing up, if it was a minute on the ground since, or if
// the swing up comes 12 minutes later and there was a silence of 5 minutes
// below 20,000 ft between.
type marker struct {
	swing              float64
	peak, valley       float64
	down               bool // the last swing was down
	descended, lastAir span.Instant
	grounded           span.Instant // time on the ground since the swing down
	silent             bool         // a low silence since
	marks              []span.Instant
}

func readsb(c *check) []segment {
	m := marker{swing: swing(c.fixes), valley: math.Inf(1)}
	var last *track.Fix
	for i := range c.fixes {
		f := &c.fixes[i]
		h := feet(f)
		if math.IsInf(h, 1) || last != nil && apart(last, f) < 5*span.Second {
			continue
		}
		if last != nil {
			m.step(last, f, h)
		} else {
			m.peak, m.lastAir = h, f.At
		}
		last = f
	}
	n := 0
	return split(c.fixes, func(a, b *track.Fix) bool {
		before := n
		for n < len(m.marks) && m.marks[n] <= b.At {
			n++
		}
		return n > before
	})
}

// swing is a third of the mean height, within bounds.
func swing(fs []track.Fix) float64 {
	sum, n := 0.0, 0
	for i := range fs {
		if h := feet(&fs[i]); !math.IsInf(h, 1) {
			sum, n = sum+h, n+1
		}
	}
	return min(max(sum/3/float64(max(n, 1)), 200), 2500)
}

// step goes from one position to the next, at height h.
func (m *marker) step(last, f *track.Fix, h float64) {
	onGround := f.Ground == track.OnGround || last.Ground == track.OnGround
	if f.Ground == track.OnGround && last.Ground == track.OnGround && m.down {
		m.grounded += f.At - last.At
	}
	if apart(last, f) > 5*span.Minute && min(feet(last), h) < 20_000 {
		m.silent = true
	}
	if f.Ground != track.OnGround {
		m.lastAir = f.At
	}
	switch {
	case m.down:
		if h <= m.valley {
			m.valley, m.descended = h, f.At
		}
		if onGround && (apart(last, f) > 25*span.Minute || f.At-m.lastAir > span.Instant(45*span.Minute)) {
			m.mark(f.At, h)
		} else if h-m.valley > m.swing {
			m.climbed(f.At, h)
		}
	case h > m.peak:
		m.peak = h
	case m.peak-h > m.swing:
		m.down, m.valley, m.descended, m.grounded, m.silent = true, h, f.At, 0, false
	}
}

// climbed is called at a swing up.
func (m *marker) climbed(at span.Instant, h float64) {
	late := at-m.descended > span.Instant(12*span.Minute)
	if m.grounded >= span.Instant(span.Minute) || late && m.silent {
		m.mark(at, h)
		return
	}
	m.down, m.peak = false, h
}

func (m *marker) mark(at span.Instant, h float64) {
	m.marks = append(m.marks, at)
	m.down, m.peak, m.grounded, m.silent = false, h, 0, false
}
