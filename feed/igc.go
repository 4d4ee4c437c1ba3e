package feed

import (
	"bufio"
	"bytes"
	"fmt"

	"strings"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// isIGC tells a flight recorder's file by its date record and a fix, or its
// maker's record at the start.
func isIGC(head []byte) bool {
	date, fix := false, false
	head = trimMark(head)
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		date = date || isDateRecord(string(line))
		fix = fix || isFixRecord(string(line))
	}
	return date && (fix || head[0] == 'A')
}

func isDateRecord(s string) bool {
	return len(s) >= 11 && s[0] == 'H' && s[2:5] == "DTE"
}

// isFixRecord reports whether s has the shape of a B record:
// B160240 5407121N 00249342W A 00280 00421, without the blanks.
func isFixRecord(s string) bool {
	return len(s) >= 35 && s[0] == 'B' && strings.IndexByte("NS", s[14]) >= 0 && strings.IndexByte("EW", s[23]) >= 0
}

// igcReader reads a flight recorder's file in the FAI's IGC format: times are
// UTC by the satellites, days come from the date record and go on at midnight.
type igcReader struct {
	*fleet
	p        *plane
	day      span.Instant // start of the current day
	dated    bool
	last     span.Length // time of day of the last fix, -1 before the first
	height   track.Datum // of the satellite altitude
	datum    string      // the map datum, if it is not WGS 84
	pressure bool        // some pressure altitude is not zero
	glider   string
	kind     string
	at       int64
}

func readIGC(in *input) error {
	r := &igcReader{fleet: newFleet(in), last: -1, height: track.Unstated}
	r.p = r.plane(track.Address{}, "")
	for {
		line, size, fits, err := boundedLine(in.r, 4096)
		if size > 0 {
			if err := r.line(line, fits); err != nil {
				return err
			}
		}
		r.at += size
		if err == nil {
			continue
		}
		if err := broken(in, in.sum.Rows, r.at, err); err != nil {
			return err
		}
		return r.finish(r.tell)
	}
}

// boundedLine reads a line without its end, and how many bytes it was with it;
// fits is false if there were more than most, and then only its beginning is
// given.
func boundedLine(r *bufio.Reader, most int) (line string, size int64, fits bool, err error) {
	var b []byte
	fits = true
	for {
		part, err := r.ReadSlice('\n')
		size += int64(len(part))
		if n := min(len(part), most-len(b)); n < len(part) {
			fits, part = false, part[:n]
		}
		b = append(b, part...)
		if err != bufio.ErrBufferFull {
			return strings.TrimRight(string(b), "\r\n"), size, fits, err
		}
	}
}

// tell gives the track what stands in the head of the file, and takes pressure
// altitudes away if all are zero, for then the recorder had no sensor.
func (r *igcReader) tell(p *plane) {
	p.Registration, p.Type = r.glider, r.kind
	if r.glider != "" {
		p.note(0, "the registration is as entered in the recorder")
	}
	if !r.pressure {
		for i := range p.Fixes {
			p.Fixes[i].Alt = track.Altitude{}
		}
	}
}

func (r *igcReader) line(s string, fits bool) error {
	switch {
	case s == "":
	case s[0] == 'H':
		r.header(s)
	case s[0] == 'B':
		r.in.sum.Rows++
		if !fits || !isFixRecord(s) {
			r.in.unused(r.in.sum.Rows, r.at, "a B record does not have its 35 characters")
			return nil
		}
		return r.fix(s)
	}
	return nil
}

// header takes an H record: H, who entered it, three letters of what it is.
func (r *igcReader) header(s string) {
	if len(s) < 5 {
		return
	}
	value := s[5:]
	if _, after, ok := strings.Cut(s, ":"); ok {
		value = after
	}
	value = strings.TrimSpace(value)
	switch s[2:5] {
	case "DTE":
		r.date(value)
	case "DTM":
		if !strings.Contains(s, "100") && !strings.Contains(strings.ReplaceAll(s, " ", ""), "WGS") {
			r.datum = value
		}
	case "GID":
		r.glider = clip(value)
	case "GTY":
		r.kind = clip(value)
	case "ALG":
		switch {
		case strings.Contains(value, "ELL"):
			r.height = track.Ellipsoid
		case strings.Contains(value, "GEO"):
			r.height = track.SeaLevel
		}
	}
}

// date takes "170823" or "170823,01": day, month, year of the century.
func (r *igcReader) date(s string) {
	if len(s) < 6 {
		return
	}
	century := "20"
	if s[4] >= '8' {
		century = "19"
	}
	day, ok := parseDay(century + s[4:6] + "-" + s[2:4] + "-" + s[:2])
	if !ok {
		noteAt(r.in, 0, r.at, fmt.Sprintf("cannot read the date %q", clip(s)))
		return
	}
	r.day, r.dated, r.last = day, true, -1
}

// fix takes a B record.
func (r *igcReader) fix(s string) error {
	row := r.in.sum.Rows
	f := blankFix(row)
	f.Kind, f.Slack = track.Logged, logSlack
	why := r.place(s, &f)
	clock, ok := clockOf(s[1:7])
	switch {
	case why != "":
	case !r.dated:
		why = "no date record comes before it"
	case !ok:
		why = badTime
	case r.datum != "":
		why = fmt.Sprintf("the map datum is %q, not WGS 84", clip(r.datum))
	}
	if why != "" {
		r.in.unused(row, r.at, why)
		return nil
	}
	r.roll(clock)
	if f.At = r.day.Add(clock); f.At < earliest || f.At > latest {
		r.in.unused(row, r.at, farTime)
		return nil
	}
	r.heights(s, &f)
	if s[24] == 'V' {
		f.Mark |= track.NotReceived
		r.in.odd(row, r.at, "validity V: the recorder had no three-dimensional fix and may repeat the last position")
	}
	return r.add(r.p, f)
}

// roll goes on to the next day if the clock has gone back by more than half a
// day. A smaller step back is a record out of order.
func (r *igcReader) roll(clock span.Length) {
	if r.last >= 0 && r.last-clock > 12*span.Hour {
		r.day = r.day.Add(span.Day)
	}
	r.last = clock
}

func (r *igcReader) place(s string, f *track.Fix) (why string) {
	lat, a := angle(s[7:9], s[9:14])
	lon, b := angle(s[15:18], s[18:23])
	if !a || !b || s[24] != 'A' && s[24] != 'V' {
		return badPosition
	}
	if s[14] == 'S' {
		lat = -lat
	}
	if s[23] == 'W' {
		lon = -lon
	}
	f.Pos, why = pointOf(float64(lat), float64(lon))
	return why
}

// angle is degrees and thousandths of minutes.
func angle(deg, min string) (geo.Degrees, bool) {
	d, a := wholeNumber(deg)
	m, b := wholeNumber(min)
	return geo.Degrees(d) + geo.Degrees(m)/60000, a && b && m < 60000
}

// clockOf reads 160240.
func clockOf(s string) (span.Length, bool) {
	n, ok := wholeNumber(s)
	h, m, sec := n/10000, n/100%100, n%100
	if !ok || h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	return span.Length(h)*span.Hour + span.Length(m)*span.Minute + span.Length(sec)*span.Second, true
}

// heights takes the pressure altitude and that of the satellites, in metres.
func (r *igcReader) heights(s string, f *track.Fix) {
	if v, ok := heights.of(r.in, f.Row, r.at, s[25:30], feetPerMetre); ok {
		f.Alt = feet(v, track.Pressure)
		r.pressure = r.pressure || v != 0
	}
	if v, ok := heights.of(r.in, f.Row, r.at, s[30:35], feetPerMetre); ok && f.Mark == 0 && s[24] == 'A' {
		f.Geo = feet(v, r.height)
	}
}
