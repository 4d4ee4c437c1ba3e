package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/archive/trino"
	"github.com/holdshort/holdshort/internal/trinotest"
)

// A verb says the same, to the byte, of an archive's folder and of a cluster that
// has its tables; and of OpenSky's state vectors what it says of the same rows in a
// file.
func TestClusterVerbs(t *testing.T) {
	c := trinotest.Start(t, 0)
	t.Run("archive", func(t *testing.T) { clusterArchive(t, c) })
	t.Run("opensky", func(t *testing.T) { clusterStates(t, c) })
}

// said is what the program writes to stdout.
func said(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(args, strings.NewReader(""), &out, &errs); status != 0 {
		t.Fatalf("holdshort %s: status %d: %s", strings.Join(args, " "), status, errs.String())
	}
	return out.String()
}

// refused is what the program writes to stderr when it does not answer.
func refused(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(args, strings.NewReader(""), &out, &errs); status == 0 || out.Len() > 0 {
		t.Fatalf("holdshort %s: status %d: %s", strings.Join(args, " "), status, out.String())
	}
	return errs.String()
}

// box is an area about a place, as a file.
func box(t *testing.T, west, south, east, north float64) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "box.geojson")
	text := fmt.Sprintf(`{"type":"Feature","properties":{"id":"box","name":"box","error_m":100},"geometry":{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}}`, west, south, east, north)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// flightFile is a synthetic flight of an aircraft off Harlingen.
func flightFile(t *testing.T, hex, day string) string {
	t.Helper()
	b := "time,hex,lat,lon,alt_ft,speed_kt,ground\n"
	for i := range 60 {
		ground, alt := "yes", ""
		if i > 5 {
			ground, alt = "no", fmt.Sprint(i*300)
		}
		b += fmt.Sprintf("%sT21:%02d:%02dZ,%s,%v,%v,%s,%d,%s\n", day, 20+i/2, i%2*30, hex, 26.2285-float64(i)*0.01, -97.6544+float64(i)*0.02, alt, min(300, 5+i*9), ground)
	}
	name := filepath.Join(t.TempDir(), hex+".csv")
	if err := os.WriteFile(name, []byte(b), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func clusterArchive(t *testing.T, c *trinotest.Cluster) {
	dir := filepath.Join(c.Dir, "flights")
	said(t, "archive", "add", dir, flightFile(t, "abcdef", "2025-03-15"), flightFile(t, "a2fe4c", "2025-03-15"))
	said(t, "archive", "add", dir, flightFile(t, "abc123", "2025-03-16"))
	c.Exec(t, trino.Register(trinotest.Catalog, "flights", "local:///flights")...)
	at, area := c.Address("flights"), box(t, -98, 25, -96, 27)
	asked := 0
	for _, args := range [][]string{
		{"--at", "15 March 2025 21:27 UTC", "--area", area},
		{"--at", "15 March 2025 22:30 UTC", "--area", area, "--hex", "abcdef"},
		{"--at", "16 March 2025 21:27 UTC", "--area", "jp-land"},
		{"--between", "15 March 2025 UTC"},
		{"--between", "March 2025 UTC", "--hex", "a2fe4c,abc123"},
		{"--between", "15 March 2025 UTC", "--area", area},
		{"--legs", "--between", "March 2025 UTC"},
		{"--legs", "--between", "15 March 2025 UTC", "--airfield", "KHRL", "--hex", "abcdef"},
	} {
		for _, form := range []string{"table", "json", "csv", "geojson"} {
			if args[0] == "--legs" && form == "geojson" {
				continue
			}
			args := append(slices.Clone(args), "--form", form)
			asked += alike(t, append([]string{"archive", "query"}, args...), dir, at)
		}
	}
	fleet := filepath.Join(t.TempDir(), "fleet.csv")
	if err := os.WriteFile(fleet, []byte("address,operator\nabcdef,Synthetic Air\n123456,Synthetic Air\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"archive", "ls"}, {"archive", "ls", "--json"},
		{"report", "month", "--month", "2025-03"}, {"report", "month", "--month", "2025-03", "--form", "csv"}, {"report", "month", "--month", "2025-03", "--form", "json", "--fleet", fleet}} {
		asked += alike(t, args, dir, at)
	}
	if asked < 10_000 {
		t.Errorf("only %d bytes were compared", asked)
	}

	for want, args := range map[string][]string{
		"check needs the archive's files":           {"archive", "check", at},
		"--keep is for OpenSky":                     {"archive", "query", at, "--between", "15 March 2025 UTC", "--keep", "x.csv"},
		"neither the tables of an archive":          {"archive", "query", c.Address("metastore"), "--between", "15 March 2025 UTC"},
		"it has a password":                         {"archive", "query", "trino://desk:sesame@127.0.0.1/hive/flights", "--between", "15 March 2025 UTC"},
		"tables of an archive are missing: legs":    {"archive", "query", c.Address("half"), "--between", "15 March 2025 UTC"},
		"lat is of type real, not double":           {"archive", "query", c.Address("other"), "--between", "15 March 2025 UTC"},
		"first_in_air is of type timestamp(3), not": {"archive", "query", c.Address("stamped"), "--between", "15 March 2025 UTC"},
	} {
		switch {
		case strings.HasSuffix(args[2], "/half"):
			c.Exec(t, trino.Register(trinotest.Catalog, "half", "local:///flights")...)
			c.Exec(t, "DROP TABLE "+trinotest.Catalog+".half.legs")
		case strings.HasSuffix(args[2], "/other"):
			c.Exec(t, changed("other", `"lat" double`, `"lat" real`)...)
		case strings.HasSuffix(args[2], "/stamped"):
			c.Exec(t, changed("stamped", `"first_in_air" bigint`, `"first_in_air" timestamp(3)`)...)
		}
		if got := refused(t, args...); !strings.Contains(got, want) || strings.Contains(got, "sesame") {
			t.Errorf("%q: %s", args, got)
		}
	}
}

// alike holds what a verb says of a cluster to what it says of a folder, and says
// how many bytes that is.
func alike(t *testing.T, args []string, dir, at string) int {
	t.Helper()
	want := said(t, append(slices.Clone(args), "--archive", dir)...)
	if got := said(t, append(slices.Clone(args), "--archive", at)...); got != want {
		t.Errorf("%q: the cluster says\n%s\nand the archive\n%s", args, got, want)
	}
	return len(want)
}

// changed are the tables of an archive with a column of another type.
func changed(schema, from, to string) []string {
	out := trino.Register(trinotest.Catalog, schema, "local:///flights")
	for i := range out {
		out[i] = strings.Replace(out[i], from, to, 1)
	}
	return out
}

// state is a row of OpenSky's table.
type state struct {
	Time          int64    `parquet:"time"`
	ICAO          string   `parquet:"icao24"`
	Lat           *float64 `parquet:"lat,optional"`
	Lon           *float64 `parquet:"lon,optional"`
	Velocity      *float64 `parquet:"velocity,optional"`
	Heading       *float64 `parquet:"heading,optional"`
	VertRate      *float64 `parquet:"vertrate,optional"`
	Callsign      *string  `parquet:"callsign,optional"`
	OnGround      bool     `parquet:"onground"`
	Squawk        *string  `parquet:"squawk,optional"`
	BaroAltitude  *float64 `parquet:"baroaltitude,optional"`
	GeoAltitude   *float64 `parquet:"geoaltitude,optional"`
	LastPosUpdate *float64 `parquet:"lastposupdate,optional"`
	LastContact   float64  `parquet:"lastcontact"`
}

// realStates are OpenSky's samples that have the time of each position, in the
// table's units; nil if they are not beside the repository.
func realStates(t *testing.T) (out []state) {
	for _, name := range []string{"rega_zh", "noisy_landing"} {
		f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "opensky-traffic-samples", name+".json.gz"))
		if err != nil {
			return nil
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		var rows []struct {
			Timestamp    float64  `json:"timestamp"`
			LastPosition *float64 `json:"last_position"`
			ICAO         string   `json:"icao24"`
			Callsign     *string  `json:"callsign"`
			Lat          *float64 `json:"latitude"`
			Lon          *float64 `json:"longitude"`
			Altitude     *float64 `json:"altitude"`
			GeoAltitude  *float64 `json:"geoaltitude"`
			Speed        *float64 `json:"groundspeed"`
			Track        *float64 `json:"track"`
			Rate         *float64 `json:"vertical_rate"`
			OnGround     bool     `json:"onground"`
		}
		if err := json.NewDecoder(z).Decode(&rows); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			by := func(x *float64, scale float64) *float64 {
				if x == nil {
					return nil
				}
				y := *x * scale
				return &y
			}
			out = append(out, state{int64(r.Timestamp / 1000), r.ICAO, r.Lat, r.Lon, by(r.Speed, 1852.0/3600), r.Track, by(r.Rate, 0.00508), r.Callsign, r.OnGround, nil,
				by(r.Altitude, 0.3048), by(r.GeoAltitude, 0.3048), by(r.LastPosition, 0.001), math.Floor(r.Timestamp / 1000)})
		}
	}
	return out
}

// madeStates are synthetic state vectors of three aircraft over three hours, which
// repeat a position while none is heard.
func madeStates() (out []state) {
	for n := range 3 {
		var s state
		for i := range int64(3 * 3600 / 5) {
			at := 1_742_073_000 + i*5
			lat, lon, v, alt, own, call, squawk := 26+float64(n)+float64(i)*0.0005, -97.25+float64(i)*0.001, 23.0, 300.5, float64(at)-0.25, "TST"+strconv.Itoa(n), "0416"
			if i%100 < 80 {
				s = state{Lat: &lat, Lon: &lon, Velocity: &v, Callsign: &call, Squawk: &squawk, BaroAltitude: &alt, LastPosUpdate: &own}
			}
			if i%100 > 95 {
				s = state{}
			}
			s.Time, s.ICAO, s.OnGround, s.LastContact = at, fmt.Sprintf("abcd%02d", n), i < 10, float64(at)
			out = append(out, s)
		}
	}
	return out
}

// asCSV is rows as the program asks for them, written by other means.
func asCSV(t *testing.T, rows []state) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(strings.Split("time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,squawk,baroaltitude,geoaltitude,lastposupdate,lastcontact", ",")); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		num := func(x *float64) string {
			if x == nil {
				return ""
			}
			return strconv.FormatFloat(*x, 'f', -1, 64)
		}
		str := func(x *string) string {
			if x == nil {
				return ""
			}
			return *x
		}
		if err := w.Write([]string{fmt.Sprint(r.Time), r.ICAO, num(r.Lat), num(r.Lon), num(r.Velocity), num(r.Heading), num(r.VertRate), str(r.Callsign), fmt.Sprint(r.OnGround), str(r.Squawk),
			num(r.BaroAltitude), num(r.GeoAltitude), num(r.LastPosUpdate), num(&r.LastContact)}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.String()
}

// statesTable makes OpenSky's table of rows, in partitions of an hour.
func statesTable(t *testing.T, c *trinotest.Cluster, schema string, rows []state) {
	t.Helper()
	hours := map[int64][]state{}
	for _, r := range rows {
		hours[r.Time-r.Time%3600] = append(hours[r.Time-r.Time%3600], r)
	}
	for hour, rows := range hours {
		name := filepath.Join(c.Dir, schema, fmt.Sprintf("hour=%d", hour), "rows.parquet")
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := parquet.WriteFile(name, rows); err != nil {
			t.Fatal(err)
		}
	}
	in := trinotest.Catalog + "." + schema
	c.Exec(t, "CREATE SCHEMA "+in, `CREATE TABLE `+in+`.state_vectors_data4 (time bigint, icao24 varchar, lat double, lon double, velocity double, heading double, vertrate double, callsign varchar,
		onground boolean, squawk varchar, baroaltitude double, geoaltitude double, lastposupdate double, lastcontact double, hour integer)
		WITH (format = 'PARQUET', partitioned_by = ARRAY['hour'], external_location = 'local:///`+schema+`')`,
		"CALL "+trinotest.Catalog+".system.sync_partition_metadata('"+schema+"', 'state_vectors_data4', 'FULL')")
}

func clusterStates(t *testing.T, c *trinotest.Cluster) {
	statesAsked(t, c, "made", madeStates(), "2025-03-15T21:50:00Z/2025-03-15T23:10:00Z", "2025-03-15T22:05:00Z", [4]float64{-97.1, 25.9, -96.5, 26.6})
	rows := realStates(t)
	if rows == nil {
		t.Log("SKIPPED: OpenSky's samples are not beside the repository")
		return
	}
	statesAsked(t, c, "samples", rows, "2019-05-24T21:19:00Z/2019-05-24T21:22:00Z", "2019-05-24T21:20:00Z", [4]float64{8, 47, 9, 48})
}

// statesAsked compares what the program says of a table with what it says of the
// rows that it is to take, in a file.
func statesAsked(t *testing.T, c *trinotest.Cluster, schema string, rows []state, between, moment string, area [4]float64) {
	statesTable(t, c, schema, rows)
	slices.SortFunc(rows, func(a, b state) int { return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.ICAO, b.ICAO)) })
	from, to, _ := strings.Cut(between, "/")
	lo, hi := seconds(t, from)-300, seconds(t, to)+300
	near := map[string]bool{}
	for _, r := range rows {
		if r.Time >= lo && r.Time <= hi && r.Lat != nil && *r.Lat >= area[1] && *r.Lat <= area[3] && *r.Lon >= area[0] && *r.Lon <= area[2] {
			near[r.ICAO] = true
		}
	}
	want := slices.DeleteFunc(slices.Clone(rows), func(r state) bool { return r.Time < lo || r.Time > hi || !near[r.ICAO] })
	if len(near) == 0 || len(want) == len(rows) {
		t.Fatalf("%d aircraft, %d rows of %d", len(near), len(want), len(rows))
	}
	file, kept, dir := filepath.Join(t.TempDir(), "kept.csv"), filepath.Join(t.TempDir(), "kept.csv"), t.TempDir()
	if err := os.WriteFile(file, []byte(asCSV(t, want)), 0o644); err != nil {
		t.Fatal(err)
	}
	said(t, "archive", "add", dir, file)
	in := box(t, area[0], area[1], area[2], area[3])
	args := []string{"--between", "from " + from + " to " + to, "--area", in, "--json"}
	got, expected := said(t, append([]string{"archive", "query", c.Address(schema), "--keep", kept}, args...)...), said(t, append([]string{"archive", "query", dir}, args...)...)
	if got != expected || strings.Count(got, `"lat"`) < 20 {
		t.Errorf("of the table\n%.2000s\nand of the file\n%.2000s", got, expected)
	}
	if b, err := os.ReadFile(kept); err != nil || string(b) != asCSV(t, want) {
		t.Errorf("kept was\n%.1000s\nand not\n%.1000s", b, asCSV(t, want))
	}
	if got := refused(t, append([]string{"archive", "query", c.Address(schema), "--keep", kept}, args...)...); !strings.Contains(got, "name a file that is not there yet") {
		t.Error(got)
	}
	// Who was there: as of all rows, whatever of them was fetched.
	all := filepath.Join(t.TempDir(), "state_vectors_data4.csv")
	if err := os.WriteFile(all, []byte(asCSV(t, rows)), 0o644); err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	said(t, "archive", "add", dir, all)
	who := []string{"--at", moment, "--area", in, "--form", "csv", "--horizon", "10 min"}
	got, expected = said(t, append([]string{"archive", "query", c.Address(schema)}, who...)...), said(t, append([]string{"archive", "query", dir}, who...)...)
	if withoutSources(got) != withoutSources(expected) || strings.Count(got, "\n") < 2 {
		t.Errorf("of the table\n%s\nand of all rows\n%s", got, expected)
	}
	if got := refused(t, "archive", "query", c.Address(schema), "--legs", "--between", args[1]); !strings.Contains(got, "no legs") {
		t.Error(got)
	}
	for _, args := range [][]string{{"archive", "ls"}, {"report", "month", "--month", "2025-03"}} {
		if got := refused(t, append(args, "--archive", c.Address(schema))...); !strings.Contains(got, "has OpenSky's state vectors") || !strings.Contains(got, "archive query --keep") {
			t.Errorf("%q: %s", args, got)
		}
	}
	if got := said(t, "archive", "query", c.Address(schema), "--between", "1 January 2001 UTC", "--json"); !strings.Contains(got, `"positions": []`) {
		t.Error(got)
	}
}

func seconds(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix()
}

// withoutSources is CSV without the columns that say in which file a position was,
// and in which row.
func withoutSources(text string) string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		return text
	}
	var out strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if name := rows[0][i]; !strings.Contains(name, "source") && !strings.Contains(name, "origin") && !strings.Contains(name, "row") {
				fmt.Fprintf(&out, "%q ", cell)
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}
