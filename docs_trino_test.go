package holdshort_test

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/archive/trino"
)

// The page has the statements that the tests run.
func TestDocsTrino(t *testing.T) {
	doc := page(t, "docs/trino.md")
	for _, sql := range trino.Register("hive", "flights", "s3://bucket/flights") {
		if !strings.Contains(doc, sql+";\n") {
			t.Errorf("docs/trino.md has not\n%s", sql)
		}
	}
}
