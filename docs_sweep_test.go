package holdshort_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/sweep"
)

// Every field of sweeps as JSON has its row, and every row its field.
func TestDocsSweepJSON(t *testing.T) {
	doc := page(t, "docs/formats/sweep.md")
	declared := append(tags(t, "cmd/holdshort/sweep_json.go"), "member", "why")
	var explained []string
	for _, r := range rows(doc) {
		explained = append(explained, codes(r[0])...)
	}
	if m := missing(declared, explained); len(m) > 0 {
		t.Errorf("fields without a row: %v", m)
	}
	if m := missing(explained, declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	for _, v := range []sweep.Verdict{sweep.Certain, sweep.Possible, sweep.Silent, sweep.Out, sweep.Unread} {
		if !strings.Contains(doc, "`"+strings.ReplaceAll(v.String(), " ", "_")+"`") || !strings.Contains(page(t, "docs/sweep.md"), "| "+v.String()+" |") {
			t.Errorf("the verdict %q is not explained", v)
		}
	}
}

// Every atom has its row, which says what the program says of it.
func TestDocsSweepWords(t *testing.T) {
	var have []string
	for _, r := range rows(section(page(t, "docs/sweep.md"), "## Words", false)) {
		name, _, _ := strings.Cut(strings.Trim(r[0], "`"), "(")
		have = append(have, name)
		for op, sig := range sweep.Words.Atoms {
			if string(op) == name && name != "enters" && strings.NewReplacer("[", "", "](formats/lists.md)", "", "`", "").Replace(r[1]) != sig.Says {
				t.Errorf("%s: the page says %q, the program %q", name, r[1], sig.Says)
			}
			if string(op) == name && strings.Count(r[0], ",")+1 != len(sig.Args) {
				t.Errorf("%s takes %d arguments", r[0], len(sig.Args))
			}
		}
	}
	for op := range sweep.Words.Atoms {
		if !slices.Contains(have, string(op)) {
			t.Errorf("the atom %s has no row", op)
		}
	}
	if len(have) != len(sweep.Words.Atoms) {
		t.Errorf("%d rows, %d atoms", len(have), len(sweep.Words.Atoms))
	}
}

// Every kind and column of a list has its row, and the example is a list.
func TestDocsLists(t *testing.T) {
	doc := page(t, "docs/formats/lists.md")
	var first []string
	for _, r := range rows(doc) {
		first = append(first, codes(r[0])...)
	}
	if want := append(slices.Clone(sweep.Columns[:4]), append([]string{"note", "lat", "lon", "radius_km"}, sweep.Kinds...)...); !slices.Equal(first, want) {
		t.Errorf("rows %v, want %v", first, want)
	}
	for _, b := range blocks(doc) {
		if b.lang == "csv" {
			if l, err := sweep.ParseList(strings.NewReader(b.text), "example.csv"); err != nil || len(l.Entries) != 4 {
				t.Errorf("the example: %v", err)
			}
		}
	}
}
