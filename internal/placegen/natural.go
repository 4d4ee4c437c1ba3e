package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/geo"
)

// feature is one feature of a GeoJSON file.
type feature struct {
	Properties map[string]any `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

func (f feature) text(key string) string {
	s, _ := f.Properties[key].(string)
	return s
}

func features(name string) ([]feature, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	var all struct{ Features []feature }
	if err := json.NewDecoder(r).Decode(&all); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return all.Features, nil
}

// polygons are the polygons of a feature, each its outline and then its holes.
func (f feature) polygons() ([][][]geo.Point, error) {
	var raw [][][][]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		raw = make([][][][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &raw[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &raw)
	default:
		err = fmt.Errorf("geometry is %q", f.Geometry.Type)
	}
	out := make([][][]geo.Point, len(raw))
	for i, polygon := range raw {
		for _, line := range polygon {
			out[i] = append(out[i], points(line))
		}
	}
	return out, err
}

// lines are the lines of a feature.
func (f feature) lines() ([][]geo.Point, error) {
	var raw [][][]float64
	var err error
	if f.Geometry.Type == "LineString" {
		raw = make([][][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &raw[0])
	} else {
		err = json.Unmarshal(f.Geometry.Coordinates, &raw)
	}
	out := make([][]geo.Point, len(raw))
	for i, line := range raw {
		out[i] = points(line)
	}
	return out, err
}

func points(raw [][]float64) []geo.Point {
	out := make([]geo.Point, len(raw))
	for i, p := range raw {
		out[i] = geo.Point{Lat: geo.Degrees(p[1]), Lon: geo.Degrees(p[0])}
	}
	return out
}

// region is a region on its way into the file.
type region struct {
	id, name, kind, table, source, note string
	scale                               int
	rings, holes                        []drawn
}

// Errors of countries, in metres. Land borders of the source are 6.5 km off
// where they could be measured; simplifying adds less than landTolerance; the
// finer coastline is nearer than landError or is made a doubt.
const (
	landError     geo.Meters = 10_000
	landTolerance            = 900.0
	landScale                = 1000
)

// code is a country's ID: ISO 3166-1 alpha-2, or where the table has none, the
// three letters that it has in its place.
func code(f feature) string {
	switch a3 := f.text("ADM0_A3"); {
	case a3 == "FRA":
		return "fr" // ISO_A2 is "-99" in this edition
	case a3 == "NOR":
		return "no"
	case len(f.text("ISO_A2")) != 2:
		return strings.ToLower(a3)
	}
	return strings.ToLower(f.text("ISO_A2"))
}

func countries(dir string) ([]region, error) {
	all, err := features(filepath.Join(dir, "ne_50m_admin_0_countries.json.gz"))
	if err != nil {
		return nil, err
	}
	var out []region
	for _, f := range all {
		polygons, err := f.polygons()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.text("NAME"), err)
		}
		r := region{
			id: code(f) + "-land", name: f.text("NAME_LONG"), kind: "land", table: "natural-earth-50m", scale: landScale,
			source: "Natural Earth, Admin 0 – Countries, 1:50m, 2017 edition, simplified",
			note:   "Land with its lakes and rivers, and without its sea. Borders are drawn as the publisher has them, which settles no claim. Where the 1:10m coastline is over 10 km from this drawing, nothing is said.",
		}
		if r.id == "aq-land" {
			r.note += " Ice shelves count as the publisher has them."
		}
		var outer [][]geo.Point
		for _, polygon := range polygons {
			outer = append(outer, open(polygon[0]))
			for _, hole := range polygon[1:] {
				r.holes = append(r.holes, draw(unwrapped(open(hole)), landTolerance, landScale, landError))
			}
		}
		for _, o := range stitch(outer) {
			d := draw(unwrapped(o), landTolerance, landScale, landError)
			d.central(landScale)
			r.rings = append(r.rings, d)
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b region) int { return strings.Compare(a.id, b.id) })
	for i := range out[1:] {
		if out[i].id == out[i+1].id {
			return nil, fmt.Errorf("two countries are %q", out[i].id)
		}
	}
	return out, nil
}

// stitch joins outlines that the table cuts along the meridian of 180 degrees.
// The sides along it are taken away, and with them those along the edge of the
// map at the south pole; each end is joined to the beginning that is opposite.
func stitch(outlines [][]geo.Point) [][]geo.Point {
	edge := func(p geo.Point) bool { return math.Abs(math.Abs(float64(p.Lon))-180) < 1e-3 || p.Lat < -89.99 }
	const join = 0.01 // degrees that the two sides may differ
	var out, pieces [][]geo.Point
	for _, o := range outlines {
		start := -1
		for i, p := range o {
			if edge(p) && edge(o[(i+1)%len(o)]) {
				start = (i + 1) % len(o)
			}
		}
		if start < 0 {
			out = append(out, o)
			continue
		}
		var piece []geo.Point
		for k := range o {
			p, q := o[(start+k)%len(o)], o[(start+k+1)%len(o)]
			piece = append(piece, p)
			if edge(p) && edge(q) {
				if len(piece) > 1 {
					pieces = append(pieces, piece)
				}
				piece = nil
			}
		}
	}
	for len(pieces) > 0 {
		line := pieces[0]
		pieces = pieces[1:]
		for {
			end := line[len(line)-1]
			if math.Abs(float64(end.Lat-line[0].Lat)) < join && len(line) > 2 {
				out = append(out, line[:len(line)-1])
				break
			}
			next := slices.IndexFunc(pieces, func(p []geo.Point) bool { return math.Abs(float64(p[0].Lat-end.Lat)) < join })
			if next < 0 { // nothing is drawn on the other side
				out = append(out, line)
				break
			}
			line = append(line, pieces[next][1:]...)
			pieces = slices.Delete(pieces, next, next+1)
		}
	}
	return out
}

// doubt is a disc where the finer coastline is far from every outline.
type doubt struct {
	center geo.Point
	radius geo.Meters
	apart  bool
}

const (
	// coastError is how far the finer coastline may itself be off, in metres.
	coastError = 2000.0
	// near is how near an outline must be to a point of the finer coastline,
	// less what samples a kilometre apart can overstate and its error.
	near = float64(landError) - coastError - 20
)

// doubts compares the finer coastline with the outlines of all countries.
func doubts(dir string, all []region) ([]doubt, error) {
	drawn := newCloud(near)
	for _, r := range all {
		for _, d := range slices.Concat(r.rings, r.holes) {
			a := d.area(r.scale)
			for i, p := range a.Outline {
				length, azi, _ := geo.Inverse(p, a.Outline[(i+1)%len(a.Outline)])
				n := int(length/1000) + 1
				for k := range n {
					q, _ := geo.Direct(p, azi, length*geo.Meters(k)/geo.Meters(n))
					drawn.add(vectorOf(q))
				}
			}
		}
	}
	coast, err := features(filepath.Join(dir, "ne_10m_coastline.json.gz"))
	if err != nil {
		return nil, err
	}
	var out []doubt
	for _, f := range coast {
		lines, err := f.lines()
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			out = append(out, compare(line, drawn)...)
		}
	}
	slices.SortFunc(out, func(a, b doubt) int {
		x, y := a.center, b.center
		switch {
		case x.Lat != y.Lat:
			return int(math.Copysign(1, float64(x.Lat-y.Lat)))
		case x.Lon != y.Lon:
			return int(math.Copysign(1, float64(x.Lon-y.Lon)))
		}
		return 0
	})
	return out, nil
}

func compare(line []geo.Point, drawn *cloud) (out []doubt) {
	pts, _ := dense(ring(line), 1000, false)
	far := make([]bool, len(pts))
	all := true
	for i, p := range pts {
		far[i] = !drawn.has(vectorOf(p))
		all = all && far[i]
	}
	if all {
		return []doubt{around(pts, true)}
	}
	// A line that closes on itself is begun at a point that is near.
	if line[0] == line[len(line)-1] && far[0] {
		k := slices.Index(far, false)
		pts = append(append(ring{}, pts[k:]...), pts[1:k+1]...)
		far = append(append([]bool{}, far[k:]...), far[1:k+1]...)
	}
	for i := 0; i < len(pts); i++ {
		if !far[i] {
			continue
		}
		j := i
		for j < len(pts) && far[j] {
			j++
		}
		out = append(out, around(pts[max(0, i-1):min(len(pts), j+1)], false))
		i = j
	}
	return out
}

// around is a disc that holds all points, and what they may be off.
func around(pts ring, apart bool) doubt {
	var sum vector
	for _, p := range pts {
		v := vectorOf(p)
		for i := range sum {
			sum[i] += v[i]
		}
	}
	lat := math.Atan2(sum[2], math.Hypot(sum[0], sum[1])*(1-1/298.257223563)*(1-1/298.257223563)) * 180 / math.Pi
	lon := math.Atan2(sum[1], sum[0]) * 180 / math.Pi
	d := doubt{center: geo.Point{Lat: geo.Degrees(math.Round(lat*1000) / 1000), Lon: geo.Degrees(math.Round(lon*1000) / 1000)}, apart: apart}
	for _, p := range pts {
		p.Lon = geo.Degrees(math.Remainder(float64(p.Lon), 360))
		d.radius = max(d.radius, geo.Distance(d.center, p))
	}
	d.radius = geo.Meters(math.Ceil((float64(d.radius)+coastError+600)/100) * 100)
	return d
}

// cloud answers whether any of its points is within a distance.
type cloud struct {
	size float64
	by   map[[3]int16][]vector
}

func newCloud(size float64) *cloud { return &cloud{size, map[[3]int16][]vector{}} }

func (c *cloud) cell(v vector) (k [3]int16) {
	for i, x := range v {
		k[i] = int16(math.Floor(x / c.size))
	}
	return k
}

func (c *cloud) add(v vector) {
	k := c.cell(v)
	c.by[k] = append(c.by[k], v)
}

func (c *cloud) has(v vector) bool {
	k := c.cell(v)
	for x := k[0] - 1; x <= k[0]+1; x++ {
		for y := k[1] - 1; y <= k[1]+1; y++ {
			for z := k[2] - 1; z <= k[2]+1; z++ {
				for _, w := range c.by[[3]int16{x, y, z}] {
					if d := v.minus(w); d.dot(d) <= c.size*c.size {
						return true
					}
				}
			}
		}
	}
	return false
}
