package toy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
	"time"
)

// The make-up of a synthetic case: phases of each movement, claims on each
// event, and readings.
const (
	phasesEach = 6
	claimsEach = 4
	Readings   = 4
)

var phases = [phasesEach]string{"boarding", "doors-closed", "wheels-up", "touchdown", "deplaned", "handed-over"}

// Shape is how the network of a synthetic case hangs together.
type Shape string

// The shapes.
const (
	Apart    Shape = "apart"       // each movement by itself
	Chained  Shape = "one piece"   // take-offs and landings in order tie all together
	Clashing Shape = "in conflict" // and one more order cannot hold
)

// Synthetic is a case of about the number of claims, with the number of
// questions and four readings: movements in phases, each phase stated by four
// sources to within minutes.
func Synthetic(claims, questions int, shape Shape) fstest.MapFS {
	moves := max(2, claims/(phasesEach*claimsEach))
	r := rand.New(rand.NewPCG(uint64(claims), 15))
	fs := fstest.MapFS{"case.yaml": {Data: []byte(syntheticHead(moves))}}
	for i := range moves {
		fs[fmt.Sprintf("movements/m%04d.yaml", i)] = &fstest.MapFile{Data: []byte(movement(r, i))}
	}
	if shape != Apart {
		fs["sequences.yaml"] = &fstest.MapFile{Data: []byte(chain(moves, shape == Clashing))}
	}
	fs["questions.yaml"] = &fstest.MapFile{Data: []byte(synthQuestions(questions, moves))}
	return fs
}

func syntheticHead(moves int) string {
	var b strings.Builder
	b.WriteString("case: {id: synthetic, caption: A synthetic case, zone: America/New_York, label: synthetic}\nsources:\n")
	for i := range claimsEach {
		fmt.Fprintf(&b, "- {id: s%d, kind: track, publisher: tracker %d, published: 2025-03-20T00:00:00Z}\n", i, i)
	}
	b.WriteString("places:\n- {id: KAAA, name: Here, in: [home]}\n- {id: MBBB, name: There, not-in: [home]}\nareas:\n- {id: home, name: Home, kind: region}\n")
	mid := startOf(moves / 2).Add(2 * time.Hour)
	b.WriteString("rulings:\n- id: halt\n  title: A halt\n  expressions:\n")
	for i, form := range []string{"oral", "docket-entry", "signed-document"} {
		fmt.Fprintf(&b, "  - id: x%d\n    form: %s\n    times: [{kind: entered, at: %q, source: s0}]\n", i, form, clock(mid.Add(time.Duration(i)*40*time.Minute)))
	}
	b.WriteString("readings:\n")
	for i, x := range []struct{ from, phase string }{{"x0", "touchdown"}, {"x1", "touchdown"}, {"x2", "handed-over"}, {"x0", "wheels-up"}} {
		fmt.Fprintf(&b, "- {id: r%d, name: reading %d, binds: [{ruling: halt, from: halt.%s.entered}], completes: [{verb: remove, phase: %s}]}\n", i, i, x.from, x.phase)
	}
	return b.String()
}

// startOf is when movement i began boarding: one every five minutes.
func startOf(i int) time.Time { return Base.Add(time.Duration(i) * 5 * time.Minute) }

func clock(t time.Time) string { return t.Format("2006-01-02T15:04Z") }

func movement(r *rand.Rand, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "movements:\n- id: m%04d\n  name: Flight %d\n  complete: s0\n  phases:\n", i, i)
	at := startOf(i)
	for k, phase := range phases {
		place := "KAAA"
		if k > 2 {
			place = "MBBB"
		}
		fmt.Fprintf(&b, "  - phase: %s\n    place: %s\n    times:\n", phase, place)
		for s := range claimsEach {
			lo := at.Add(time.Duration(r.IntN(4)) * time.Minute)
			fmt.Fprintf(&b, "    - {at: %q, source: s%d}\n", "between "+clock(lo)+" and "+clock(lo.Add(time.Duration(r.IntN(12))*time.Minute)), s)
		}
		at = at.Add(time.Duration([]int{10, 10, 120, 10, 30, 0}[k]) * time.Minute)
	}
	return b.String()
}

// chain orders each movement's take-off and landing after those of the one
// before it, at most an hour later; if it is to clash, the last landing also
// two hours before the last take-off.
func chain(moves int, clash bool) string {
	var b strings.Builder
	b.WriteString("sequences:\n")
	for i := range moves - 1 {
		fmt.Fprintf(&b, "- {id: up%04d, in-order: [m%04d.wheels-up, m%04d.wheels-up], most: 1 h, why: one runway, source: s1}\n", i, i, i+1)
		fmt.Fprintf(&b, "- {id: down%04d, in-order: [m%04d.touchdown, m%04d.touchdown], most: 1 h, why: one runway, source: s2}\n", i, i, i+1)
	}
	if clash {
		fmt.Fprintf(&b, "- {id: slip, in-order: [m%04d.touchdown, m%04d.wheels-up], least: 2 h, why: a slip, source: s3}\n", moves-1, moves-1)
	}
	return b.String()
}

// synthQuestions puts questions of six shapes to movements across the case,
// those around the ruling among them.
func synthQuestions(n, moves int) string {
	shapes := []string{
		"before(completes(it), binds(halt))",
		"airborne(it, binds(halt))",
		"in-force(halt, completes(it)) and not before(it.wheels-up, binds(halt))",
		"before(it.wheels-up, binds(halt)) and not-after(binds(halt), it.touchdown) or within(it.touchdown, it.handed-over, 30m)",
		"during(binds(halt), it.wheels-up, it.handed-over)",
		"overlaps(it.boarding, it.wheels-up, binds(halt), binds(halt) + 20m)",
	}
	var b strings.Builder
	b.WriteString("questions:\n")
	for i := range n {
		m := ((moves/2-n/2+i)%moves + moves) % moves
		fmt.Fprintf(&b, "- {id: q%d, ask: question %d, for: m%04d, find: %q}\n", i, i, m, shapes[i%len(shapes)])
	}
	return b.String()
}
