package trino

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// stateVectors is OpenSky's table of state vectors: a row a second and aircraft,
// in partitions of an hour of Unix time.
const stateVectors = "state_vectors_data4"

// stateColumns are those that are read, under OpenSky's own names, each with
// whether it is a time.
var stateColumns = []struct {
	name string
	time bool
}{
	{"time", true}, {"icao24", false}, {"lat", false}, {"lon", false}, {"velocity", false}, {"heading", false}, {"vertrate", false}, {"callsign", false},
	{"onground", false}, {"squawk", false}, {"baroaltitude", false}, {"geoaltitude", false}, {"lastposupdate", true}, {"lastcontact", true},
}

// hourName is the column that the table is parted by.
const hourName = "hour"

// Around a stretch of time, rows are taken so much longer: OpenSky repeats a
// position for up to five minutes, and clocks of receivers are off.
const around = 5 * span.Minute

// mostStates is how many rows one question takes.
const mostStates = 20_000_000

func checkStates(have map[string]string) error {
	for _, c := range append(slices.Clone(stateColumns), struct {
		name string
		time bool
	}{hourName, true}) {
		if have[c.name] == "" {
			return fmt.Errorf("table %s has no column %s", stateVectors, c.name)
		}
	}
	return nil
}

// States writes state vectors as CSV with OpenSky's names and units, one row a
// line, in order of time and aircraft: those that are in OpenSky's table in the
// stretch of time, and five minutes on either side, of each aircraft that was in
// the box at some time of it. It says how many.
func (c *Client) States(ctx context.Context, q archive.Query, w io.Writer) (n int64, err error) {
	if !q.Between.Bounded() {
		return 0, fmt.Errorf("ask %s: a query needs a first and a last moment", c.at)
	}
	have, err := c.columns(ctx)
	if err != nil {
		return 0, err
	}
	s := &states{c: c, types: have[stateVectors], out: csv.NewWriter(w), header: make([]string, len(stateColumns)),
		from: floor(q.Between.Earliest().Add(-around)), to: floor(q.Between.Latest().Add(around)) + 1}
	for i, col := range stateColumns {
		s.header[i] = col.name
	}
	if err := s.choose(ctx, q); err != nil {
		return 0, err
	}
	if err := s.out.Write(s.header); err != nil {
		return 0, err
	}
	for hour := s.from - s.from%3600; hour <= s.to; hour += 3600 {
		if err := s.hour(ctx, hour); err != nil {
			return s.n, err
		}
	}
	s.out.Flush()
	return s.n, s.out.Error()
}

// floor is a moment in whole seconds since 1970, rounded down.
func floor(t span.Instant) int64 {
	s := int64(t) / 1000
	if int64(t)%1000 < 0 {
		s--
	}
	return s
}

// states is one call of States.
type states struct {
	c        *Client
	types    map[string]string
	out      *csv.Writer
	header   []string
	from, to int64    // seconds since 1970, both included
	aircraft []string // empty for all
	none     bool     // no aircraft was in the box
	n        int64
}

// choose finds the aircraft.
func (s *states) choose(ctx context.Context, q archive.Query) error {
	for _, a := range q.Addresses {
		s.aircraft = append(s.aircraft, a.String())
	}
	slices.Sort(s.aircraft)
	if q.Within == (geo.Box{}) {
		return nil
	}
	sql := `SELECT DISTINCT "icao24" FROM ` + quoted(stateVectors) + " WHERE " + s.within(s.from-s.from%3600, s.to) + s.named()
	for _, c := range archive.PlaceWithin(q.Within) {
		sql += " AND " + condition(c)
	}
	var found []string
	err := s.c.query(ctx, sql, func(_ []column, row []json.RawMessage) error {
		var icao string
		if err := json.Unmarshal(row[0], &icao); err != nil {
			return err
		}
		found = append(found, icao)
		return nil
	})
	slices.Sort(found)
	s.none = len(found) == 0
	if s.aircraft = found; len(found) > mostTexts {
		s.aircraft = nil
	}
	return err
}

// named is the choice of aircraft as SQL.
func (s *states) named() string {
	if len(s.aircraft) == 0 {
		return ""
	}
	return ` AND "icao24" IN (` + list(s.aircraft) + ")"
}

// within is the choice of partitions and time as SQL: hours from the first to the
// last.
func (s *states) within(first, last int64) string {
	return fmt.Sprintf(`%s BETWEEN %s AND %s AND "time" BETWEEN %s AND %s`, quoted(hourName), s.at(hourName, first), s.at(hourName, last), s.at("time", s.from), s.at("time", s.to))
}

// at is seconds as the type of a column has them.
func (s *states) at(name string, t int64) string {
	if s.stamped(name) {
		return "TIMESTAMP '" + time.Unix(t, 0).UTC().Format(time.DateTime) + "'"
	}
	return strconv.FormatInt(t, 10)
}

func (s *states) stamped(name string) bool { return strings.HasPrefix(s.types[name], "timestamp") }

// hour writes the rows of one partition.
func (s *states) hour(ctx context.Context, hour int64) error {
	if s.none {
		return nil
	}
	var names []string
	for _, c := range stateColumns {
		name := quoted(c.name)
		if c.time && s.stamped(c.name) {
			name = "to_unixtime(" + name + ")"
		}
		names = append(names, name)
	}
	sql := "SELECT " + strings.Join(names, ", ") + " FROM " + quoted(stateVectors) + " WHERE " + s.within(hour, hour) + s.named() +
		` ORDER BY "time", "icao24", "lastcontact", "lastposupdate", "lat", "lon"`
	cells := make([]string, len(names))
	return s.c.query(ctx, sql, func(cs []column, row []json.RawMessage) (err error) {
		for i := range row {
			if cells[i], err = cell(row[i]); err != nil {
				return fmt.Errorf("ask %s: table %s, column %s: %w", s.c.at, stateVectors, s.header[i], err)
			}
		}
		if s.n++; s.n > mostStates {
			return fmt.Errorf("ask %s: more than %d state vectors: ask for less time, a smaller area or fewer aircraft", s.c.at, mostStates)
		}
		return s.out.Write(cells)
	})
}

// cell is a value as a cell of CSV: a number in full, without an exponent.
func cell(raw json.RawMessage) (string, error) {
	switch {
	case string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case raw[0] == 't' || raw[0] == 'f':
		return string(raw), nil
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	return strconv.FormatFloat(x, 'f', -1, 64), err
}
