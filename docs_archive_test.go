package holdshort_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/exhibit"
)

// Every column and field of an archive has its row, and every row its column or
// field.
func TestDocsArchive(t *testing.T) {
	doc := page(t, "docs/formats/archive.md")
	for _, v := range []int{archive.Version, exhibit.ArchiveVersion} {
		if !strings.Contains(doc, fmt.Sprintf("ersion %d", v)) {
			t.Errorf("the page is not of version %d", v)
		}
	}
	for table, columns := range archive.Columns() {
		want := slices.Sorted(slices.Values(columns))
		if have := documented(section(doc, "## "+table, false)); !slices.Equal(have, want) {
			t.Errorf("%s: columns without a row %v, rows without a column %v", table, missing(want, have), missing(have, want))
		}
	}
	var explained []string
	for _, r := range rows(doc) {
		explained = append(explained, codes(strings.Join(r, " "))...)
	}
	explained = append(explained, codes(section(doc, "## Who was there", false))...)
	declared := append(tags(t, "archive/*.go", "exhibit/archive_*.go"), "earliest", "latest")
	if m := missing(declared, append(explained, "earliest", "latest")); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	fields := append(documented(section(doc, "## manifest.json", false)), documented(section(doc, "## adds/NNNNNN.json", false))...)
	fields = append(fields, documented(section(doc, "## Who was there", false))...)
	shared := []string{"radius_m", "lat", "lon"}
	if m := missing(missing(fields, declared), append(shared, "manifest")); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}
