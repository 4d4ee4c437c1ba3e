package exhibit

import (
	"cmp"
	"maps"
	"slices"
)

// sortedByTime lists the keys of m by their values, then by name.
func sortedByTime(m map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(m[a], m[b]), cmp.Compare(a, b))
	})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
