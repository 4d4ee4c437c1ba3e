package feed

import (
	"slices"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// plainNames are the columns of a plain CSV. Names carry their units, so that a
// file in other units cannot be read by mistake.
var plainNames = []string{
	"time", "unix", "lat", "lon", "alt_ft", "alt_m", "speed_kt", "speed_ms",
	"track_deg", "climb_fpm", "hex", "callsign", "ground",
}

// plainRow is the places of the columns.
type plainRow struct {
	*table
	fleet                                         *fleet
	time, unix, lat, lon, ft, m, kt, ms, deg, fpm int
	hex, call, ground                             int
	clock                                         *wallClock
}

// readPlain reads a CSV with columns of those names, in its first row or
// declared in Options.Columns. Columns of other names are not used, and named
// in a note. Without a column hex, rows with one callsign make one track.
func readPlain(in *input) error {
	tab, err := openPlain(in)
	if err != nil {
		return err
	}
	t := &plainRow{
		table: tab, fleet: newFleet(in), time: tab.column("time"), unix: tab.column("unix"),
		lat: tab.column("lat"), lon: tab.column("lon"), ft: tab.column("alt_ft"), m: tab.column("alt_m"),
		kt: tab.column("speed_kt"), ms: tab.column("speed_ms"), deg: tab.column("track_deg"), fpm: tab.column("climb_fpm"),
		hex: tab.column("hex"), call: tab.column("callsign"), ground: tab.column("ground"),
	}
	if err := t.complete(); err != nil {
		return err
	}
	if err := t.each(t.take); err != nil {
		return err
	}
	return t.fleet.finish(nil)
}

// openPlain takes the header from where it is declared.
func openPlain(in *input) (*table, error) {
	if in.opts.Columns == "" {
		return openTable(in)
	}
	t := &table{in: in, header: lowerNames(strings.Split(in.opts.Columns, ","))}
	if head, err := in.r.Peek(8 << 10); len(head) > 0 || err == nil {
		t.sep = separatorOf(firstLine(head))
	}
	return t, t.distinct()
}

// complete refuses a table without the columns that a position needs, and notes
// those that are not used.
func (t *plainRow) complete() error {
	var missing []string
	if t.time < 0 && t.unix < 0 {
		missing = append(missing, "time or unix")
	}
	for _, name := range []string{"lat", "lon"} {
		if t.column(name) < 0 {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		text := t.text
		if t.row == 0 {
			text = t.in.opts.Columns
		}
		return t.in.fail(t.row, -1, text, "missing columns: "+strings.Join(missing, ", "),
			"name the columns in the first row or declare them; the names are "+strings.Join(plainNames, ", "))
	}
	var unknown []string
	for _, name := range t.header {
		if name != "" && !slices.Contains(plainNames, name) && len(unknown) < 100 {
			unknown = append(unknown, name[:min(len(name), 40)])
		}
	}
	if unknown != nil {
		noteAt(t.in, t.row, -1, "columns not used: "+strings.Join(unknown, ", "))
	}
	if t.hex < 0 && t.call >= 0 {
		noteAt(t.in, t.row, -1, "no column hex: rows are put together by callsign")
	}
	return nil
}

func (t *plainRow) take() (why string, err error) {
	var addr track.Address
	if text := t.cell(t.hex); text != "" {
		var ok bool
		if addr, ok = track.ParseAddress(text); !ok || addr.Code == 0 {
			return noAddress, nil
		}
	}
	if !t.in.wants(addr) {
		return "", nil
	}
	fix := blankFix(t.row)
	if fix.At, fix.Slack, why, err = t.moment(); why != "" || err != nil {
		return why, err
	}
	if fix.Pos, why = placeOf(t.cell(t.lat), t.cell(t.lon)); why != "" {
		return why, nil
	}
	if why = t.say(&fix); why != "" {
		return why, nil
	}
	call, name := cleanCall(t.cell(t.call)), ""
	if addr.IsZero() {
		name = call
	}
	p := t.fleet.plane(addr, name)
	t.fleet.hear(p, fix.At, call, t.row)
	return "", t.fleet.add(p, fix)
}

// moment is the time of the row: unix if it has that, else time.
func (t *plainRow) moment() (at span.Instant, slack span.Length, why string, err error) {
	if t.unix >= 0 {
		at, why = unixTime(t.cell(t.unix))
		return at, zeroSlack, why, nil
	}
	text := t.cell(t.time)
	if text == "" {
		return 0, 0, noTime, nil
	}
	st, ok := parseStamp(text)
	if !ok {
		return 0, 0, badTime, nil
	}
	at, slack = st.at, max(st.fine, zeroSlack)
	if !st.zoned {
		var twice span.Length
		if t.clock == nil {
			if t.clock, err = openClock(t.in, t.row); err != nil {
				return 0, 0, "", err
			}
		}
		if at, twice, ok = t.clock.at(st.at); !ok {
			return 0, 0, neverShown, nil
		}
		slack += twice
	}
	if at < earliest || at > latest {
		return 0, 0, farTime, nil
	}
	return at, slack, "", nil
}

// say takes what the row says besides time and place.
func (t *plainRow) say(fix *track.Fix) (why string) {
	for _, i := range []int{t.ft, t.m, t.kt, t.ms, t.deg, t.fpm} {
		if _, n := parseNumber(t.cell(i)); n == comma {
			return decimalComma
		}
	}
	if v, ok := heights.of(t.in, t.row, t.start, t.cell(t.m), feetPerMetre); ok {
		fix.Alt = feet(v, track.Unstated)
	}
	if v, ok := heights.of(t.in, t.row, t.start, t.cell(t.ft), 1); ok {
		fix.Alt = feet(v, track.Unstated)
	}
	speeds.put(&fix.Speed, t.in, t.row, t.start, t.cell(t.ms), knotsPerMPS)
	speeds.put(&fix.Speed, t.in, t.row, t.start, t.cell(t.kt), 1)
	courses.put(&fix.Course, t.in, t.row, t.start, t.cell(t.deg), 1)
	climbs.put(&fix.Climb, t.in, t.row, t.start, t.cell(t.fpm), 1)
	fix.Course = turned(fix.Course)
	switch strings.ToLower(t.cell(t.ground)) {
	case "1", "true", "yes", "y", "ground", "g":
		fix.Ground = track.OnGround
	case "0", "false", "no", "n", "air", "airborne", "a":
		fix.Ground = track.Airborne
	case "":
	default:
		t.in.odd(t.row, t.start, "ground is neither yes nor no, taken as not given")
	}
	return ""
}
