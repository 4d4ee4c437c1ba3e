package track

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// integrity notes what speaks of interference with satellite navigation, of an
// emergency, or of positions that did not come from the aircraft, and marks the
// positions that are in doubt for it. A receiver that is deceived may report
// good integrity: that nothing is noted shows nothing.
func (t *Track) integrity() {
	t.noteDegraded()
	t.markLost("NIC", func(f *Fix) int8 { return f.NIC })
	t.markLost("NACp", func(f *Fix) int8 { return f.NACp })
	t.markSIL()
	t.markOdds()
	t.markHeights()
	t.noteSquawks()
	t.noteKinds()
}

// run is a stretch of fixes, by the indices of its first and last.
type run struct{ first, last int }

// statedFor is how long what an aircraft said of its integrity holds, where the
// fixes after it say nothing of it: many files state it with every fourth.
const statedFor = span.Instant(60_000)

// runs are the longest stretches of fixes for which is holds, or that say nothing
// of it, from the first to the last for which it does.
func (t *Track) runs(is func(*Fix) (in, says bool)) []run {
	var out []run
	start, last := -1, -1
	end := func() {
		if start >= 0 {
			out = append(out, run{start, last})
		}
		start = -1
	}
	for i := range t.Fixes {
		if start >= 0 && t.Fixes[i].At-t.Fixes[last].At > statedFor {
			end()
		}
		switch in, says := is(&t.Fixes[i]); {
		case !says:
		case !in:
			end()
		case start < 0:
			start, last = i, i
		default:
			last = i
		}
	}
	end()
	return out
}

// lasts is the time from the first to the last fix of a run.
func (t *Track) lasts(r run) span.Length {
	return span.Length(t.Fixes[r.last].At - t.Fixes[r.first].At)
}

// doubt marks the fixes of a run.
func (t *Track) doubt(r run) {
	for i := r.first; i <= r.last; i++ {
		t.Fixes[i].Mark |= Doubtful
	}
}

// noteRun notes something of a run, with its times and rows.
func (t *Track) noteRun(r run, format string, args ...any) {
	a, b := &t.Fixes[r.first], &t.Fixes[r.last]
	when := fmt.Sprintf("from %s to %s (rows %d to %d) ", a.At.RFC3339(), b.At.RFC3339(), a.Row, b.Row)
	if r.first == r.last {
		when = fmt.Sprintf("at %s (row %d) ", a.At.RFC3339(), a.Row)
	}
	t.Notes = append(t.Notes, Note{Origin: int(a.Origin), Row: a.Row, Byte: -1, Text: when + fmt.Sprintf(format, args...)})
}

// degradedFor is how long integrity must stay low to be noted.
const degradedFor = 60 * span.Second

// poor reports whether the aircraft said that its position was less certain than
// the rules for surveillance ask: NIC below 7 or NACp below 8 (14 CFR 91.227).
func poor(f *Fix) (in, says bool) {
	return f.NIC >= 0 && f.NIC < 7 || f.NACp >= 0 && f.NACp < 8, f.NIC >= 0 || f.NACp >= 0
}

// degraded are the stretches of low integrity that last.
func (t *Track) degraded() []run {
	var out []run
	for _, r := range t.runs(poor) {
		if t.lasts(r) >= degradedFor {
			out = append(out, r)
		}
	}
	return out
}

// noteDegraded notes the stretches of low integrity, which interference with
// satellite navigation brings about.
func (t *Track) noteDegraded() {
	for _, r := range t.degraded() {
		t.noteRun(r, "the aircraft reported low integrity of its position (NIC below 7 or NACp below 8)")
	}
}

// markLost marks the positions from which on an aircraft in flight, having
// reported some integrity, reported none for degradedFor or longer.
func (t *Track) markLost(name string, of func(*Fix) int8) {
	lost := func(f *Fix) (in, says bool) { return of(f) == 0 && f.Ground != OnGround, of(f) >= 0 }
	for _, r := range t.runs(lost) {
		before := r.first - 1
		for before >= 0 && of(&t.Fixes[before]) < 0 {
			before--
		}
		if before < 0 || of(&t.Fixes[before]) == 0 || t.Fixes[before].Ground == OnGround || t.lasts(r) < degradedFor {
			continue
		}
		t.doubt(r)
		t.noteRun(r, "the aircraft reported %s 0 in flight, having reported %d before: it did not know how far off its position was, and none of these is used as proof",
			name, of(&t.Fixes[before]))
	}
}

// Shares of SIL 0, which says that nothing is claimed of how often a position is
// outside its radius. It has them from 25 positions on.
const (
	silSample = 25
	silMost   = 60 // in a hundred: noted by itself
	silSome   = 10 // in a hundred: noted, and in doubt, beside a jump
)

// markSIL notes a track much of which has SIL 0, and marks those positions
// where the track also has jumps.
func (t *Track) markSIL() {
	stated, none, jumps, first := 0, 0, 0, int64(0)
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if f.SIL >= 0 {
			stated++
		}
		if f.SIL == 0 {
			if none++; none == 1 {
				first = f.Row
			}
		}
		if f.Mark.Has(Jump) {
			jumps++
		}
	}
	switch {
	case stated < silSample:
	case jumps > 0 && none*100 >= silSome*stated:
		for i := range t.Fixes {
			if t.Fixes[i].SIL == 0 {
				t.Fixes[i].Mark |= Doubtful
			}
		}
		t.note(first, "%d of %d positions have SIL 0, and %d positions cannot be reached from their neighbours; those with SIL 0 are not used as proof", none, stated, jumps)
	case none*100 >= silMost*stated:
		t.note(first, "%d of %d positions have SIL 0: the aircraft claimed nothing of how often its position is outside its radius", none, stated)
	}
}

// emergencies are the transponder codes that say so (ICAO Annex 10, volume IV).
var emergencies = map[string]string{"7500": "unlawful interference", "7600": "loss of communications", "7700": "an emergency"}

// noteSquawks notes from when to when an emergency code was sent: from the first
// fix that has it to the last before another code. Fixes without a code say
// nothing. A code may be sent for a moment while it is being dialled past.
func (t *Track) noteSquawks() {
	for i := 0; i < len(t.Fixes); i++ {
		code := t.Fixes[i].Squawk
		what := emergencies[code.String()]
		if what == "" {
			continue
		}
		r, j := run{i, i}, i
		for ; j < len(t.Fixes) && (t.Fixes[j].Squawk == code || t.Fixes[j].Squawk == 0); j++ {
			if t.Fixes[j].Squawk == code {
				r.last = j
			}
		}
		t.noteRun(r, "the transponder sent %s, the code for %s", code, what)
		i = j - 1
	}
}

// kindWords say how a position of a kind came about, where that was not by the
// aircraft's own broadcast.
var kindWords = map[Kind]string{
	TISB: "sent out by the ground from radar (TIS-B)", MLAT: "multilaterated", ModeS: "of messages that hold no position",
	Estimated: "estimated by the network", Reported: "stated by a person or a page", ADSC: "reported by contract (ADS-C)",
}

// noteKinds counts the positions that did not come from the aircraft's own
// broadcast, and the rows of vehicles.
func (t *Track) noteKinds() {
	var count [len(kindNames)]int
	vehicles := 0
	for i := range t.Fixes {
		if f := &t.Fixes[i]; f.Mark.Has(Vehicle) {
			vehicles++
		} else if int(f.Kind) < len(count) {
			count[f.Kind]++
		}
	}
	var words []string
	for k, n := range count {
		if what := kindWords[Kind(k)]; what != "" && n > 0 {
			words = append(words, fmt.Sprintf("%d %s %s", n, were(n), what))
		}
	}
	if vehicles > 0 {
		words = append(words, fmt.Sprintf("%d %s of a vehicle or obstacle on the ground", vehicles, were(vehicles)))
	}
	if len(words) > 0 {
		t.note(0, "of %d positions %s", len(t.Fixes), strings.Join(words, ", "))
	}
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
