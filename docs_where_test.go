package holdshort_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// TestDocsWhere compares the page with what is declared, and its example with
// what is written of the sample case.
func TestDocsWhere(t *testing.T) {
	doc := page(t, "docs/formats/where.md")
	have := documented(doc)
	if m := missing(tags(t, "finding/where_json.go", "web/moment.go", "web/tracks.go"), have); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	var states []string
	for _, s := range []finding.State{finding.NotBegun, finding.OnGround, finding.InTheAir, finding.Between, finding.Ended, finding.Unsettled} {
		states = append(states, string(s))
	}
	if m := missing(states, have); len(m) > 0 {
		t.Errorf("states without a row: %v", m)
	}
	if m := missing(missing(have, tags(t, "finding/*.go", "web/moment.go", "web/tracks.go")), append(states, "tracks", "1")); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	c, err := sample("jgg-v-trump")
	if err != nil {
		t.Fatal(err)
	}
	at := span.Instant(1742078760000) // 22:46 UTC on 15 March 2025
	b, err := json.Marshal(finding.New(c).Where(c.Movement("plane-1"), at, finding.Seen{}))
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"words", "back"} {
		want, err := json.Marshal(v[field])
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(squeezed(doc), squeezed(string(want))) {
			t.Errorf("the page does not show %q as it is: %s", field, want)
		}
	}
}

// squeezed is a text without spaces and line ends.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }
