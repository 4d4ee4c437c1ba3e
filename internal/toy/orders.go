package toy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/holdshort/holdshort/tri"
)

// Docket is a toy case with rulings, what later acts did to them, and readings.
// The time of each act is that of an event of the case.
type Docket struct {
	*Case
	Rulings  int
	Acts     []Act
	Readings []Reading
}

// Act is one lifecycle edge, on ruling On. Lifts is the index of the stay that
// it lifts, By the ruling that enforces On, both -1 for none.
type Act struct {
	Verb, Effect  string
	On, By, Event int
	Lifts         int
}

// Reading is from which event each ruling binds, -1 where it does not say, and
// what the reading makes of each act: "" where it does not say.
type Reading struct {
	Binds   []int
	Reaches []string
}

// RandomDocket is a docket of three rulings over four events.
func RandomDocket(r *rand.Rand) *Docket {
	d := &Docket{Case: Random(r, 4, false), Rulings: 3}
	d.Orders = d.Orders[:min(1, len(d.Orders))] // more of them often leave no world
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for range r.IntN(5) {
		a := Act{On: r.IntN(d.Rulings), By: -1, Lifts: -1, Event: r.IntN(4),
			Verb: pick("stays", "stays", "vacates", "expires", "modifies"), Effect: pick("from-now", "from-now", "disputed", "from-the-start", "none")}
		d.Acts = append(d.Acts, a)
		if a.Verb == "stays" && r.IntN(2) == 0 {
			d.Acts = append(d.Acts, Act{Verb: "lifts-stay", Effect: "from-now", On: a.On, By: -1, Lifts: len(d.Acts) - 1, Event: r.IntN(4)})
		}
	}
	for by := 1; by < d.Rulings; by++ { // a ruling enforces earlier ones alone, so never itself
		if r.IntN(2) == 0 {
			d.Acts = append(d.Acts, Act{Verb: "enforces", Effect: pick("from-now", "disputed", "none"), On: r.IntN(by), By: by, Lifts: -1, Event: r.IntN(4)})
		}
	}
	for range 2 {
		x := Reading{}
		for range d.Rulings {
			x.Binds = append(x.Binds, r.IntN(5)-1)
		}
		for range d.Acts {
			x.Reaches = append(x.Reaches, pick("", "from-then", "back", "none"))
		}
		d.Readings = append(d.Readings, x)
	}
	return d
}

// Files writes the docket as one file.
func (d *Docket) Files() fstest.MapFS {
	files := d.Case.Files()
	var b strings.Builder
	b.WriteString("rulings:\n")
	for i := range d.Rulings {
		fmt.Fprintf(&b, "- {id: r%d, title: ruling %d, expressions: [{id: oral, form: oral}]}\n", i, i)
	}
	if len(d.Acts) > 0 {
		b.WriteString("lifecycle:\n")
	}
	for i, a := range d.Acts {
		fmt.Fprintf(&b, "- {id: a%d, verb: %s, on: r%d, event: e%d, effect: %s, source: s0", i, a.Verb, a.On, a.Event, a.Effect)
		if a.By >= 0 {
			fmt.Fprintf(&b, ", by: r%d", a.By)
		}
		if a.Lifts >= 0 {
			fmt.Fprintf(&b, ", lifts: a%d", a.Lifts)
		}
		b.WriteString("}\n")
	}
	b.WriteString("readings:\n")
	for i, x := range d.Readings {
		fmt.Fprintf(&b, "- id: read%d\n  name: reading %d\n", i, i)
		d.choices(&b, x)
	}
	files["docket.yaml"] = &fstest.MapFile{Data: []byte(b.String())}
	return files
}

func (d *Docket) choices(b *strings.Builder, x Reading) {
	var binds, vacatur []string
	for i, e := range x.Binds {
		if e >= 0 {
			binds = append(binds, fmt.Sprintf("{ruling: r%d, from: e%d}", i, e))
		}
	}
	for i, reach := range x.Reaches {
		if of := d.Acts[i].touched(); reach != "" {
			vacatur = append(vacatur, fmt.Sprintf("{ruling: r%d, edge: a%d, reaches: %s}", of, i, reach))
		}
	}
	if binds != nil {
		fmt.Fprintf(b, "  binds: [%s]\n", strings.Join(binds, ", "))
	}
	if vacatur != nil {
		fmt.Fprintf(b, "  vacatur: [%s]\n", strings.Join(vacatur, ", "))
	}
}

// touched is the ruling that a reading's rule on a speaks of.
func (a Act) touched() int {
	if a.Verb == "enforces" {
		return a.By
	}
	return a.On
}

// reach is what act i does under the reading; "" for what is left open.
func (d *Docket) reach(x Reading, i int) string {
	switch a := d.Acts[i]; {
	case a.Effect == "none":
		return "none"
	case a.Effect == "from-now":
		return "from-then"
	case x.Reaches[i] != "":
		return x.Reaches[i]
	case a.Effect == "from-the-start":
		return "back"
	}
	return ""
}

// InForce is whether ruling r is in force at each millisecond from lo to hi in
// every world, in none, or neither, under the reading. some is false if the
// evidence allows no world. Every way in which what the reading leaves open may
// turn out is tried.
func (d *Docket) InForce(x Reading, r, lo, hi int) (t tri.Truth, some bool) {
	return d.inForce(x, r, lo, hi, func(reach string) string { return reach })
}

// Stood is InForce as matters stood: with acts that reach back, or may, taken to
// work from their events on.
func (d *Docket) Stood(x Reading, r, lo, hi int) (t tri.Truth, some bool) {
	return d.inForce(x, r, lo, hi, func(reach string) string {
		if reach == "back" {
			return "from-then"
		}
		return reach
	})
}

func (d *Docket) inForce(x Reading, r, lo, hi int, as func(reach string) string) (t tri.Truth, some bool) {
	yes, no := false, false
	d.everyWorld(func(times []int) {
		some = true
		d.everyChoice(x, func(begun bool, chosen []string) {
			reach := slices.Clone(chosen)
			for i := range reach {
				reach[i] = as(reach[i])
			}
			for at := lo; at <= hi; at++ {
				in := d.bindsAt(x, r, times, at, begun) && !d.outAt(r, r, times, at, reach)
				yes, no = yes || in, no || !in
			}
		})
	})
	switch {
	case yes && !no:
		return tri.Yes, some
	case no && !yes:
		return tri.No, some
	}
	return tri.Unknown, some
}

// Runs calls f, for each world and each way in which what the reading leaves
// open may turn out, with the first and the last moment of the run of moments
// around at during which ruling r is in force: never, if it is not at that
// moment. The last is Open if nothing ends the run within the reach of events.
func (d *Docket) Runs(x Reading, r, at int, f func(first, last int)) {
	d.everyWorld(func(times []int) {
		d.everyChoice(x, func(begun bool, reach []string) {
			in := func(t int) bool { return d.bindsAt(x, r, times, t, begun) && !d.outAt(r, r, times, t, reach) }
			if !in(at) {
				return
			}
			first, last := at, at
			for first > -reachOfGrid && in(first-1) {
				first--
			}
			for last < Open && in(last+1) {
				if last++; last > Grid {
					last = Open
				}
			}
			f(first, last)
		})
	})
}

// Outs calls f, for each world and each way in which what the reading leaves
// open may turn out, in which ruling r is not in force at a moment: with the first
// of the moments around it during which acts keep r out, begun or not, Open if
// none does at that moment, and with the next at which r is in force, Open if that
// is beyond the reach of events.
func (d *Docket) Outs(x Reading, r, at int, f func(first, next int)) {
	d.everyWorld(func(times []int) {
		d.everyChoice(x, func(begun bool, reach []string) {
			out := func(t int) bool { return d.outAt(r, r, times, t, reach) }
			in := func(t int) bool { return d.bindsAt(x, r, times, t, begun) && !out(t) }
			if in(at) {
				return
			}
			first, next := Open, at+1
			if out(at) {
				for first = at; first > -reachOfGrid && out(first-1); {
					first--
				}
			}
			for next < Open && !in(next) {
				if next++; next > Grid+1 {
					next = Open
				}
			}
			f(first, next)
		})
	})
}

// Ended calls f, for each world and each way in which what the reading leaves
// open may turn out, with the moment at which ruling r ends for good, Open if it
// does not.
func (d *Docket) Ended(x Reading, r int, f func(at int)) {
	d.everyWorld(func(times []int) {
		d.everyChoice(x, func(_ bool, reach []string) { f(d.endOf(r, r, times, reach)) })
	})
}

// endOf is when ruling r, or for of other than r what r passes on to of, ends.
func (d *Docket) endOf(of, r int, times []int, reach []string) int {
	at := Open
	for i, a := range d.Acts {
		switch {
		case reach[i] == "none":
		case a.On == r && (a.Verb == "vacates" || a.Verb == "expires" && of == r):
			at = min(at, times[a.Event])
		case a.Verb == "enforces" && a.By == r:
			at = min(at, d.endOf(of, a.On, times, reach))
		}
	}
	return at
}

func (d *Docket) bindsAt(x Reading, r int, times []int, at int, begun bool) bool {
	if x.Binds[r] < 0 {
		return begun
	}
	return times[x.Binds[r]] <= at
}

// outAt walks the moments up to at and says whether ruling r, or for of other
// than r what happened to r that of inherits, leaves of out of force at the end.
func (d *Docket) outAt(of, r int, times []int, at int, reach []string) bool {
	var suspended, lifted []int
	ended := false
	for now := -reachOfGrid; now <= at; now++ {
		for i, a := range d.Acts {
			if times[a.Event] != now || a.On != r {
				continue
			}
			switch {
			case a.Lifts >= 0:
				lifted = append(lifted, a.Lifts)
			case reach[i] == "none":
			case a.Verb == "stays":
				suspended = append(suspended, i)
			case a.Verb == "vacates", a.Verb == "expires" && of == r:
				ended = true
			}
		}
	}
	for i, a := range d.Acts {
		back := a.On == r && reach[i] == "back" && (a.Verb == "vacates" || a.Verb == "expires" && of == r)
		if back || a.Verb == "enforces" && a.By == r && reach[i] != "none" && d.outAt(of, a.On, times, at, reach) {
			return true
		}
	}
	return ended || slices.ContainsFunc(suspended, func(i int) bool { return !slices.Contains(lifted, i) })
}

// reachOfGrid is before any event of a docket.
const reachOfGrid = 1

// everyWorld calls f with the millisecond of each event, for each table that
// the evidence allows.
func (d *Docket) everyWorld(f func([]int)) {
	w := World{Times: map[string]int{}}
	var assign func(i int)
	assign = func(i int) {
		if i == len(d.Events) {
			times := make([]int, i)
			for j, e := range d.Events {
				times[j] = w.Times[e.ID]
			}
			f(times)
			return
		}
		lo, hi := d.Events[i].Hull()
		for t := lo; t <= hi; t++ {
			w.Times[d.Events[i].ID] = t
			if d.obeyed(w) {
				assign(i + 1)
			}
		}
		delete(w.Times, d.Events[i].ID)
	}
	assign(0)
}

// everyChoice calls f with each way in which what the reading leaves open may
// turn out: whether the ruling had begun, and what each act does.
func (d *Docket) everyChoice(x Reading, f func(begun bool, reach []string)) {
	reach := make([]string, len(d.Acts))
	var assign func(i int)
	assign = func(i int) {
		if i == len(d.Acts) {
			f(false, reach)
			f(true, reach)
			return
		}
		open := []string{d.reach(x, i)}
		if open[0] == "" {
			// A reading may make each of these of the act. Of a stay, and of whether
			// one is inherited, back is as from-then.
			open = []string{"from-then", "back", "none"}
		}
		for _, reach[i] = range open {
			assign(i + 1)
		}
	}
	assign(0)
}
