package exhibit

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// The drawing, in units of which 96 are an inch: 7.5 inches wide, as the text
// of a letter page is.
const (
	chartWidth  = 720.0
	chartLeft   = 96.0  // where the hours begin; the names of lanes stand before
	chartRight  = 702.0 // where they end
	letterWidth = 5.3   // of a label, more than most fonts need at its size
	lineHeight  = 11.0
	rowHeight   = 16.5
	markHeight  = 7.0
	labelGap    = 6.0 // between a mark and its label
	leastMark   = 3.0 // width of a mark for a moment
)

// chart is the timeline of the main day or days as a drawing.
type chart struct {
	Width, Height, Left, Right px
	Top, Bottom                px // of the lanes
	Title, Desc, Zone          string
	ZoneY                      px
	Ticks                      []tickView
	Bands                      []bandView
	Lanes                      []laneView
	Apart                      []apartView // what belongs to the time and is not drawn
	Outside                    int         // events at other times

	lo, hi span.Instant
}

// BandHeight is from the label of a band to the end of the lanes.
func (c *chart) BandHeight(b bandView) px { return c.Bottom - b.LineY }

// apartView is an entry that is not drawn.
type apartView struct {
	Number int
	Ref    string
}

// px is a length in the drawing, written with one decimal.
type px float64

func (p px) String() string { return strconv.FormatFloat(float64(p), 'f', 1, 64) }

// tickView is an hour on the axis.
type tickView struct {
	X                    px
	Label, Date          string
	LabelY, DateY, FootY px
	DateFootY            px
}

// bandView is an event from which a reading has a ruling bind, drawn across
// all lanes.
type bandView struct {
	X, Width       px
	Label          string
	LabelX, LabelY px
	LineY          px // where the band begins, under its label
	Anchor         string
}

// chart draws the stretch of time in which the movements took place; nil where
// no event of the case can be drawn.
func (s *sheet) chart() *chart {
	lo, hi, ok := s.window()
	if !ok {
		return nil
	}
	c := &chart{Width: chartWidth, Left: chartLeft, Right: chartRight, lo: lo, hi: hi}
	c.Zone = "Clock of " + s.loc.String() + " (" + s.abbreviations(lo, hi) + ")"
	c.ZoneY = 10
	s.ticks(c)
	top := s.bands(c, 42)
	c.Top = px(top)
	s.lanes(c)
	c.Height = c.Bottom + 28
	for i := range c.Ticks {
		c.Ticks[i].FootY, c.Ticks[i].DateFootY = c.Bottom+12, c.Bottom+23
	}
	n := 0
	for _, l := range c.Lanes {
		n += len(l.Marks)
	}
	c.Title = fmt.Sprintf("Timeline from %s to %s", span.FormatInstant(lo, s.loc, true), span.FormatInstant(hi, s.loc, true))
	c.Desc = fmt.Sprintf("%d events in %d lanes: %s. Each is a bar from the earliest to the latest moment that the evidence allows, numbered as in the table that follows, which says the same in words. Times on the clock of %s.",
		n, len(c.Lanes), joinNames(c.Lanes), s.loc)
	return c
}

func joinNames(ls []laneView) string {
	out := ""
	for i, l := range ls {
		if i > 0 {
			out += "; "
		}
		out += l.Name
	}
	return out
}

// at is where a moment stands in the drawing.
func (c *chart) at(t span.Instant) float64 {
	return chartLeft + (chartRight-chartLeft)*float64(t-c.lo)/float64(c.hi-c.lo)
}

// Lengths of time that shape the window.
const (
	farApart = 18 * int64(span.Hour) // between events of different days' work
	dayLong  = 20 * int64(span.Hour) // bounds that say no more than the day
	nearby   = 2 * int64(span.Hour)  // before and after, within which the court's events are taken in
)

// window is the stretch with most of the events of movements, together with
// what the court did near it; where there are no movements, with most events.
func (s *sheet) window() (lo, hi span.Instant, ok bool) {
	var spans []span.Span
	for _, movements := range []bool{true, false} {
		for i := range s.entries {
			en := &s.entries[i]
			if fits(en) && (s.c.Movement(holdshort.ID(en.Lane)) != nil) == movements {
				spans = append(spans, en.Bounds)
			}
		}
		if len(spans) > 0 {
			break
		}
	}
	if len(spans) == 0 {
		return 0, 0, false
	}
	lo, hi = densest(spans)
	from, to := lo.Add(-span.Length(nearby)), hi.Add(span.Length(nearby))
	for i := range s.entries {
		en := &s.entries[i]
		if (en.Lane == "court" || en.Lane == "notice") && fits(en) && en.Bounds.Earliest() >= from && en.Bounds.Latest() <= to {
			lo, hi = min(lo, en.Bounds.Earliest()), max(hi, en.Bounds.Latest())
		}
	}
	pad := max(span.Length(hi-lo)/25, 10*span.Minute)
	lo, hi = lo.Add(-pad), hi.Add(pad)
	const quarter = span.Instant(15 * span.Minute)
	return lo - lo%quarter, hi + quarter - hi%quarter, true
}

// fits reports whether the bounds of an event say something of the hour.
func fits(en *finding.Entry) bool {
	return en.Event != nil && !en.Never && en.Bounds.Bounded() && int64(en.Bounds.Latest()-en.Bounds.Earliest()) < dayLong
}

// densest is the hull of the largest group of spans that lie close together.
func densest(spans []span.Span) (lo, hi span.Instant) {
	slices.SortFunc(spans, func(a, b span.Span) int {
		switch {
		case a.Earliest() < b.Earliest():
			return -1
		case a.Earliest() > b.Earliest():
			return 1
		}
		return 0
	})
	best := 0
	for i := 0; i < len(spans); {
		hull, j := spans[i], i+1
		for j < len(spans) && int64(spans[j].Earliest()-hull.Latest()) < farApart {
			hull = span.Hull(hull, spans[j])
			j++
		}
		if j-i > best {
			best, lo, hi = j-i, hull.Earliest(), hull.Latest()
		}
		i = j
	}
	return lo, hi
}

// abbreviations are those of the zone over the window: "EST", or "EST, EDT".
func (s *sheet) abbreviations(lo, hi span.Instant) string {
	a, b := s.abbreviation(lo), s.abbreviation(hi)
	if a == b {
		return a
	}
	return a + ", " + b
}

func (s *sheet) abbreviation(t span.Instant) string {
	abbr := t.Time().In(s.loc).Format("MST")
	if abbr != "" && (abbr[0] == '+' || abbr[0] == '-') {
		return "UTC" + t.Time().In(s.loc).Format("-07:00")
	}
	return abbr
}

// tickSteps are the minutes between ticks, from which the first is taken that
// leaves room for the labels.
var tickSteps = []int{15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080}

// mostTicks is how many labels of hours fit side by side.
const mostTicks = 16

func (s *sheet) ticks(c *chart) {
	for _, step := range tickSteps {
		c.Ticks = s.ticksEvery(c, step)
		if len(c.Ticks) <= mostTicks {
			return
		}
	}
}

func (s *sheet) ticksEvery(c *chart, minutes int) []tickView {
	var out []tickView
	first := c.lo.Time().In(s.loc)
	y, m, d := first.Date()
	date, last := "", c.lo-1
	for i := 0; len(out) <= mostTicks; i++ {
		civil := time.Date(y, m, d, 0, i*minutes, 0, 0, s.loc)
		t := span.FromTime(civil)
		if t > c.hi {
			break
		}
		if t <= last {
			continue // an hour that the clock skips
		}
		last = t
		v := tickView{X: px(c.at(t)), Label: civil.Format("15:04"), LabelY: 36, DateY: 24}
		if day := civil.Format("2 Jan"); day != date {
			v.Date, date = day, day
		}
		out = append(out, v)
	}
	return out
}

// bands draws the events from which the readings have rulings bind, their
// labels from y on, and returns where the lanes can begin.
func (s *sheet) bands(c *chart, y float64) float64 {
	var rows []float64 // where the last label of each row ends
	for _, id := range s.bindingEvents() {
		b := s.bounds[id]
		if !b.Bounded() || b.Latest() < c.lo || b.Earliest() > c.hi {
			continue
		}
		x1, x2 := c.at(max(b.Earliest(), c.lo)), c.at(min(b.Latest(), c.hi))
		v := bandView{X: px(x1), Width: px(max(x2-x1, 1.5)), Label: clipWords(fmt.Sprintf("%d %s", s.number[id], s.c.Event(id).What), 62)}
		from, to := x1, x1+float64(utf8.RuneCountInString(v.Label))*letterWidth
		v.LabelX, v.Anchor = px(x1), "start"
		if to > chartRight {
			from, to, v.LabelX, v.Anchor = x2-(to-from), x2, px(x2), "end"
		}
		row := slices.IndexFunc(rows, func(end float64) bool { return end < from })
		if row < 0 {
			row = len(rows)
			rows = append(rows, 0)
		}
		rows[row] = to + 6
		v.LineY = px(y + float64(row)*lineHeight + 11)
		v.LabelY = v.LineY - 2
		c.Bands = append(c.Bands, v)
	}
	return y + float64(len(rows))*lineHeight + 6
}

// bindingEvents are the events from which the readings have rulings bind, in
// the order of the timeline.
func (s *sheet) bindingEvents() []string {
	var out []string
	for _, r := range s.c.Readings {
		for _, b := range r.Binds {
			if e := s.c.Event(b.From); e != nil && s.number[e.ID] > 0 && !slices.Contains(out, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return s.number[a] - s.number[b] })
	return out
}
