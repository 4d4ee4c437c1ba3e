package track

import (
	"slices"
	"strings"
)

// Join makes one track of several of the same address, so that a flight past
// midnight is one flight whatever files it came in. Each fix keeps its row; the
// joined track lists the origins of all.
func Join(ts []*Track) []*Track {
	by := map[Address]*Track{}
	var out []*Track
	for _, t := range ts {
		have, ok := by[t.Address]
		if !ok || t.Address.IsZero() {
			by[t.Address] = t
			out = append(out, t)
			continue
		}
		have.add(t)
	}
	slices.SortStableFunc(out, func(a, b *Track) int { return strings.Compare(a.Address.String(), b.Address.String()) })
	return out
}

func (t *Track) add(u *Track) {
	shift := len(t.Origins)
	t.Origins = append(t.Origins, u.Origins...)
	t.Fixes = slices.Grow(t.Fixes, len(u.Fixes))
	for _, f := range u.Fixes {
		f.Origin += uint16(shift)
		t.Fixes = append(t.Fixes, f)
	}
	t.Calls = append(t.Calls, u.Calls...)
	for _, n := range u.Notes {
		n.Origin += shift
		t.Notes = append(t.Notes, n)
	}
	t.Registration, t.Operator = first(t.Registration, u.Registration), first(t.Operator, u.Operator)
	t.Type = types(t.Type, u.Type)
	t.Spacing = max(t.Spacing, u.Spacing)
	t.Resampled = t.Resampled || u.Resampled
}

// types is a, with b after it where that is another: which is right is not for
// the program to guess.
func types(a, b string) string {
	if a == "" || b == "" || slices.Contains(strings.Split(a, "/"), b) {
		return first(a, b)
	}
	return a + "/" + b
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
