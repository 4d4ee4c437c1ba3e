package holdshort_test

import (
	"testing"
	"testing/fstest"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/span"
)

func TestAttachSetsTrackBesideReports(t *testing.T) {
	c, err := holdshort.Load(fstest.MapFS{"case.yaml": {Data: []byte(`
case: {id: k, caption: k, zone: UTC}
sources: [{id: paper, kind: article, publisher: x}]
movements:
  - id: m
    name: M
    address: a2fe4c
    phases:
      - {phase: wheels-up, times: [{at: "2025-03-15 21:25 UTC", source: paper}]}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	src := holdshort.Source{ID: "track-a2fe4c", Kind: "track", Publisher: "p"}
	at := func(text string) span.Instant {
		st, err := span.Parse(text, span.Context{Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		return st.Span.Earliest()
	}
	seen := span.Of(at("2025-03-15T21:27:10Z"), at("2025-03-15T21:27:20Z"))
	got := c.Attach(src, []holdshort.Observed{{Event: "m.wheels-up", Span: seen, Where: "rows 3 and 4"}, {Event: "nothing", Span: seen}})
	if n := len(c.Event("m.wheels-up").Claims); n != 1 {
		t.Errorf("the case itself has %d claims now", n)
	}
	e := got.Event("m.wheels-up")
	if len(e.Claims) != 2 || e.Hull() != span.Of(at("2025-03-15T21:25:00Z"), seen.Latest()) {
		t.Errorf("claims %+v", e.Claims)
	}
	if got.Source("track-a2fe4c") == nil || got.Digest() == c.Digest() || got.Event("nothing") != nil {
		t.Error("the track is no source, or leaves no trace in the digest, or made an event")
	}
}
