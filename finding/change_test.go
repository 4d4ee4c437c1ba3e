package finding

import (
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// A finding says by how much one source's time would have to be other for it to
// be no longer certain. Where the claim is the only one on its event, moving it by
// that much turns the finding, and by a millisecond less does not.
func TestCompareFindsTheFlip(t *testing.T) {
	files, err := cases.Open(cases.Names[0])
	if err != nil {
		t.Fatal(err)
	}
	c, err := holdshort.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	was, err := New(c).Report(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range Compare(was, was) {
		if ch.Turned() || ch.Moved() {
			t.Fatalf("%s: a report differs from itself", ch.Was.ID)
		}
	}
	looked := 0
	for i := range was.Findings {
		f := &was.Findings[i]
		if f.Flip == nil || f.Truth == tri.Unknown || f.Kind != "formula" || len(c.Event(f.Flip.Event).Claims) != 1 {
			continue
		}
		by := f.Flip.By
		if !f.Flip.Later {
			by = -by
		}
		if !turned(t, c, was, f.ID, f.Flip.Claim, by) {
			t.Errorf("%s: moving %s by %s leaves it as it was", f.ID, f.Flip.Claim, by.ISO())
		}
		less := by - span.Millisecond
		if by < 0 {
			less = by + span.Millisecond
		}
		if turned(t, c, was, f.ID, f.Flip.Claim, less) {
			t.Errorf("%s: moving %s by %s already turns it", f.ID, f.Flip.Claim, less.ISO())
		}
		if looked++; looked == 3 {
			break
		}
	}
	if looked == 0 {
		t.Error("no finding rests on an event with one claim")
	}
}

func turned(t *testing.T, c *holdshort.Case, was *Report, id, claim string, by span.Length) bool {
	t.Helper()
	moved, ok := c.Shift(claim, by)
	if !ok {
		t.Fatalf("no claim %q", claim)
	}
	is, err := New(moved).Report(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range Compare(was, is) {
		if ch.Was.ID == id {
			return ch.Turned()
		}
	}
	t.Fatalf("no finding %q in both", id)
	return false
}
