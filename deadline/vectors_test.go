package deadline

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/span"
)

var quoted = regexp.MustCompile(`"[^"]*"|\S+`)

// ask computes what a command line of the verb deadline asks for, without its name.
func ask(t *testing.T, line string) (Query, []Reading) {
	t.Helper()
	var args []string
	for _, w := range quoted.FindAllString(line, -1) {
		args = append(args, strings.Trim(w, `"`))
	}
	fs := flag.NewFlagSet("deadline", flag.ContinueOnError)
	var from, closed []string
	fs.Func("from", "", func(s string) error { from = append(from, s); return nil })
	fs.Func("closed", "", func(s string) error { closed = append(closed, s); return nil })
	var q Query
	var id, closes string
	fs.StringVar(&id, "court", "", "")
	fs.StringVar(&closes, "closes", "", "")
	fs.StringVar(&q.Division, "division", "", "")
	fs.StringVar(&q.Rule, "rule", "", "")
	fs.StringVar(&q.Below, "below", "", "")
	fs.StringVar((*string)(&q.Kind), "kind", "", "")
	fs.StringVar((*string)(&q.Service), "service", "", "")
	before := fs.Bool("before", false, "")
	if err := fs.Parse(args[1:]); err != nil {
		t.Fatal(err)
	}
	c, ok := CourtOf(id)
	if !ok {
		t.Fatalf("%s: no court %q", line, id)
	}
	q.Court = c
	zone, err := c.ZoneOf(q.Division)
	if err != nil {
		t.Fatal(err)
	}
	if q.Period, err = ParsePeriod(args[0], zone); err != nil {
		t.Fatal(err)
	}
	q.Period.Before = q.Period.Before || *before
	for _, f := range from {
		q.From = append(q.From, trigger(t, f, zone))
	}
	for _, f := range closed {
		q.Closed = append(q.Closed, trigger(t, f, zone).Span)
	}
	if closes != "" {
		at, err := ParseClock(closes)
		if err != nil {
			t.Fatal(err)
		}
		q.Closes = &at
	}
	rs, err := Compute(q)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return q, rs
}

func trigger(t *testing.T, text, zone string) Trigger {
	t.Helper()
	label, when, ok := strings.Cut(text, "=")
	if !ok {
		label, when = "", text
	}
	s, err := span.Parse(when, span.Context{Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	return Trigger{label, when, s.Span}
}

// words are the deadlines of readings in order: those of one reading joined with
// " or ", those of several with "; ".
func words(t *testing.T, q Query, rs []Reading) string {
	t.Helper()
	loc, err := q.Court.location(q.Division)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rs {
		var each []string
		for _, x := range r.Results {
			each = append(each, Words(x.Deadline, loc))
		}
		out = append(out, strings.Join(each, " or "))
	}
	return strings.Join(out, "; ")
}

// The vectors are the table of docs/deadline.md, where each says where it comes from.
func TestVectors(t *testing.T) {
	doc, err := os.ReadFile("../docs/deadline.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 4 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`\"") {
			continue
		}
		n++
		q, rs := ask(t, strings.Trim(strings.TrimSpace(cells[1]), "`"))
		if got := words(t, q, rs); got != strings.TrimSpace(cells[2]) {
			t.Errorf("%s: %s\ngot  %s\nwant %s", cells[0], cells[1], got, cells[2])
		}
	}
	if n < 45 {
		t.Errorf("%d vectors", n)
	}
}

// Every step cites something, and the steps keep their order.
func TestSteps(t *testing.T) {
	for _, line := range []string{
		`"14 days" --from "15 March 2025 19:25 EDT" --court dcd --kind expiry`,
		`"30 days" --from "1 Feb 2025" --court nysd --service mail --closed "6 March 2025"`,
		`"72 hours" --from "2 Nov 2007 10:23 EDT" --court dcd --closed "5 Nov 2007"`,
		`"second business day, 4:00 pm" --from "23 May 2025" --court mdd`,
		`"by 5 pm on 10 August 2025" --court dcd`,
	} {
		_, rs := ask(t, line)
		for _, r := range rs {
			for _, x := range r.Results {
				last := -1
				for _, s := range x.Steps {
					i := slices.Index(Steps, s.Name)
					if i <= last || s.Says == "" || s.Cite.Source == "" {
						t.Errorf("%s: step %+v after step %d", line, s, last)
					}
					last = i
				}
				if x.Steps[len(x.Steps)-1].Name != "end" {
					t.Errorf("%s: the last step is %+v", line, x.Steps[len(x.Steps)-1])
				}
			}
		}
	}
}

// Every option of every point has its word on the page.
func TestOptionsOnPage(t *testing.T) {
	doc, err := os.ReadFile("../docs/deadline.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	c, _ := CourtOf("dcd")
	for _, k := range Kinds {
		for _, u := range []Unit{Hours, Days, Months, BusinessDays} {
			a := asked{Query: Query{Period: Period{Unit: u, Count: 2}, Court: c, Kind: k, Closed: []span.Span{span.At(0)}}}
			for _, p := range a.points([]string{"a day"}) {
				for _, o := range p.options {
					seen[o.id] = true
					if !strings.Contains(string(doc), "`"+p.name+"`") || !strings.Contains(string(doc), "`"+o.id+"`") {
						t.Errorf("%s=%s is not on the page", p.name, o.id)
					}
				}
			}
		}
	}
	if len(seen) != 14 {
		t.Errorf("%d options: %v", len(seen), seen)
	}
}
