package holdshort_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/month"
)

// Every field of a month's report has its row, and every row its field.
func TestDocsMonth(t *testing.T) {
	doc := page(t, "docs/formats/month.md")
	if !strings.Contains(doc, fmt.Sprintf("Version %d.", month.Version)) {
		t.Errorf("the page is not of version %d", month.Version)
	}
	declared := tags(t, "month/*.go", "exhibit/month.go")
	var explained []string
	for _, r := range rows(doc) {
		explained = append(explained, codes(strings.Join(r, " "))...)
	}
	if m := missing(declared, explained); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(documented(doc), declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
}
