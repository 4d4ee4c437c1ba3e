package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// The twin of the scanner: the same file read with encoding/json, written
// apart from it.
func twinTrace(text []byte) (*track.Track, int, error) {
	var top map[string]json.RawMessage
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&top); err != nil {
		return nil, 0, err
	}
	str := func(names ...string) (s string) {
		for _, n := range names {
			if json.Unmarshal(top[n], &s) == nil {
				return strings.TrimSpace(s)
			}
		}
		return ""
	}
	t := &track.Track{Registration: str("r", "reg"), Type: str("t", "type"), Operator: str("ownOp")}
	t.Address, _ = track.ParseAddress(str("icao", "hex"))
	var base float64
	if v, ok := top["timestamp"]; ok {
		if err := json.Unmarshal(v, &base); err != nil {
			return nil, 0, err
		}
	}
	var points []any
	if err := json.Unmarshal(top["trace"], &points); err != nil {
		return nil, 0, err
	}
	var last map[string]any
	var lastAt span.Instant
	var lastKind track.Kind
	unused := 0
	for i, p := range points {
		f, detail, ok := twinPoint(p, base)
		if !ok {
			unused++
			continue
		}
		f.Row = int64(i + 1)
		if detail != nil {
			last, lastAt, lastKind = detail, f.At, f.Kind
			if s, _ := detail["flight"].(string); strings.TrimSpace(s) != "" {
				s = strings.TrimSpace(s)
				if n := len(t.Calls); n == 0 || t.Calls[n-1].Text != s {
					t.Calls = append(t.Calls, track.Call{At: f.At, Text: s, Row: f.Row})
				}
			}
		}
		if since := f.At - lastAt; last != nil && since >= 0 && since <= 60000 {
			twinSaid(&f, last)
		}
		if since := f.At - lastAt; last != nil && since >= 0 && since <= 60000 && f.Kind == lastKind && (f.Kind == track.ADSB || f.Kind == track.ADSR) {
			rc, _ := last["rc"].(float64)
			sil := twinSmall(last, "sil")
			if rc > 0 && rc <= 37040 && twinSmall(last, "nic") > 0 && twinSmall(last, "version") >= 1 && (sil == -1 || sil >= 2) {
				f.Radius = geo.Meters(rc)
			}
		}
		t.Fixes = append(t.Fixes, f)
	}
	return t, unused, nil
}

// twinSaid is what holds for a minute whatever a position came from.
func twinSaid(f *track.Fix, last map[string]any) {
	if s, _ := last["squawk"].(string); len(s) == 4 && strings.Trim(s, "01234567") == "" {
		f.Squawk, _ = track.SquawkOf(s)
	}
	if q, ok := last["nav_qnh"].(float64); ok && q >= 800 && q <= 1209.5 {
		f.QNH = float32(q)
	}
	switch last["category"] {
	case "C1", "C2", "C3", "C4", "C5":
		f.Mark |= track.Vehicle
	}
}

func twinSmall(m map[string]any, key string) int8 {
	if f, ok := m[key].(float64); ok && f >= 0 && f <= 127 && f == math.Trunc(f) {
		return int8(f)
	}
	return -1
}

func twinPoint(p any, base float64) (f track.Fix, detail map[string]any, ok bool) {
	a, _ := p.([]any)
	if len(a) < 9 || len(a) > 15 {
		return f, nil, false
	}
	for len(a) < 15 {
		a = append(a, nil)
	}
	num := func(v any) float64 {
		if n, ok := v.(float64); ok {
			return n
		}
		return math.NaN()
	}
	off, lat, lon := num(a[0]), num(a[1]), num(a[2])
	f = track.Fix{At: span.Instant(math.Round(base*1000) + math.Round(off*1000)), Slack: 1000,
		Pos: geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}, NIC: -1, NACp: -1, SIL: -1}
	if math.IsNaN(off) || !f.Pos.Valid() || math.Abs(off) > 1e11 || f.At < earliest || f.At > latest {
		return f, nil, false
	}
	height := func(v any, d track.Datum) track.Altitude {
		if n := num(v); math.Abs(n) <= 1e6 {
			return track.Altitude{Feet: int32(math.Round(n)), Datum: d}
		}
		return track.Altitude{}
	}
	flags := uint64(0)
	if n := num(a[6]); n >= 0 && n < 1<<31 {
		flags = uint64(n)
	}
	datum := track.Pressure
	if flags>>3&1 == 1 {
		datum = track.Ellipsoid
	}
	switch v := a[3].(type) {
	case string:
		if v == "ground" {
			f.Ground = track.OnGround
		}
	case float64:
		f.Ground, f.Alt = track.Airborne, height(v, datum)
	}
	f.Speed, f.Course, f.Climb = float32(num(a[4])), float32(num(a[5])), float32(num(a[7]))
	if flags&1 == 1 {
		f.Mark |= track.Stale
	}
	if flags>>1&1 == 1 {
		f.Mark |= track.NewLeg
	}
	f.Geo = height(a[10], track.Ellipsoid)
	source := a[9]
	if detail, _ = a[8].(map[string]any); detail != nil {
		f.NIC, f.NACp, f.SIL = twinSmall(detail, "nic"), twinSmall(detail, "nac_p"), twinSmall(detail, "sil")
		if source == nil {
			source = detail["type"]
		}
	}
	switch s, _ := source.(string); s {
	case "mlat":
		f.Kind = track.MLAT
	case "mode_s":
		f.Kind = track.ModeS
	case "adsc":
		f.Kind = track.ADSC
	case "adsb_icao", "adsb_icao_nt", "adsb_other":
		f.Kind = track.ADSB
	case "adsr_icao", "adsr_other":
		f.Kind = track.ADSR
	case "tisb_icao", "tisb_other", "tisb_trackfile":
		f.Kind = track.TISB
	}
	return f, detail, true
}

// sameTrack compares all that both readers give.
func sameTrack(a, b *track.Track) string {
	if a.Address != b.Address || a.Registration != b.Registration || a.Type != b.Type || a.Operator != b.Operator {
		return fmt.Sprintf("%v %q %q %q, %v %q %q %q", a.Address, a.Registration, a.Type, a.Operator, b.Address, b.Registration, b.Type, b.Operator)
	}
	if !slices.Equal(a.Calls, b.Calls) {
		return fmt.Sprintf("%v, %v", a.Calls, b.Calls)
	}
	if len(a.Fixes) != len(b.Fixes) {
		return fmt.Sprintf("%d fixes, %d", len(a.Fixes), len(b.Fixes))
	}
	for i := range a.Fixes {
		if !sameFix(a.Fixes[i], b.Fixes[i]) {
			return fmt.Sprintf("%d: %+v, %+v", i, a.Fixes[i], b.Fixes[i])
		}
	}
	return ""
}

func sameFix(a, b track.Fix) bool {
	for _, p := range [][2]*float32{{&a.Speed, &b.Speed}, {&a.Course, &b.Course}, {&a.Climb, &b.Climb}} {
		if *p[0] != *p[0] && *p[1] != *p[1] {
			*p[0], *p[1] = 0, 0
		}
	}
	return a == b
}

func TestTraceTwinReal(t *testing.T) {
	for _, name := range []string{ac671b, "ice-air-excerpts/N703KW_a960a9_2026-08-28_excerpt.json"} {
		b := realFile(t, name)
		want, _, err := twinTrace(b)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := one(t, b)
		if d := sameTrack(got, want); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// randomTrace is a trace as readsb writes it, or in other ways that JSON has.
func randomTrace(r *rand.Rand, points int) []byte {
	var b bytes.Buffer
	sep := []string{"", " ", "\n  "}[r.Intn(3)]
	late := r.Intn(4) == 0
	base := fmt.Sprintf(`"timestamp":%s1.7%08de9`, sep, r.Intn(1e8))
	if r.Intn(2) == 0 {
		base = fmt.Sprintf(`"timestamp":%s17%08d.%03d`, sep, r.Intn(1e8), r.Intn(1000))
	}
	fmt.Fprintf(&b, `{"icao":"%06x",%s"r":"N%d","t":"B7\u00333","ownOp":"A \"B\" é"`, r.Intn(1<<24), sep, r.Intn(999))
	if !late {
		fmt.Fprintf(&b, ",%s%s", base, sep)
	}
	b.WriteString(`,"x":{"trace":[1]},"trace":` + sep + "[")
	off := math.Pow(10, r.Float64()*8)
	for i := range points {
		if i > 0 {
			b.WriteString("," + sep)
		}
		off += r.ExpFloat64() * 20
		randomPoint(r, &b, off)
	}
	b.WriteString("]")
	if late {
		b.WriteString("," + base)
	}
	b.WriteString("}")
	return b.Bytes()
}

func randomPoint(r *rand.Rand, b *bytes.Buffer, off float64) {
	comma := []string{",", ",", ",", ", ", " ,\n"}[r.Intn(5)]
	num := func(v float64, places int) string {
		switch r.Intn(30) {
		case 0:
			return fmt.Sprintf("%e", v)
		case 1:
			return fmt.Sprint(v)
		case 2:
			return "null"
		case 3:
			return fmt.Sprintf("%.12f", v)
		}
		return fmt.Sprintf("%.*f", places, v)
	}
	sources := []string{`"adsb_icao"`, `"adsb_icao"`, `"adsb_icao"`, `"mlat"`, `"tisb_other"`, `"adsr_icao"`, `"other"`, `"adsc"`, `"mode_s"`, "null", `"mla\u0074"`}
	fields := []string{num(off, 2), num(r.Float64()*181-90.5, 6), num(r.Float64()*362-181, 6),
		[]string{`"ground"`, "null", num(float64(25*r.Intn(1800)-500), 0), num(float64(r.Intn(40000)), 0)}[r.Intn(4)],
		num(r.Float64()*600, 1), num(r.Float64()*360, 1), fmt.Sprint(r.Intn(20)), num(float64(64*r.Intn(100)-3200), 0), "null",
		sources[r.Intn(len(sources))], num(float64(r.Intn(40000)), 0), num(64, 0), num(280, 0), num(-3.5, 1), `"rx"`}
	if r.Intn(4) == 0 {
		fields[8] = randomDetail(r)
	}
	n := 14
	if r.Intn(10) == 0 {
		n = 9 + r.Intn(7)
	}
	b.WriteString("[" + strings.Join(fields[:n], comma) + "]")
}

func randomDetail(r *rand.Rand) string {
	keys := []string{
		`"type":"adsb_icao"`, `"type":"tisb_icao"`, fmt.Sprintf(`"flight":"DAL%d    "`, r.Intn(3)), `"flight":"        "`, `"alt_geom":33825`,
		fmt.Sprintf(`"nic":%d`, r.Intn(12)), fmt.Sprintf(`"rc":%d`, r.Intn(2000)), fmt.Sprintf(`"version":%d`, r.Intn(3)),
		fmt.Sprintf(`"sil":%d`, r.Intn(4)), fmt.Sprintf(`"nac_p":%d`, r.Intn(12)), fmt.Sprintf(`"squawk":"%04o"`, r.Intn(1<<12)), []string{`"squawk":660`, `"squawk":"0\u00360 "`, `"squawk":"\u0030660"`}[r.Intn(3)],
		[]string{`"nav_qnh":1013.6`, `"nav_qnh":1020`, `"nav_qnh":null`, `"nav_qnh":799.9`, `"nav_qnh":1209.5`, `"nav_qnh":1209.6`, `"nav_qnh":1.0e3`}[r.Intn(7)],
		[]string{`"category":"A3"`, `"category":"A3"`, `"category":"C0"`, `"category":"C1"`, `"category":"C3"`, `"category":"C6"`, `"category":"C\u0032"`}[r.Intn(7)],
		`"nav_modes":["autopilot","vnav"]`,
		`"mlat":[]`, `"lastPosition":{"lat":1,"nic":3,"rc":4}`, `"mach":0.772`, `"nic":"8"`, `"rc":null`, `"\u006eic":9`, `"oat":-48`, `"a":1e5`, fmt.Sprintf(`"b":%.*f`, r.Intn(9), math.Pow(10, r.Float64()*12)),
	}
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	var use []string
	seen := map[string]bool{}
	for _, k := range keys[:r.Intn(len(keys))] {
		name, _, _ := strings.Cut(strings.ReplaceAll(k, `\u006e`, "n"), ":")
		if !seen[name] {
			seen[name] = true
			use = append(use, k)
		}
	}
	return "{" + strings.Join(use, []string{",", ", ", " , "}[r.Intn(3)]) + "}"
}

func TestTraceTwinRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for i := range 2000 {
		text := randomTrace(r, 1+r.Intn(100))
		want, unused, err := twinTrace(text)
		if err != nil {
			t.Fatal(err, string(text))
		}
		ts, s, err := readAll(text, "x", Options{})
		if err != nil || s.Partial || s.Unused != int64(unused) {
			t.Fatalf("%d: %v %+v, %d unused\n%s", i, err, s, unused, text)
		}
		if len(want.Fixes) == 0 {
			continue
		}
		if d := sameTrack(ts[0], want); d != "" {
			t.Fatalf("%d: %s\n%s", i, d, text)
		}
	}
}

// Where encoding/json refuses a file, the scanner refuses or says something;
// where it takes it, both give the same.
func checkMalformed(t *testing.T, text []byte) {
	t.Helper()
	ts, s, err := readAll(text, "x", Options{})
	if err == nil && s.Format != "readsb-trace" {
		return
	}
	want, unused, errTwin := twinTrace(text)
	if errTwin != nil && json.Valid(text) {
		return // a number beyond float64 where none is used
	}
	if errTwin != nil {
		if err == nil && !s.Partial && s.Unused == 0 && len(s.Notes) == 0 {
			t.Fatalf("the scanner says nothing, encoding/json %v\n%q", errTwin, text)
		}
		return
	}
	if err != nil || s.Partial || len(s.Notes) > 0 && s.Unused == 0 || len(ts) != 1 {
		return // stricter, or more is in the file
	}
	if s.Unused != int64(unused) {
		t.Fatalf("%d unused, twin %d, %+v\n%q", s.Unused, unused, s, text)
	}
	if d := sameTrack(ts[0], want); d != "" {
		t.Fatalf("%s\n%q", d, text)
	}
}

func TestTraceMalformed(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	chars := []byte(`{}[]",:0123456789.-+eEnul \x` + "\n\x00\xff\t")
	for range 30000 {
		text := randomTrace(r, 1+r.Intn(8))
		for range 1 + r.Intn(2) {
			at := r.Intn(len(text))
			switch r.Intn(4) {
			case 0:
				text[at] = chars[r.Intn(len(chars))]
			case 1:
				text = slices.Delete(text, at, min(len(text), at+1+r.Intn(3)))
			case 2:
				text = slices.Insert(text, at, chars[r.Intn(len(chars))])
			case 3:
				text[at] ^= 1 << r.Intn(8)
			}
		}
		checkMalformed(t, text)
	}
}
