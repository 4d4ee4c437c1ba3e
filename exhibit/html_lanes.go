package exhibit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// laneView is one lane of the drawing: the court, notice, a movement, the rest.
type laneView struct {
	Name      string
	Lines     []lineView // the name, broken to fit
	Y, Height px
	Shaded    bool
	Marks     []markView
}

type lineView struct {
	Text string
	Y    px
}

// markView is one event or reported position in a lane.
type markView struct {
	Ref            string // of its row in the table
	Label          string
	LabelX, LabelY px
	Anchor         string
	Class          string // range, moment, planned, conflict, reported
	X, Y           px
	Width, Height  px
	Points         string // of a diamond
	Before, After  string // points of an arrow where the bounds go on outside
	Claims         []claimView

	from, to float64 // what the mark and its label take of the row
}

// claimView is what one source states, under the bar.
type claimView struct {
	X, Y, Width, Height px
	Class               string // stated, planned, aside
	Cross               string // the path of a claim set aside
}

// otherLane is the name of the lane for what belongs to no other.
const otherLane = "Custody and other"

// lanes fills the drawing, each lane with as many rows as its labels need.
func (s *sheet) lanes(c *chart) {
	y := float64(c.Top)
	for _, name := range s.laneNames() {
		marks := s.marks(c, name)
		if len(marks) == 0 {
			continue
		}
		rows := pack(marks, y+3)
		l := laneView{Name: name.title, Y: px(y), Marks: marks, Shaded: len(c.Lanes)%2 == 0}
		for i, text := range wrap(name.title, 16) {
			l.Lines = append(l.Lines, lineView{text, px(y + 14 + float64(i)*lineHeight)})
		}
		l.Height = px(max(float64(rows)*rowHeight, float64(len(l.Lines))*lineHeight+8) + 5)
		y += float64(l.Height)
		c.Lanes = append(c.Lanes, l)
	}
	c.Bottom = px(y)
	slices.SortFunc(c.Apart, func(a, b apartView) int { return a.Number - b.Number })
}

type laneName struct {
	key, title string
	movement   bool // its events are drawn even where known only to the day
}

func (s *sheet) laneNames() []laneName {
	out := []laneName{{key: "court", title: "Court"}, {key: "notice", title: "Notice"}}
	for i := range s.c.Movements {
		out = append(out, laneName{string(s.c.Movements[i].ID), s.c.Movements[i].Name, true})
	}
	return append(out, laneName{title: otherLane})
}

// marks are the events of a lane that can be drawn. Those that belong to the
// time and cannot are noted.
func (s *sheet) marks(c *chart, lane laneName) []markView {
	var out []markView
	for i := range s.entries {
		en := &s.entries[i]
		inLane := s.c.Movement(holdshort.ID(en.Lane)) != nil || en.Lane == "court" || en.Lane == "notice"
		if en.Never || lane.key != "" && en.Lane != lane.key || lane.key == "" && inLane {
			continue
		}
		b, class, ok := drawn(en)
		ok = ok && (lane.movement || int64(b.Latest()-b.Earliest()) < dayLong)
		switch {
		case !ok && b == span.Ever:
		case b.Latest() < c.lo || b.Earliest() > c.hi:
			c.Outside++
		case !ok || b.Earliest() < c.lo && b.Latest() > c.hi:
			c.Apart = append(c.Apart, apartView{i + 1, s.entryRef(en, i+1)})
		default:
			out = append(out, s.mark(c, en, i+1, b, class))
		}
	}
	return out
}

// drawn is the span that is drawn for an entry, and how. An event without
// bounds is drawn where a source planned it.
func drawn(en *finding.Entry) (b span.Span, class string, ok bool) {
	switch {
	case en.Position != nil:
		return en.Bounds, "reported", en.Bounds.Bounded()
	case en.Conflict:
		return en.Bounds, "conflict", en.Bounds.Bounded()
	case en.Bounds.Bounded():
		return en.Bounds, "range", true
	}
	for _, cl := range en.Claims {
		if w := cl.Time.Span; !cl.Kind.Counts() && cl.Aside == "" && w.Bounded() {
			return w, "planned", true
		}
	}
	return en.Bounds, "", false
}

// entryRef is the id in the page of an entry's row.
func (s *sheet) entryRef(en *finding.Entry, n int) string {
	if en.Event == nil {
		return slug("position", n)
	}
	return slug("event", en.Event.ID)
}

func (s *sheet) mark(c *chart, en *finding.Entry, n int, b span.Span, class string) markView {
	x1, x2 := c.at(max(b.Earliest(), c.lo)), c.at(min(b.Latest(), c.hi))
	v := markView{Class: class, Height: markHeight, Ref: s.entryRef(en, n)}
	if x2-x1 < leastMark {
		mid := (x1 + x2) / 2
		x1, x2 = mid-leastMark/2, mid+leastMark/2
		if class == "range" {
			v.Class = "moment"
		}
	}
	v.X, v.Width, v.from, v.to = px(x1), px(x2-x1), x1, x2
	if en.Event != nil {
		v.Claims = claimTicks(c, en, b)
		for _, t := range v.Claims {
			v.from, v.to = min(v.from, float64(t.X)), max(v.to, float64(t.X+t.Width))
		}
	}
	if b.Earliest() < c.lo {
		v.Before = "goes on"
	}
	if b.Latest() > c.hi {
		v.After = "goes on"
	}
	v.name(s.label(en, n, class))
	return v
}

// name sets the label after the mark, or before it where there is no room
// after it; if there is none on either side, it is cut.
func (m *markView) name(label string) {
	m.from, m.to = m.from-labelGap, m.to+labelGap
	before, after := m.from-chartLeft, chartRight-m.to
	width := func() float64 { return float64(utf8.RuneCountInString(label)) * letterWidth }
	if room := max(before, after); width() > room {
		label = clipWords(label, max(8, int(room/letterWidth)))
	}
	m.Label = label
	if width() <= after {
		m.LabelX, m.Anchor = px(m.to), "start"
		m.to += width()
		return
	}
	m.LabelX, m.Anchor = px(m.from), "end"
	m.from -= width()
}

// label is the number of an event and a few words.
func (s *sheet) label(en *finding.Entry, n int, class string) string {
	what := en.What
	if m := s.c.Movement(holdshort.ID(en.Lane)); m != nil {
		switch {
		case en.Position != nil:
			what = "reported: " + en.Position.Over
		case en.Event.Sequence < len(m.Phases):
			what = s.phaseLabel(&m.Phases[en.Event.Sequence])
		}
	}
	switch class {
	case "planned":
		what = string(unusedKind(en)) + ": " + what
	case "conflict":
		what = "CONFLICT: " + what
	}
	return clipWords(fmt.Sprintf("%d %s", n, what), 64)
}

// unusedKind is what the claims of an event are that no claim in use bounds:
// planned or inferred.
func unusedKind(en *finding.Entry) holdshort.ClaimKind {
	for _, cl := range en.Claims {
		if !cl.Kind.Counts() && cl.Aside == "" {
			return cl.Kind
		}
	}
	return ""
}

func (s *sheet) phaseLabel(p *holdshort.Phase) string {
	if p.What != "" {
		return p.What
	}
	what := spaced(p.Kind)
	if a := s.c.Area(p.Area); a != nil {
		return what + " " + a.Name
	}
	if pl := s.c.Place(p.Place); pl != nil {
		return what + " " + pl.Name
	}
	return what
}

// claimTicks shows what each source states under the bar, where they differ or
// are not used.
func claimTicks(c *chart, en *finding.Entry, b span.Span) []claimView {
	type tick struct {
		s     span.Span
		class string
	}
	var ticks []tick
	for _, cl := range en.Claims {
		t := tick{cl.Time.Span, "stated"}
		switch {
		case cl.Aside != "":
			t.class = "aside"
		case !cl.Kind.Counts():
			t.class = "planned"
		}
		if t.s.Bounded() && t.s.Latest() >= c.lo && t.s.Earliest() <= c.hi && !slices.Contains(ticks, t) {
			ticks = append(ticks, t)
		}
	}
	if len(ticks) == 1 && ticks[0].s == b {
		return nil // the bar says it
	}
	var out []claimView
	for _, t := range ticks {
		x1, x2 := c.at(max(t.s.Earliest(), c.lo)), c.at(min(t.s.Latest(), c.hi))
		if x2-x1 < 1.2 {
			mid := (x1 + x2) / 2
			x1, x2 = mid-0.6, mid+0.6
		}
		v := claimView{X: px(x1), Width: px(x2 - x1), Height: 4, Class: t.class}
		if x2-x1 > leastMark && t.class == "stated" {
			v.Height = 1.6
		}
		out = append(out, v)
	}
	return out
}

// pack gives each mark the first row in which it touches no other, from y
// down, and returns the number of rows.
func pack(marks []markView, y float64) int {
	var rows [][][2]float64
	for i := range marks {
		m := &marks[i]
		clear := func(row [][2]float64) bool {
			return !slices.ContainsFunc(row, func(taken [2]float64) bool { return m.from < taken[1] && taken[0] < m.to })
		}
		r := slices.IndexFunc(rows, clear)
		if r < 0 {
			r = len(rows)
			rows = append(rows, nil)
		}
		rows[r] = append(rows[r], [2]float64{m.from, m.to})
		m.settle(y + float64(r)*rowHeight)
	}
	return len(rows)
}

// settle moves a mark to the row that begins at y.
func (m *markView) settle(y float64) {
	m.LabelY, m.Y = px(y+10), px(y+3)
	for i := range m.Claims {
		t := &m.Claims[i]
		t.Y = px(y + 11.5)
		if t.Class == "aside" {
			x := t.X + t.Width/2
			t.Cross = fmt.Sprintf("M%s %sL%s %sM%s %sL%s %s", x-2.5, t.Y, x+2.5, t.Y+5, x-2.5, t.Y+5, x+2.5, t.Y)
		}
	}
	mid := float64(m.Y) + markHeight/2
	if m.Class == "reported" {
		x := float64(m.X) + float64(m.Width)/2
		m.Points = points(x, mid-4.5, x+4.5, mid, x, mid+4.5, x-4.5, mid)
	}
	if m.Before != "" {
		x := float64(m.X)
		m.Before = points(x, mid-4.5, x-5, mid, x, mid+4.5)
	}
	if m.After != "" {
		x := float64(m.X) + float64(m.Width)
		m.After = points(x, mid-4.5, x+5, mid, x, mid+4.5)
	}
}

func points(xy ...float64) string {
	var parts []string
	for i := 0; i < len(xy); i += 2 {
		parts = append(parts, px(xy[i]).String()+","+px(xy[i+1]).String())
	}
	return strings.Join(parts, " ")
}
