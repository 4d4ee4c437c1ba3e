package archive

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// Rows that are moved within their own room are as slices.SortStableFunc has them.
func TestSort(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for n := range 200 {
		rows := make([][2]int, n)
		for i := range rows {
			rows[i] = [2]int{g.IntN(n/3 + 1), i}
		}
		compare := func(a, b *[2]int) int { return cmp.Compare(a[0], b[0]) }
		s := sorter[[2]int]{compare: compare, rows: slices.Clone(rows)}
		s.sort()
		slices.SortStableFunc(rows, func(a, b [2]int) int { return compare(&a, &b) })
		if !slices.Equal(s.rows, rows) {
			t.Fatalf("%d rows are sorted as %v, want %v", n, s.rows, rows)
		}
	}
}

// Rows of more files than are merged at once come in order, those that are alike in
// the order in which they were added, and no file of an earlier pass is left.
func TestMergePasses(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	for _, most := range []int{2, 3, 7, 100} {
		s := sorter[record]{t: records, blank: func() record { return record{} }, dir: t.TempDir(), most: 4, atOnce: most,
			compare: func(a, b *record) int { return cmp.Compare(a.name, b.name) }}
		var want []record
		for i := range 203 {
			r := record{fmt.Sprint("n", g.IntN(30)), fmt.Sprint(i)}
			want = append(want, r)
			if err := s.add(&r); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortStableFunc(want, func(a, b record) int { return s.compare(&a, &b) })
		var got []record
		if err := s.each(t.Context(), func(r *record) error { got = append(got, *r); return nil }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("merged %d at once: %v", most, got)
		}
		if left, _ := os.ReadDir(s.dir); len(left) != len(s.runs) || len(left) > most {
			t.Errorf("merged %d at once: %d files are left", most, len(left))
		}
	}
}
