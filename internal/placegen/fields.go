package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/geo"
)

// record is one row of a table by the names of its columns.
type record map[string]string

func rows(name string) ([]record, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	all, err := csv.NewReader(z).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	out := make([]record, len(all)-1)
	for i, row := range all[1:] {
		out[i] = record{}
		for k, name := range all[0] {
			out[i][name] = strings.TrimSpace(row[k])
		}
	}
	return out, nil
}

// Distances that decide what is one field and whose position is used.
const (
	same      geo.Meters = 1000 // two idents this near are one field
	agreement geo.Meters = 200  // beyond it both positions are kept
	disputed  geo.Meters = 5000 // beyond it the reader is warned
	slip      geo.Meters = 10_000
)

// field is a field on its way into the file.
type field struct {
	ident    string
	also     []string
	row      record // of airportsdata; nil if it has none
	at       geo.Point
	strips   []record // of OurAirports
	middle   geo.Point
	placed   bool // whether middle is known
	note     string
	byStrips bool // whether middle is the position used
}

// ends are the letters of the columns of a runway's two ends.
var ends = [2]string{"le_", "he_"}

func number(s string) (float64, bool) {
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
}

// endAt is where an end of a runway is, if the table says so.
func endAt(r record, end string) (geo.Point, bool) {
	lat, ok1 := number(r[end+"latitude_deg"])
	lon, ok2 := number(r[end+"longitude_deg"])
	p := geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}
	return p, ok1 && ok2 && p.Valid()
}

// settle finds the middle of the runways' ends and takes away the position of
// an end that cannot be right: one over 10 km from the middle one of all.
func settle(strips []record) (geo.Point, bool) {
	var lats, lons []float64
	for _, r := range strips {
		for _, e := range ends {
			if p, ok := endAt(r, e); ok {
				lats, lons = append(lats, float64(p.Lat)), append(lons, float64(p.Lon))
			}
		}
	}
	if len(lats) == 0 {
		return geo.Point{}, false
	}
	slices.Sort(lats)
	slices.Sort(lons)
	typical := geo.Point{Lat: geo.Degrees(lats[len(lats)/2]), Lon: geo.Degrees(lons[len(lons)/2])}
	n, lat, lon := 0.0, 0.0, 0.0
	for _, r := range strips {
		for _, e := range ends {
			p, ok := endAt(r, e)
			if !ok {
				continue
			}
			if geo.Distance(p, typical) > slip {
				r[e+"latitude_deg"] = ""
				continue
			}
			n, lat, lon = n+1, lat+float64(p.Lat), lon+math.Remainder(float64(p.Lon-typical.Lon), 360)
		}
	}
	if n == 0 {
		return geo.Point{}, false
	}
	return geo.Point{Lat: geo.Degrees(lat / n), Lon: geo.Degrees(math.Remainder(float64(typical.Lon)+lon/n, 360))}, true
}

// sexagesimal reads 50.5405 as 50 degrees, 54 minutes and 5 seconds, which is
// what airportsdata has in Belgium.
func sexagesimal(p geo.Point) geo.Point {
	read := func(x geo.Degrees) geo.Degrees {
		sign, v := 1.0, float64(x)
		if v < 0 {
			sign, v = -1, -v
		}
		t := math.Round(v * 1e6)
		d := math.Floor(t / 1e6)
		m := math.Floor(math.Mod(t, 1e6) / 1e4)
		s := math.Mod(t, 1e4) / 1e2
		return geo.Degrees(sign * (d + m/60 + s/3600))
	}
	return geo.Point{Lat: read(p.Lat), Lon: read(p.Lon)}
}

func gather(dir string) ([]*field, error) {
	airports, err := rows(filepath.Join(dir, "airportsdata_airports.csv.gz"))
	if err != nil {
		return nil, err
	}
	strips, err := rows(filepath.Join(dir, "ourairports_runways.csv.gz"))
	if err != nil {
		return nil, err
	}
	by := map[string][]record{}
	for _, r := range strips {
		by[r["airport_ident"]] = append(by[r["airport_ident"]], r)
	}
	all := map[string]*field{}
	var list []*field
	for _, r := range airports {
		lat, ok1 := number(r["lat"])
		lon, ok2 := number(r["lon"])
		f := &field{ident: r["icao"], row: r, at: geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)}, strips: by[r["icao"]]}
		if !ok1 || !ok2 || !f.at.Valid() || all[f.ident] != nil {
			return nil, fmt.Errorf("airportsdata: %q has no position, or is there twice", f.ident)
		}
		f.middle, f.placed = settle(f.strips)
		all[f.ident] = f
		list = append(list, f)
	}
	rest := make([]string, 0, len(by))
	for ident := range by {
		if all[ident] == nil && indicator(ident) {
			rest = append(rest, ident)
		}
	}
	slices.Sort(rest)
	for _, ident := range rest {
		middle, ok := settle(by[ident])
		if !ok {
			continue // nothing would be known of it
		}
		if f := twin(list, middle); f != nil {
			f.also, f.strips, f.middle, f.placed = append(f.also, ident), by[ident], middle, true
			f.note = fmt.Sprintf("OurAirports lists the runways under %s: taken to be the same field by position alone, %.0f m apart", ident, float64(geo.Distance(f.at, middle)))
			continue
		}
		list = append(list, &field{ident: ident, strips: by[ident], middle: middle, placed: true, byStrips: true,
			note: "known from OurAirports' runways alone"})
	}
	for _, f := range list {
		f.choose()
	}
	slices.SortFunc(list, func(a, b *field) int { return strings.Compare(a.ident, b.ident) })
	return list, nil
}

// indicator says whether an ident is four letters, as ICAO's are.
func indicator(s string) bool {
	return len(s) == 4 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// twin is the nearest field within a kilometre that has no runways of its own.
func twin(list []*field, p geo.Point) *field {
	var best *field
	near := same
	for _, f := range list {
		if f.row == nil || f.strips != nil || math.Abs(float64(f.at.Lat-p.Lat)) > 0.1 {
			continue
		}
		if d := geo.Distance(f.at, p); d < near {
			best, near = f, d
		}
	}
	return best
}

// choose decides which position is used.
func (f *field) choose() {
	if f.row == nil || !f.placed {
		return
	}
	apart := geo.Distance(f.at, f.middle)
	if apart <= disputed {
		return
	}
	if geo.Distance(sexagesimal(f.at), f.middle) < 2000 {
		f.byStrips = true
		f.note = fmt.Sprintf("airportsdata has it %.0f km away, having read degrees, minutes and seconds as decimals: OurAirports' position is used", float64(apart)/1000)
		return
	}
	f.note = fmt.Sprintf("the tables differ by %.0f km: one of them is wrong, or the ident was given to two fields; the runways may be another field's", float64(apart)/1000)
}

func micro(p geo.Point) (lat, lon int) {
	return int(math.Round(float64(p.Lat) * 1e6)), int(math.Round(float64(p.Lon) * 1e6))
}

func fields(dir string) ([]byte, error) {
	all, err := gather(dir)
	if err != nil {
		return nil, err
	}
	var divisions, countries, zones, surfaces, notes list
	var body wire
	strips := 0
	for _, f := range all {
		body.text(f.ident)
		body.count(len(f.also))
		for _, a := range f.also {
			body.text(a)
		}
		for _, key := range []string{"iata", "lid", "name", "city"} {
			body.text(f.row[key])
		}
		body.count(divisions.of(f.row["subd"]))
		body.count(countries.of(f.row["country"]))
		body.count(zones.of(f.row["tz"]))
		body.count(notes.of(f.note))
		f.position(&body)
		body.count(len(f.strips))
		strips += len(f.strips)
		lat, lon := micro(f.at)
		if f.byStrips {
			lat, lon = micro(f.middle)
		}
		for _, r := range f.strips {
			strip(&body, r, &surfaces, lat, lon)
		}
	}
	var w wire
	w.WriteString("holdshort fields 1\n")
	for _, l := range []list{divisions, countries, zones, surfaces, notes} {
		w.list(l)
	}
	w.count(len(all))
	w.count(strips)
	w.Write(body.Bytes())
	return w.Bytes(), nil
}

// position writes a field's elevation and positions; the flags are those of
// place.readFields.
func (f *field) position(w *wire) {
	flags, elevation := 0, 0.0
	if x, ok := number(f.row["elevation"]); ok {
		flags, elevation = flags|1, x
	}
	first, second := f.at, f.middle
	if f.byStrips {
		flags |= 4
		first, second = second, first
	}
	both := f.row != nil && f.placed && geo.Distance(f.at, f.middle) > agreement
	if both {
		flags |= 2
	}
	w.count(flags)
	if flags&1 != 0 {
		w.signed(int(math.Round(elevation * 10)))
	}
	lat, lon := micro(first)
	w.signed(lat)
	w.signed(lon)
	if both {
		lat2, lon2 := micro(second)
		w.signed(lat2 - lat)
		w.signed(lon2 - lon)
	}
}

// feet writes a length one more than it is, and 0 if it is not known.
func (w *wire) feet(s string) {
	x, ok := number(s)
	if !ok || x <= 0 || x > 1e6 {
		w.count(0)
		return
	}
	w.count(int(math.Round(x)) + 1)
}

func strip(w *wire, r record, surfaces *list, lat, lon int) {
	w.feet(r["length_ft"])
	w.feet(r["width_ft"])
	w.count(surfaces.of(r["surface"]))
	flags := 0
	if r["lighted"] == "1" {
		flags |= 1
	}
	if r["closed"] == "1" {
		flags |= 2
	}
	w.count(flags)
	for _, e := range ends {
		w.text(r[e+"ident"])
		p, placed := endAt(r, e)
		elevation, high := number(r[e+"elevation_ft"])
		heading, headed := number(r[e+"heading_degT"])
		headed = headed && heading >= 0 && heading <= 360
		displaced, moved := number(r[e+"displaced_threshold_ft"])
		moved = moved && displaced > 0
		flags := 0
		for i, has := range []bool{placed, high, headed, moved} {
			if has {
				flags |= 1 << i
			}
		}
		w.count(flags)
		if placed {
			lat2, lon2 := micro(p)
			w.signed(lat2 - lat)
			w.signed(lon2 - lon)
			lat, lon = lat2, lon2
		}
		if high {
			w.signed(int(math.Round(elevation)))
		}
		if headed {
			w.count(int(math.Round(heading * 100)))
		}
		if moved {
			w.count(int(math.Round(displaced)))
		}
	}
}
