package feed

import (
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// placemark is one Placemark while it is read.
type placemark struct {
	name, folder string
	about        string // its description
	when         string // of its TimeStamp
	begin, end   string // of its TimeSpan
	mode         string
	heading      string // of its icon
	point        string // coordinates
	row          int64  // of the point, 0 if there is none
	several      bool   // points
}

// longest is how long a TimeSpan may be for its Point to count as a position
// at some moment within.
const longest = span.Hour

const severalPoints = "a placemark has several points at one time"

// markPart takes a part of the Placemark that is open, outside of gx:Tracks.
func (r *kmlReader) markPart(name, text string) error {
	m := &r.mark
	switch name {
	case "name":
		if r.x.parent() == "Placemark" {
			m.name = text
		}
	case "description":
		m.about = text
		if strings.Contains(text, "flightradar24") {
			r.writer = flightradar24
		}
	case "when":
		m.when = text
	case "begin":
		m.begin = text
	case "end":
		m.end = text
	case "heading":
		m.heading = text
	case "altitudeMode":
		m.mode = text
	case "coordinates":
		r.coordinates(text)
	case "Placemark":
		return r.finishMark()
	}
	return nil
}

// coordinates takes the coordinates of a Point, or counts those of a line or an
// area, which have no times.
func (r *kmlReader) coordinates(text string) {
	if r.x.parent() == "Point" {
		if r.mark.row != 0 {
			r.in.unused(r.mark.row, r.x.at(), severalPoints)
			r.mark.several = true
		}
		r.in.sum.Rows++
		r.mark.point, r.mark.row = text, r.in.sum.Rows
		return
	}
	for range strings.FieldsSeq(text) {
		r.in.sum.Rows++
		r.in.unused(r.in.sum.Rows, r.x.at(), "the points of a line or area have no times")
	}
}

// finishMark makes a fix of a Placemark's Point.
func (r *kmlReader) finishMark() error {
	m := r.mark
	r.mark = placemark{folder: m.folder}
	if m.row == 0 {
		return nil
	}
	f, why, err := r.markFix(&m)
	if err != nil {
		return err
	}
	if why != "" {
		r.in.unused(m.row, r.x.at(), why)
		return nil
	}
	return r.add(r.plane(track.Address{}, "\x00"+m.folder), f)
}

func (r *kmlReader) markFix(m *placemark) (f track.Fix, why string, err error) {
	f = blankFix(m.row)
	if m.several {
		return f, severalPoints, nil
	}
	v, ok := numbers(strings.Split(strings.TrimSuffix(m.point, ","), ","))
	pos, metres, high, why := lonLat(v)
	if !ok {
		why = badPosition
	}
	if why != "" {
		return f, why, nil
	}
	f.Pos = pos
	if f.At, f.Slack, why, err = r.markTime(m); why != "" || err != nil {
		return f, why, err
	}
	if high {
		f.Alt = leveled(r.height(metres, m.row), m.mode)
	}
	r.about(m, &f)
	return f, "", nil
}

// markTime is the moment of a Placemark: its TimeStamp, or the middle of its
// TimeSpan, either side of which it may be.
func (r *kmlReader) markTime(m *placemark) (at span.Instant, slack span.Length, why string, err error) {
	if m.when != "" {
		return r.clock.at(m.when, m.row)
	}
	if m.begin == "" || m.end == "" {
		return 0, 0, noTime, nil
	}
	a, sa, why, err := r.clock.at(m.begin, m.row)
	if why != "" || err != nil {
		return 0, 0, why, err
	}
	b, sb, why, err := r.clock.at(m.end, m.row)
	if why != "" || err != nil {
		return 0, 0, why, err
	}
	length := span.Length(b - a)
	if length < 0 || length > longest {
		return 0, 0, "a time span is backwards or longer than an hour", nil
	}
	return a.Add(length / 2), length - length/2 + max(sa, sb, zeroSlack), "", nil
}

// about reads speed and heading from a description such as Flightradar24's:
// "Altitude: 37000 ft", "Speed: 451 kt", "Heading: 172" within HTML.
func (r *kmlReader) about(m *placemark, f *track.Fix) {
	words := strings.Fields(untag(m.about))
	s, kt := after(words, "Speed:")
	h, _ := after(words, "Heading:")
	_, ft := after(words, "Altitude:")
	if s == "" || kt != "kt" {
		return
	}
	speeds.put(&f.Speed, r.in, m.row, -1, s, 1)
	if h = strings.TrimSuffix(strings.TrimSuffix(h, "°"), "&deg;"); h == "" {
		h = m.heading
	}
	courses.put(&f.Course, r.in, m.row, -1, h, 1)
	if ft == "ft" && r.writer == someWriter {
		r.writer = flightradar24
	}
}

// after is the word after one, and the word after that.
func after(words []string, label string) (value, unit string) {
	for i, w := range words {
		if w == label && i+1 < len(words) {
			value = words[i+1]
			if i+2 < len(words) {
				unit = words[i+2]
			}
			return value, unit
		}
	}
	return "", ""
}

// untag is HTML with a blank in place of each tag.
func untag(s string) string {
	var b strings.Builder
	for {
		text, rest, ok := strings.Cut(s, "<")
		b.WriteString(text)
		b.WriteByte(' ')
		if !ok {
			return b.String()
		}
		if _, s, ok = strings.Cut(rest, ">"); !ok {
			return b.String()
		}
	}
}
