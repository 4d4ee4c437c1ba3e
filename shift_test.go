package holdshort_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/span"
)

// Shift moves one claim and nothing else, and leaves the case that it is of.
func TestShift(t *testing.T) {
	c, err := sample(cases.Names[0])
	if err != nil {
		t.Fatal(err)
	}
	const by = 2 * span.Minute
	moved := 0
	for _, id := range c.EventIDs() {
		for _, cl := range c.Event(id).Claims {
			was := cl.Time
			got, ok := c.Shift(cl.ID, by)
			if !ok {
				t.Fatalf("no claim %q", cl.ID)
			}
			x := got.Claim(cl.ID)
			if want := span.Of(was.Span.Earliest().Add(by), was.Span.Latest().Add(by)); x.Time.Span != want {
				t.Errorf("%s: %v, want %v", cl.ID, x.Time.Span, want)
			}
			if now := c.Claim(cl.ID).Time; !reflect.DeepEqual(now, was) {
				t.Fatalf("%s: the case itself changed", cl.ID)
			}
			if got.Digest() == c.Digest() {
				t.Errorf("%s: the digest says that nothing was moved", cl.ID)
			}
			if n := differing(c, got); n != 1 {
				t.Errorf("%s: %d claims moved", cl.ID, n)
			}
			moved++
		}
	}
	if moved < 50 {
		t.Errorf("%d claims", moved)
	}
}

// differing counts the claims that two cases have otherwise.
func differing(a, b *holdshort.Case) int {
	n := 0
	for _, id := range a.EventIDs() {
		x, y := a.Event(id).Claims, b.Event(id).Claims
		for i := range x {
			if !reflect.DeepEqual(x[i].Time, y[i].Time) {
				n++
			}
		}
	}
	return n
}

// A side that nothing bounds has nothing to move, and nothing moves past the
// ends of time.
func TestShiftEnds(t *testing.T) {
	c, err := holdshort.Load(os.DirFS("cmd/holdshort/template"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Shift("none#such", span.Minute); ok {
		t.Error("a claim that is not there was moved")
	}
	for _, by := range []span.Length{span.MaxLength, -span.MaxLength} {
		got, ok := c.Shift("flight.wheels-up#paper", by)
		if !ok {
			t.Fatal("the template has no such claim")
		}
		if s := got.Claim("flight.wheels-up#paper").Time.Span; s.Empty() {
			t.Errorf("moved by %d ms there is no moment left", by)
		}
	}
}
