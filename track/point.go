package track

import (
	"cmp"
	"slices"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/span"
)

// Point is one position as a history gives it: a Fix with what its Track says of
// it, so that it can stand alone. Its Fix.Origin means nothing.
type Point struct {
	Fix
	Address      Address // zero if the file has none
	Registration string  // as those of Track
	Type         string
	Operator     string
	Call         Call // as sent last, no later than the position; zero if none was
	Spacing      span.Length
	Resampled    bool

	From   Origin      // the file or member in which Row counts
	Digest cite.Digest // of the bytes of the file
	// Doubt is what Clean marked when the history took the position in, with the
	// whole of the file's track before it. It is no part of Mark: who builds a Track
	// of points cleans it anew.
	Doubt Mark
}

// Proves reports whether a proof may rest on the position, as Fix.Proves does,
// with what was in doubt when it was taken in.
func (p *Point) Proves() bool {
	f := p.Fix
	f.Mark |= p.Doubt
	return f.Proves()
}

// Gather makes tracks of points, one for each address, in order of address, each
// with its fixes in the order of the points. Points without an address make one
// track for each file or member.
func Gather(points []Point) []*Track {
	type key struct {
		address Address
		from    string
	}
	by := map[key]*Track{}
	var out []*Track
	for i := range points {
		p := &points[i]
		k := key{address: p.Address}
		if p.Address.IsZero() {
			k.from = p.Digest.String() + " " + p.From.Name
		}
		t := by[k]
		if t == nil {
			t = &Track{Address: p.Address}
			by[k], out = t, append(out, t)
		}
		t.gather(p)
	}
	slices.SortStableFunc(out, func(a, b *Track) int { return cmp.Compare(a.Address.String(), b.Address.String()) })
	return out
}

func (t *Track) gather(p *Point) {
	f := p.Fix
	at := slices.Index(t.Origins, p.From)
	if at < 0 {
		at = len(t.Origins)
		t.Origins = append(t.Origins, p.From)
	}
	f.Origin = uint16(at)
	t.Fixes = append(t.Fixes, f)
	if n := len(t.Calls); p.Call != (Call{}) && (n == 0 || t.Calls[n-1] != p.Call) {
		t.Calls = append(t.Calls, p.Call)
	}
	t.Registration, t.Operator = first(t.Registration, p.Registration), first(t.Operator, p.Operator)
	t.Type = types(t.Type, p.Type)
	t.Spacing = max(t.Spacing, p.Spacing)
	t.Resampled = t.Resampled || p.Resampled
}

// Points are the positions of a track as it stands, in its order. Digests are
// those of its origins; doubts, if not nil, what Clean marked, by fix.
func (t *Track) Points(digests []cite.Digest, doubts []Mark) []Point {
	out := make([]Point, len(t.Fixes))
	call := 0
	var last Call
	for i := range t.Fixes {
		f := &t.Fixes[i]
		for call < len(t.Calls) && t.Calls[call].At <= f.At {
			last = t.Calls[call]
			call++
		}
		p := Point{Fix: *f, Address: t.Address, Registration: t.Registration, Type: t.Type, Operator: t.Operator,
			Call: last, Spacing: t.Spacing, Resampled: t.Resampled}
		if int(f.Origin) < len(t.Origins) {
			p.From, p.Digest = t.Origins[f.Origin], digests[f.Origin]
		}
		if p.Fix.Origin = 0; doubts != nil {
			p.Doubt = doubts[i]
		}
		out[i] = p
	}
	return out
}

// Cleaned sorts the track, and gives a clean copy of it, and what Clean marked in
// each fix of t beyond what the file itself marks. The fixes of t are left as they
// are, repeats too; each has the marks of the one that it repeats.
func (t *Track) Cleaned(m Model) (*Track, []Mark) {
	slices.SortStableFunc(t.Calls, func(a, b Call) int { return cmp.Compare(a.At, b.At) })
	if !t.sorted() {
		slices.SortStableFunc(t.Fixes, compareFixes)
	}
	clean := *t
	clean.Fixes, clean.Notes, clean.Origins = slices.Clone(t.Fixes), slices.Clone(t.Notes), slices.Clone(t.Origins)
	clean.Clean(m)
	doubts := make([]Mark, len(t.Fixes))
	k := -1
	for i := range t.Fixes {
		f := &t.Fixes[i]
		if k < 0 || !clean.Fixes[k].repeats(f) {
			k++
		}
		doubts[i] = clean.Fixes[k].Mark &^ f.Mark
	}
	return &clean, doubts
}
