package finding

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// docket is a synthetic case of rulings with edges in all, each in its own
// minute, two apart: stays, as many that lift them, and at the end of each a vacatur.
func docket(rulings, edges int) fstest.MapFS {
	var b strings.Builder
	b.WriteString("case: {id: many, caption: Many, zone: UTC}\nsources: [{id: s, kind: notes, publisher: nobody}]\nrulings:\n")
	for r := range rulings {
		fmt.Fprintf(&b, "- {id: r%05d, title: a ruling, expressions: [{id: w, form: minute-entry, times: [{kind: entered, at: 2025-01-01T00:00Z, source: s}]}]}\n", r)
	}
	b.WriteString("lifecycle:\n")
	at := func(i int) string {
		return time.Date(2025, 1, 2, 0, 2*i, 0, 0, time.UTC).Format("2006-01-02T15:04Z")
	}
	each := edges / rulings
	for i := range edges {
		verb, lifts := "stays", ""
		switch k := i % each; {
		case k == each-1:
			verb = "vacates"
		case k%2 == 1:
			verb, lifts = "lifts-stay", fmt.Sprintf(", lifts: e%05d", i-1)
		}
		fmt.Fprintf(&b, "- {id: e%05d, verb: %s, on: r%05d, effect: from-now, source: s%s, times: [{at: %q, source: s}]}\n", i, verb, i/each, lifts, at(i))
	}
	b.WriteString("readings:\n- id: read\n  name: a reading\n  binds:\n")
	for r := range rulings {
		fmt.Fprintf(&b, "  - {ruling: r%05d, from: r%05d.w.entered}\n", r, r)
	}
	return fstest.MapFS{"case.yaml": {Data: []byte(b.String())}}
}

// plainly is the same answer with no index: for each ruling all edges are gone
// through, and for each stay all again to find what lifts it.
func plainly(c *holdshort.Case, at span.Span) []tri.Truth {
	var out []tri.Truth
	for _, r := range c.Rulings {
		t := by(c.Event(string(r.ID)+".w.entered").Hull(), at)
		for i := range c.Lifecycle {
			e := &c.Lifecycle[i]
			if e.On != r.ID || !e.Verb.Ends() && !e.Verb.Suspends() {
				continue
			}
			clear := tri.Not(by(c.Event(string(e.ID)).Hull(), at))
			for j := range c.Lifecycle {
				if c.Lifecycle[j].Lifts == e.ID {
					clear = either(clear, by(c.Event(string(c.Lifecycle[j].ID)).Hull(), at))
				}
			}
			t = both(t, clear)
		}
		out = append(out, t)
	}
	return out
}

// What is in force among 10,000 edges, the case being loaded and its network
// built, beside the plain way in the same run.
func BenchmarkOrders(b *testing.B) {
	for _, rulings := range []int{1, 100, 2_000} {
		c, err := holdshort.Load(docket(rulings, 10_000))
		if err != nil {
			b.Fatal(err)
		}
		e := New(c)
		const at = "9 January 2025 11:01 UTC"
		o, err := e.Orders(at, Options{})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		want := plainly(c, o.At.Span)
		plain := time.Since(start)
		for i := range o.Orders {
			if o.Orders[i].InForce != want[i] || want[i] == tri.Unknown {
				b.Fatalf("%s: %s, the plain way %s", o.Orders[i].Ruling.ID, o.Orders[i].InForce, want[i])
			}
		}
		b.Run(fmt.Sprintf("edges=10000/rulings=%d", rulings), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.bounded, e.clashing = nil, nil // bounds are worked out each time
				if _, err := e.Orders(at, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(plain)/float64(each), "plain/ours")
			b.ReportMetric(float64(plain.Microseconds())/1000, "plain-ms")
		})
	}
}
