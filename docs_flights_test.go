package holdshort_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/exhibit"
)

// Every field of flights as JSON has its row, and every row its field.
func TestDocsFlights(t *testing.T) {
	doc := page(t, "docs/formats/flights.md")
	if !strings.Contains(doc, fmt.Sprintf("Version %d.", exhibit.FlightVersion)) {
		t.Errorf("the page is not of version %d", exhibit.FlightVersion)
	}
	have, declared := documented(doc), tags(t, "exhibit/flight*.go")
	var explained []string
	for _, r := range rows(doc) {
		explained = append(explained, codes(strings.Join(r, " "))...)
	}
	words := []string{"1", "go-around", "low approach", "hold", "turn-back", "diversion", "leaves", "enters"}
	geoJSON := []string{"features", "geometry", "properties", "coordinates"}
	if m := missing(missing(declared, explained), append(geoJSON, "type")); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(missing(have, declared), append(words, "legs")); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}
