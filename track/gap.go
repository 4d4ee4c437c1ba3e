package track

import (
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Gap is a silence between two fixes: the aircraft was not received. It says
// nothing of what the aircraft did.
type Gap struct {
	From, To int // indices of the fixes before and after
	Length   span.Length
	Ground   bool // both sides are said to be on the ground
}

// How long a silence must last to be a gap: in the air a minute, or three times
// the spacing at which the file's writer aims; on the ground, where positions
// are kept ten times as sparsely, a quarter of an hour.
const (
	airGap    = span.Length(60 * span.Second)
	groundGap = span.Length(15 * span.Minute)
)

// Gaps lists the gaps of a clean track, in order of time. A track that was
// resampled has none that can be told.
func (t *Track) Gaps() []Gap {
	if t.Resampled {
		return nil
	}
	var out []Gap
	last := -1
	for i := range t.Fixes {
		if t.Fixes[i].Mark&(Frozen|NotReceived) != 0 {
			continue
		}
		if last >= 0 {
			g := Gap{From: last, To: i, Length: span.Length(t.Fixes[i].At - t.Fixes[last].At)}
			g.Ground = t.Fixes[last].Ground == OnGround && t.Fixes[i].Ground == OnGround
			if g.Length > max(airGap, 3*t.Spacing) && (!g.Ground || g.Length > groundGap) {
				out = append(out, g)
			}
		}
		last = i
	}
	return out
}

// Reachable lists the airfields at which the aircraft could have stood for at
// least stay within the gap: it could get there from the fix before, and from
// there to the fix after, in the time that is left. At most most are listed,
// nearest to the straight way first; more says that there are others.
func (p *Prism) Reachable(t *Track, g Gap, fields Fields, stay span.Length, most int) (out []Field, more bool) {
	a, b := &t.Fixes[g.From], &t.Fixes[g.To]
	budget := p.Model.reach(g.Length+a.Slack+b.Slack-stay) + p.Model.radius(a) + p.Model.radius(b)
	if budget <= 0 || fields == nil {
		return nil, false
	}
	type way struct {
		f Field
		d geo.Meters
	}
	var ways []way
	for _, f := range fields(a.Pos, min(budget, maxSearch)) {
		if d := geo.Distance(a.Pos, f.Pos) + geo.Distance(f.Pos, b.Pos); d <= budget {
			ways = append(ways, way{f, d})
		}
	}
	sortBy(ways, func(w way) (float64, string) { return float64(w.d), w.f.Ident })
	for i, w := range ways {
		if i == most {
			return out, true
		}
		out = append(out, w.f)
	}
	return out, false
}

// maxSearch bounds a search for airfields, in metres: what is further away is
// out of reach of any gap of a few hours.
const maxSearch geo.Meters = 5_000_000
