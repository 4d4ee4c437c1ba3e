package archive

import (
	"cmp"
	"math/rand/v2"
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
