package proof

import "github.com/holdshort/holdshort/ground"

// tie gathers the events of the formula and all that constraints tie to them.
func (k *checker) tie() map[string]bool {
	tied := map[string]bool{}
	for _, id := range k.form.Events() {
		tied[id] = true
	}
	for grown := true; grown; {
		grown = false
		for _, e := range k.edges {
			if e.X != ground.Zero && e.Y != ground.Zero && tied[e.X] != tied[e.Y] {
				tied[e.X], tied[e.Y], grown = true, true, true
			}
		}
	}
	return tied
}

// consistent reports whether the constraints among the tied events can all
// hold: it moves events no further than the constraints ask until all are
// obeyed, which comes to an end unless a round is below zero.
func (k *checker) consistent() bool {
	at := map[string]int{ground.Zero: 0}
	for id := range k.tied {
		at[id] = len(at)
	}
	var xs, ys []int
	var cs []int64
	for _, e := range k.edges {
		if k.bears(e.X) && k.bears(e.Y) {
			xs, ys, cs = append(xs, at[e.X]), append(ys, at[e.Y]), append(cs, e.C)
		}
	}
	times := make([]int64, len(at))
	for range times {
		moved := false
		for i, c := range cs {
			if most := times[ys[i]] + c; most < times[xs[i]] {
				times[xs[i]], moved = most, true
			}
		}
		if !moved {
			return true
		}
	}
	return false
}
