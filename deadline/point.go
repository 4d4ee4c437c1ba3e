package deadline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/cite"
)

// method is how a period is counted.
type method int

const (
	byRule  method = iota // days to the end of a day, hours to the hour, both rolled
	asHours               // days as so many times 24 hours, rolled
	exact                 // hours, or days as 24 hours, not rolled
	civil                 // to the same time of day, not rolled
)

// options are one way to take every unsettled point.
type options struct {
	method    method
	contested bool // contested days are legal holidays
	part      bool // an office closed for part of the time is inaccessible
	spill     bool // a day that its month lacks is the first of the next
	federal   bool // of business days, only federal holidays are left out
}

// point is an unsettled point: its options, the first being the plain words of the
// rule where they decide it.
type point struct {
	name    string
	options []option
}

type option struct {
	id   string
	says string
	cite cite.Cite
	set  func(*options)
}

// points are those that may make a difference. contested are the contested days
// that were met.
func (a asked) points(contested []string) []point {
	out := []point{{"count", a.methods()}}
	if len(contested) > 0 {
		days := strings.Join(contested, "; ")
		out = append(out, point{"contested-day", []option{
			{"holiday", "it counts as a legal holiday: " + days, a.rule.at("(a)(6)"), func(o *options) { o.contested = true }},
			{"no-holiday", "it counts as no legal holiday: " + days, a.rule.at("(a)(6)"), func(o *options) {}},
		}})
	}
	if len(a.Closed) > 0 {
		out = append(out, point{"part-closed", []option{
			{"accessible", "an office that was closed for part of the time was accessible", a.rule.at("(a)(3)"), func(o *options) {}},
			{"inaccessible", "an office that was closed for part of the time was inaccessible", a.rule.at("(a)(3)"), func(o *options) { o.part = true }},
		}})
	}
	switch a.Period.Unit {
	case Months, Years:
		out = append(out, point{"short-month", []option{
			{"last", "a month without such a day ends the period on its last day", a.rule.at("(a)(1)"), func(o *options) {}},
			{"next", "a month without such a day ends the period on the first of the next", a.rule.at("(a)(1)"), func(o *options) { o.spill = true }},
		}})
	case BusinessDays:
		out = append(out, point{"business-day", []option{
			{"all", "days that the state declared a holiday are no business days", a.rule.at("(a)(6)"), func(o *options) {}},
			{"federal", "days that the state alone declared a holiday are business days", a.own(), func(o *options) { o.federal = true }},
		}})
	}
	return slices.DeleteFunc(out, func(p point) bool { return len(p.options) < 2 })
}

// own cites the words by which the period was set.
func (a asked) own() cite.Cite { return cite.Cite{Source: "the words of the order or rule"} }

func (a asked) methods() []option {
	n := fmt.Sprintf("%d", a.Period.Count)
	days := option{"days", "the period is of days and ends with a day that rolls", a.rule.at("(a)(1)"), func(o *options) {}}
	switch {
	case a.Kind == Expiry && a.Period.Clock == nil && (a.Period.Unit == Days || a.Period.Unit == Weeks):
		hours := a.hours()
		tro := cite.Cite{Source: "Fed. R. Civ. P. 65", Where: "(b)(2)"}
		return []option{days,
			{"hours-rolled", hours + " from the trigger, rolled to the same time on the next day that counts", a.rule.at("(a)(2)"), func(o *options) { o.method = asHours }},
			{"hours", hours + " from the trigger, without rolling", tro, func(o *options) { o.method = exact }},
			{"same-hour", "the same time of day " + a.Period.String() + " later, without rolling", tro, func(o *options) { o.method = civil }},
		}
	case a.Kind == Expiry && a.Period.Clock == nil && (a.Period.Unit == Months || a.Period.Unit == Years):
		return []option{days, {"same-hour", "the same time of day " + a.Period.String() + " later, without rolling", a.own(), func(o *options) { o.method = civil }}}
	case (a.Kind == Expiry || a.Kind == Act) && a.Period.Unit == Hours:
		return []option{
			{"rolled", "the rule applies, and an end on a day that does not count rolls", a.rule.at("(a)(2)(C)"), func(o *options) {}},
			{"as-stated", n + " hours are " + n + " hours, and nothing rolls", a.own(), func(o *options) { o.method = exact }},
		}
	}
	return []option{days}
}

// hours says how many hours a period of days or weeks is.
func (a asked) hours() string {
	return fmt.Sprintf("%d hours", a.Period.Count*a.Period.days()*24)
}

// days is how many days one unit is, of days and weeks.
func (p Period) days() int {
	if p.Unit == Weeks {
		return 7
	}
	return 1
}

// worked is what one way to take the points comes to: for each point, the set of
// options that come to the same.
type worked struct {
	sets    [][]int
	key     string
	results []Result
}

// readings works a trigger out under every combination of options, and joins those
// that come to the same.
func (a asked) readings(t Trigger) ([]Reading, error) {
	contested, err := a.met(t)
	if err != nil {
		return nil, err
	}
	points := a.points(contested)
	ws := []worked{{sets: make([][]int, 0)}}
	for _, p := range points {
		var next []worked
		for _, w := range ws {
			for i := range p.options {
				next = append(next, worked{sets: append(slices.Clone(w.sets), []int{i})})
			}
		}
		ws = next
	}
	for i := range ws {
		var o options
		for k, set := range ws[i].sets {
			points[k].options[set[0]].set(&o)
		}
		w := &work{asked: a, options: o}
		if ws[i].results, err = w.results(t); err != nil {
			return nil, err
		}
		ws[i].key = key(ws[i].results)
	}
	var out []Reading
	for _, w := range join(ws) {
		out = append(out, reading(t, points, w))
	}
	return out, nil
}

// met are the contested days that working the trigger out meets in any way.
func (a asked) met(t Trigger) ([]string, error) {
	var out []string
	for _, m := range a.methods() {
		for i := range 16 {
			w := &work{asked: a, options: options{contested: i&1 != 0, part: i&2 != 0, spill: i&4 != 0, federal: i&8 != 0}}
			m.set(&w.options)
			if _, err := w.results(t); err != nil {
				return nil, err
			}
			out = append(out, w.contestedDays...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// key is the same for results that are the same answer.
func key(rs []Result) string {
	var b strings.Builder
	for _, r := range rs {
		fmt.Fprintln(&b, r.Trigger, r.Day, r.Deadline, r.Known)
	}
	return b.String()
}

// join joins what comes to the same and differs in one point alone, as long as it
// can, so that each reading stays a product of sets of options.
func join(ws []worked) []worked {
	for i := 0; i < len(ws); i++ {
		for j := i + 1; j < len(ws); j++ {
			k, ok := joinable(ws[i], ws[j])
			if !ok {
				continue
			}
			both := append(slices.Clone(ws[i].sets[k]), ws[j].sets[k]...)
			slices.Sort(both)
			ws[i].sets[k] = both
			ws = slices.Delete(ws, j, j+1)
			i = -1
			break
		}
	}
	return ws
}

// joinable is the one point in which two differ, if they come to the same.
func joinable(a, b worked) (int, bool) {
	if a.key != b.key {
		return 0, false
	}
	at, n := 0, 0
	for k := range a.sets {
		if !slices.Equal(a.sets[k], b.sets[k]) {
			at = k
			n++
		}
	}
	return at, n == 1
}

// reading names the choices that make a difference.
func reading(t Trigger, points []point, w worked) Reading {
	r := Reading{Trigger: t, Results: w.results}
	var ids []string
	for k, set := range w.sets {
		if len(set) == len(points[k].options) {
			continue
		}
		c := Choice{Point: points[k].name}
		var says []string
		for _, i := range set {
			o := points[k].options[i]
			c.Options = append(c.Options, o.id)
			says = append(says, o.says)
			if !slices.Contains(c.Cites, o.cite) {
				c.Cites = append(c.Cites, o.cite)
			}
		}
		c.Says = strings.Join(says, "; or ")
		r.Choices = append(r.Choices, c)
		ids = append(ids, c.Point+"="+strings.Join(c.Options, "|"))
	}
	if len(ids) == 0 {
		ids = []string{"rule"}
	}
	r.ID = strings.Join(ids, ",")
	if t.Label != "" {
		r.ID = t.Label + "/" + r.ID
	}
	return r
}
