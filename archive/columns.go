package archive

import (
	"encoding/hex"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// fixes is the table of positions.
var fixes = newTable("fixes", fixColumns())

func fixColumns() []column[track.Point] {
	return join(
		placeColumns("", func(p *track.Point) *track.Fix { return &p.Fix }, true),
		measuredColumns(),
		aircraftColumns(func(p *track.Point) *track.Point { return p }),
		trackColumns(),
	)
}

func join[R any](parts ...[]column[R]) (out []column[R]) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// placeColumns are when and where a fix was. A table may have several fixes in a
// row, told by a prefix, and rows in which there is none.
func placeColumns[R any](prefix string, of func(*R) *track.Fix, always bool) []column[R] {
	opt := func(n parquet.Node) parquet.Node {
		if always {
			return n
		}
		return maybe(n)
	}
	cs := []column[R]{
		{"time", opt(deltas(timestamp())),
			func(r *R) parquet.Value { return parquet.Int64Value(int64(of(r).At)) },
			func(r *R, v parquet.Value, _ texts) { of(r).At = span.Instant(v.Int64()) }},
		{"time_error_ms", opt(listedOf(long())),
			func(r *R) parquet.Value { return parquet.Int64Value(int64(of(r).Slack)) },
			func(r *R, v parquet.Value, _ texts) { of(r).Slack = span.Length(v.Int64()) }},
		{"lat", opt(split(double())),
			func(r *R) parquet.Value { return parquet.DoubleValue(float64(of(r).Pos.Lat)) },
			func(r *R, v parquet.Value, _ texts) { of(r).Pos.Lat = geo.Degrees(v.Double()) }},
		{"lon", opt(split(double())),
			func(r *R) parquet.Value { return parquet.DoubleValue(float64(of(r).Pos.Lon)) },
			func(r *R, v parquet.Value, _ texts) { of(r).Pos.Lon = geo.Degrees(v.Double()) }},
		{"radius_m", maybe(listedOf(double())),
			func(r *R) parquet.Value { return unless(of(r).Radius == 0, parquet.DoubleValue(float64(of(r).Radius))) },
			func(r *R, v parquet.Value, _ texts) { of(r).Radius = geo.Meters(v.Double()) }},
		{"kind", opt(listedOf(parquet.String())),
			func(r *R) parquet.Value { return textValue(of(r).Kind.String()) },
			func(r *R, v parquet.Value, _ texts) { of(r).Kind = kinds.of(v) }},
		{"row", opt(deltas(long())),
			func(r *R) parquet.Value { return parquet.Int64Value(of(r).Row) },
			func(r *R, v parquet.Value, _ texts) { of(r).Row = v.Int64() }},
	}
	for i := range cs {
		cs[i].name = prefix + cs[i].name
		if get := cs[i].get; !always {
			cs[i].get = func(r *R) parquet.Value { return unless(of(r).At == absent, get(r)) }
		}
	}
	return cs
}

// absent is the time of a fix that a row has not.
const absent = span.Instant(-1 << 62)

func unless(missing bool, v parquet.Value) parquet.Value {
	if missing {
		return null()
	}
	return v
}

// measuredColumns are what else a fix says.
func measuredColumns() []column[track.Point] {
	type P = track.Point
	cs := []column[P]{
		{"on_ground", maybe(required(boolean())),
			func(p *P) parquet.Value {
				return unless(p.Ground == track.Unsaid, parquet.BooleanValue(p.Ground == track.OnGround))
			},
			func(p *P, v parquet.Value, _ texts) {
				if p.Ground = track.Airborne; v.Boolean() {
					p.Ground = track.OnGround
				}
			}},
		{"squawk", maybe(listedOf(parquet.String())),
			func(p *P) parquet.Value { return textValue(p.Squawk.String()) },
			func(p *P, v parquet.Value, _ texts) { p.Squawk, _ = track.SquawkOf(string(v.ByteArray())) }},
		{"marks", maybe(listedOf(parquet.String())),
			func(p *P) parquet.Value { return textValue(marksText(p.Mark)) },
			func(p *P, v parquet.Value, _ texts) { p.Mark = marks.of(v) }},
		{"doubts", maybe(listedOf(parquet.String())),
			func(p *P) parquet.Value { return textValue(marksText(p.Doubt)) },
			func(p *P, v parquet.Value, _ texts) { p.Doubt = marks.of(v) }},
		{"proves", required(boolean()),
			func(p *P) parquet.Value { return parquet.BooleanValue(p.Proves()) },
			func(*P, parquet.Value, texts) {}},
	}
	cs = append(cs, altitudeColumns("alt", func(p *P) *track.Altitude { return &p.Alt })...)
	cs = append(cs, altitudeColumns("geo_alt", func(p *P) *track.Altitude { return &p.Geo })...)
	return append(cs, numberColumns()...)
}

func altitudeColumns(name string, of func(*track.Point) *track.Altitude) []column[track.Point] {
	type P = track.Point
	return []column[P]{
		{name + "_ft", maybe(deltas(integer())),
			func(p *P) parquet.Value {
				return unless(of(p).Datum == track.NoAltitude, parquet.Int32Value(of(p).Feet))
			},
			func(p *P, v parquet.Value, _ texts) { of(p).Feet = v.Int32() }},
		{name + "_datum", maybe(listedOf(parquet.String())),
			func(p *P) parquet.Value { return textValue(datumNames[of(p).Datum]) },
			func(p *P, v parquet.Value, _ texts) { of(p).Datum = datums.of(v) }},
	}
}

// numberColumns are the numbers that may not be given: NaN, 0 of the altimeter
// setting and -1 of integrity are none.
func numberColumns() (cs []column[track.Point]) {
	type P = track.Point
	for _, x := range []struct {
		name string
		of   func(*P) *float32
	}{
		{"speed_kt", func(p *P) *float32 { return &p.Speed }},
		{"course_deg", func(p *P) *float32 { return &p.Course }},
		{"climb_fpm", func(p *P) *float32 { return &p.Climb }},
		{"qnh_hpa", func(p *P) *float32 { return &p.QNH }},
	} {
		of, zero := x.of, x.name == "qnh_hpa"
		cs = append(cs, column[P]{x.name, maybe(listedOf(float())),
			func(p *P) parquet.Value {
				v := *of(p)
				return unless(v != v || zero && v == 0, parquet.FloatValue(v))
			},
			func(p *P, v parquet.Value, _ texts) { *of(p) = v.Float() }})
	}
	for _, x := range []struct {
		name string
		of   func(*P) *int8
	}{
		{"nic", func(p *P) *int8 { return &p.NIC }},
		{"nacp", func(p *P) *int8 { return &p.NACp }},
		{"sil", func(p *P) *int8 { return &p.SIL }},
	} {
		of := x.of
		cs = append(cs, column[P]{x.name, maybe(listedOf(integer())),
			func(p *P) parquet.Value { return unless(*of(p) < 0, parquet.Int32Value(int32(*of(p)))) },
			func(p *P, v parquet.Value, _ texts) { *of(p) = int8(v.Int32()) }})
	}
	return cs
}

// aircraftColumns are whose position it is, as sources have it.
func aircraftColumns[R any](of func(*R) *track.Point) []column[R] {
	text := func(name string, at func(*track.Point) *string) column[R] {
		return column[R]{name, maybe(listedOf(parquet.String())),
			func(r *R) parquet.Value { return textValue(*at(of(r))) },
			func(r *R, v parquet.Value, x texts) { *at(of(r)) = x.of(v) }}
	}
	return []column[R]{
		{"address", maybe(listedOf(parquet.String())),
			func(r *R) parquet.Value {
				return unless(of(r).Address.IsZero(), textValue(of(r).Address.String()))
			},
			func(r *R, v parquet.Value, _ texts) { of(r).Address, _ = track.ParseAddress(string(v.ByteArray())) }},
		text("callsign", func(p *track.Point) *string { return &p.Call.Text }),
		text("registration", func(p *track.Point) *string { return &p.Registration }),
		text("type", func(p *track.Point) *string { return &p.Type }),
		text("operator", func(p *track.Point) *string { return &p.Operator }),
		{"source", listedOf(parquet.String()),
			func(r *R) parquet.Value { return textValue(of(r).Digest.String()) },
			func(r *R, v parquet.Value, _ texts) { of(r).Digest = digestOf(v.ByteArray()) }},
		text("origin", func(p *track.Point) *string { return &p.From.Name }),
	}
}

// digestOf reads what cite.Digest.String writes, fast. What is no digest is the
// zero digest, which no bytes have.
func digestOf(b []byte) (d cite.Digest) {
	const prefix = "sha256:"
	if len(b) == len(prefix)+2*len(d) && string(b[:len(prefix)]) == prefix {
		_, _ = hex.Decode(d[:], b[len(prefix):])
	}
	return d
}

// trackColumns are what else a track says of all its positions, so that it can be
// built again.
func trackColumns() []column[track.Point] {
	type P = track.Point
	called := func(p *P) bool { return p.Call == (track.Call{}) }
	return []column[P]{
		{"callsign_time", maybe(listedOf(timestamp())),
			func(p *P) parquet.Value { return unless(called(p), parquet.Int64Value(int64(p.Call.At))) },
			func(p *P, v parquet.Value, _ texts) { p.Call.At = span.Instant(v.Int64()) }},
		{"callsign_row", maybe(listedOf(long())),
			func(p *P) parquet.Value { return unless(called(p), parquet.Int64Value(p.Call.Row)) },
			func(p *P, v parquet.Value, _ texts) { p.Call.Row = v.Int64() }},
		{"format", maybe(listedOf(parquet.String())),
			func(p *P) parquet.Value { return textValue(p.From.Format) },
			func(p *P, v parquet.Value, x texts) { p.From.Format = x.of(v) }},
		{"origin_rows", listedOf(long()),
			func(p *P) parquet.Value { return parquet.Int64Value(p.From.Rows) },
			func(p *P, v parquet.Value, _ texts) { p.From.Rows = v.Int64() }},
		{"spacing_ms", maybe(listedOf(long())),
			func(p *P) parquet.Value { return unless(p.Spacing == 0, parquet.Int64Value(int64(p.Spacing))) },
			func(p *P, v parquet.Value, _ texts) { p.Spacing = span.Length(v.Int64()) }},
		{"resampled", required(boolean()),
			func(p *P) parquet.Value { return parquet.BooleanValue(p.Resampled) },
			func(p *P, v parquet.Value, _ texts) { p.Resampled = v.Boolean() }},
	}
}

// blank is a position of which nothing is given.
func blank() track.Point {
	return track.Point{Fix: track.Fix{Speed: track.NaN, Course: track.NaN, Climb: track.NaN, NIC: -1, NACp: -1, SIL: -1}}
}

// words are values by their names.
type words[V any] struct {
	by  map[string]V
	how func(string) V
}

// of is the value of a name; names come again and again.
func (w words[V]) of(v parquet.Value) V {
	if x, ok := w.by[string(v.ByteArray())]; ok {
		return x
	}
	return w.how(string(v.ByteArray()))
}

var datumNames = [...]string{track.NoAltitude: "", track.Pressure: "pressure", track.Ellipsoid: "ellipsoid", track.SeaLevel: "sea level", track.Unstated: "unstated"}

var (
	kinds  = words[track.Kind]{by: map[string]track.Kind{}, how: func(string) track.Kind { return track.UnknownKind }}
	datums = words[track.Datum]{by: map[string]track.Datum{}, how: func(string) track.Datum { return track.Unstated }}
	marks  = words[track.Mark]{how: parseMarks}
)

func init() {
	for k := track.UnknownKind; k <= track.Reported; k++ {
		kinds.by[k.String()] = k
	}
	for d, name := range datumNames {
		datums.by[name] = track.Datum(d)
	}
}

// markNames are the names of flags, in the order of their bits.
var markNames = [...]string{"stale", "new-leg", "frozen", "jump", "rival", "vehicle", "not-received", "doubtful"}

// marksText is the names of the flags that are set, with blanks between.
func marksText(m track.Mark) string {
	var out []string
	for i, name := range markNames {
		if m.Has(1 << i) {
			out = append(out, name)
		}
	}
	return strings.Join(out, " ")
}

// parseMarks reads what marksText writes. What is no flag speaks against the
// position.
func parseMarks(s string) (m track.Mark) {
	for name := range strings.FieldsSeq(s) {
		flag := track.Doubtful
		for i, known := range markNames {
			if name == known {
				flag = 1 << i
			}
		}
		m |= flag
	}
	return m
}
