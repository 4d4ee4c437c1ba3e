package feed

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// nativeRow is a row of OpenSky's table of state vectors, in its own types.
type nativeRow struct {
	Time          int64    `parquet:"time"`
	ICAO24        string   `parquet:"icao24,dict"`
	Lat           *float64 `parquet:"lat,optional"`
	Lon           *float64 `parquet:"lon,optional"`
	Velocity      *float64 `parquet:"velocity,optional"`
	Heading       *float64 `parquet:"heading,optional"`
	Vertrate      *float64 `parquet:"vertrate,optional"`
	Callsign      *string  `parquet:"callsign,optional"`
	OnGround      bool     `parquet:"onground"`
	BaroAltitude  *float64 `parquet:"baroaltitude,optional"`
	GeoAltitude   *float64 `parquet:"geoaltitude,optional"`
	LastPosUpdate *float64 `parquet:"lastposupdate,optional"`
	Serials       []int32  `parquet:"serials"` // of receivers: nested, not read
}

// nativeRows is nativeCSV in those types.
func nativeRows(t testing.TB) (rows []nativeRow) {
	lines := strings.Split(strings.TrimSpace(nativeCSV), "\n")[1:]
	number := func(s string) *float64 {
		if s == "" {
			return nil
		}
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return &v
	}
	for _, line := range lines {
		c := strings.Split(line, ",")
		rows = append(rows, nativeRow{
			Time: int64(*number(c[0])), ICAO24: c[1], Lat: number(c[2]), Lon: number(c[3]), Velocity: number(c[4]), Heading: number(c[5]),
			Vertrate: number(c[6]), Callsign: &c[7], OnGround: strings.EqualFold(c[8], "true"), BaroAltitude: number(c[12]),
			GeoAltitude: number(c[13]), LastPosUpdate: number(c[14]), Serials: []int32{1, 2, 3},
		})
	}
	return rows
}

func writeParquet[T any](t testing.TB, rows []T, options ...parquet.WriterOption) string {
	t.Helper()
	var buf bytes.Buffer
	w := parquet.NewGenericWriter[T](&buf, options...)
	for _, row := range rows { // each in a group of its own
		if _, err := w.Write([]T{row}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestParquet(t *testing.T) {
	for name, codec := range map[string]parquet.WriterOption{
		"plain": parquet.Compression(&parquet.Uncompressed), "snappy": parquet.Compression(&parquet.Snappy),
		"gzip": parquet.Compression(&parquet.Gzip), "zstd": parquet.Compression(&parquet.Zstd),
	} {
		t.Run(name, func(t *testing.T) {
			tracks, sum := readTable(t, writeParquet(t, nativeRows(t), codec), Options{})
			if sum.Format != "opensky-parquet" {
				t.Errorf("format is %s", sum.Format)
			}
			checkNative(t, tracks, sum)
		})
	}
}

// TestTrafficParquet reads the traffic library's names, and times in
// nanoseconds as pandas writes them.
func TestTrafficParquet(t *testing.T) {
	type row struct {
		Timestamp time.Time `parquet:"timestamp,timestamp(nanosecond)"`
		ICAO24    string    `parquet:"icao24"`
		Latitude  float64   `parquet:"latitude"`
		Longitude float64   `parquet:"longitude"`
		Altitude  float32   `parquet:"altitude"`
	}
	at := time.Date(2018, 8, 1, 5, 0, 0, 500e6, time.UTC)
	tracks, _ := readTable(t, writeParquet(t, []row{{at, "4b1901", 47.4, 8.5, 10000}}), Options{})
	if f := tracks[0].Fixes[0]; !f.At.Time().Equal(at) || f.Alt.Feet != 10000 || f.Pos.Lat != 47.4 {
		t.Errorf("%+v", f)
	}
}

func TestParquetOfManyRows(t *testing.T) {
	type row struct {
		Time     int64    `parquet:"time"`
		ICAO24   string   `parquet:"icao24,dict"`
		Lat      *float64 `parquet:"lat,optional"`
		Lon      float64  `parquet:"lon"`
		Callsign *string  `parquet:"callsign,optional,dict"`
	}
	rows := make([]row, 10000)
	call := "GXA6143"
	for i := range rows {
		rows[i] = row{Time: 1704181263 + int64(i), ICAO24: "a2b3c4", Lon: float64(i) / 100}
		if i%3 != 0 {
			v := float64(i) / 200
			rows[i].Lat, rows[i].Callsign = &v, &call
		}
	}
	var buf bytes.Buffer
	w := parquet.NewGenericWriter[row](&buf, parquet.PageBufferSize(1000), parquet.MaxRowsPerRowGroup(3000))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tracks, sum := readTable(t, buf.String(), Options{})
	if sum.Rows != 10000 || sum.Unused != 3334 || len(tracks[0].Fixes) != 6666 {
		t.Fatalf("%+v", sum)
	}
	for _, f := range tracks[0].Fixes {
		i := f.Row - 1
		if int64(f.At)/1000 != 1704181263+i || float64(f.Pos.Lon) != float64(i)/100 || float64(f.Pos.Lat) != float64(i)/200 {
			t.Fatalf("%+v", f)
		}
	}
}

func TestParquetThatIsDamaged(t *testing.T) {
	whole := writeParquet(t, nativeRows(t))
	failsTable(t, whole[:len(whole)/2], Options{}, "cannot read Parquet", "")
	failsTable(t, "PAR1", Options{}, "cannot read Parquet", "")
	type row struct {
		Name string `parquet:"name"`
	}
	failsTable(t, writeParquet(t, []row{{"x"}}), Options{}, "not those of state vectors", "")
	for i := 4; i < len(whole); i += 29 { // whatever happens, it must be said and not crash
		b := []byte(whole)
		b[i] ^= 0x55
		tryTable(string(b), Options{})
	}
}
