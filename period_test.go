package holdshort_test

import (
	"testing"

	"github.com/holdshort/holdshort"
)

// The ends of a period are claims of the time of the edge that names it, one
// for each source, and are known once their source is.
func TestPeriod(t *testing.T) {
	c, err := loadWith(t, `periods:
  - id: term
    says: 14 days
    from: order.written.entered
    zone: America/Chicago
    ends:
      - {at: 17 June 2025 13:05:59, how: no roll}
      - {at: 18 June 2025 24:00, how: rolled past a holiday, source: paper}
    source: docket
lifecycle:
  - {id: runs-out, verb: expires, on: order, period: term, effect: from-stated-time, source: docket}
`)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Event("runs-out")
	if len(e.Claims) != 2 || e.Claims[0].ID != "runs-out#docket" || e.Claims[1].ID != "runs-out#paper" {
		t.Fatalf("claims %+v", e.Claims)
	}
	for _, cl := range e.Claims {
		if cl.Kind != holdshort.Computed || !cl.Evidence() {
			t.Errorf("%s is %s, in evidence %v", cl.ID, cl.Kind, cl.Evidence())
		}
	}
	if got, want := e.Hull().Earliest(), day(t, "17 June 2025 14:05:59 EDT")-999; got != want {
		t.Errorf("the hull begins %s, want %s", got.RFC3339(), want.RFC3339())
	}
	then := c.As(day(t, "3 June 2025"))
	if got := then.Event("runs-out"); len(got.Claims) != 1 || then.Period("term") == nil {
		t.Errorf("as of 3 June: %d claims", len(got.Claims))
	}
	if early := c.As(day(t, "1 June 2025")); early.Period("term") != nil || early.Event("runs-out") != nil {
		t.Error("the period was known before its source had come out")
	}
	if c.Edge("runs-out").Period != "term" {
		t.Error("the edge does not name its period")
	}
}

// No claim in a file is of the kind computed.
func TestComputedIsNoWord(t *testing.T) {
	_, err := loadWith(t, "events:\n  - {id: e, what: w, times: [{at: 3 June 2025, kind: computed, source: docket}]}\n")
	if err == nil {
		t.Error("a claim of the kind computed was read")
	}
}
