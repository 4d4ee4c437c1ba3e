package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/geo"
)

// line is one line of NOAA's file, with the name of its folder.
type line struct {
	folder string
	points []geo.Point
}

// limits are the lines of NOAA's file.
func limits(dir string) ([]line, error) {
	z, err := zip.OpenReader(filepath.Join(dir, "USMaritimeLimitsAndBoundariesKML.kmz"))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	f, err := z.Open("doc.kml")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []line
	var path, folders []string // elements, and names of folders
	d := xml.NewDecoder(f)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read doc.kml: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			if t.Name.Local == "Folder" {
				folders = append(folders, "")
			}
		case xml.EndElement:
			path = path[:len(path)-1]
			if t.Name.Local == "Folder" {
				folders = folders[:len(folders)-1]
			}
		case xml.CharData:
			n := len(path)
			switch {
			case n > 1 && path[n-1] == "name" && path[n-2] == "Folder":
				folders[len(folders)-1] += string(t)
			case n > 0 && path[n-1] == "coordinates":
				pts, err := coordinates(string(t))
				if err != nil {
					return nil, fmt.Errorf("read doc.kml: %w", err)
				}
				if len(pts) > 1 {
					out = append(out, line{folders[len(folders)-1], pts})
				}
			}
		}
	}
}

func coordinates(s string) ([]geo.Point, error) {
	var out []geo.Point
	for _, w := range strings.Fields(s) {
		x := strings.Split(w, ",")
		if len(x) < 2 {
			return nil, fmt.Errorf("coordinates %q", w)
		}
		lon, ok1 := number(x[0])
		lat, ok2 := number(x[1])
		if !ok1 || !ok2 {
			return nil, fmt.Errorf("coordinates %q", w)
		}
		out = append(out, geo.Point{Lat: geo.Degrees(lat), Lon: geo.Degrees(lon)})
	}
	return out, nil
}

// net is lines joined at their ends. Ends are one place when they are within
// 250 metres, as those of the limit and the boundary at Bering Strait are, with 180 and -180 degrees the same.
type net struct {
	nodes []geo.Point
	ways  map[int][]way
}

type way struct {
	to   int
	cost float64
	line []geo.Point // from the node to to
}

func (n *net) node(p geo.Point) int {
	for i, q := range n.nodes {
		if math.Abs(float64(p.Lat-q.Lat)) < 0.003 && geo.Distance(q, p) < 250 {
			return i
		}
	}
	n.nodes = append(n.nodes, p)
	return len(n.nodes) - 1
}

// newNet joins lines. Those of the favoured folder count as a hundredth as long,
// and those of the border on land as a thousandth, so that a trail keeps to them.
func newNet(lines []line, favoured string, others ...string) *net {
	n := &net{ways: map[int][]way{}}
	for _, l := range lines {
		if l.folder != favoured && !slices.Contains(others, l.folder) || l.points[0] == l.points[len(l.points)-1] {
			continue
		}
		cost := 0.0
		for i := range l.points[1:] {
			cost += vectorOf(l.points[i]).minus(vectorOf(l.points[i+1])).length()
		}
		switch l.folder {
		case favoured:
			cost /= 100
		case land:
			cost /= 1000
		}
		a, b := n.node(l.points[0]), n.node(l.points[len(l.points)-1])
		back := slices.Clone(l.points)
		slices.Reverse(back)
		n.ways[a] = append(n.ways[a], way{b, cost, l.points})
		n.ways[b] = append(n.ways[b], way{a, cost, back})
	}
	return n
}

// trail is the shortest way along lines through the given places in turn, each
// within 300 metres of an end of a line.
func (n *net) trail(places []geo.Point) ([]geo.Point, error) {
	var out []geo.Point
	last := -1
	for _, p := range places {
		best, near := -1, geo.Meters(300)
		for i, q := range n.nodes {
			if d := geo.Distance(p, q); d < near {
				best, near = i, d
			}
		}
		if best < 0 {
			return nil, fmt.Errorf("no line ends at %v", p)
		}
		if last >= 0 {
			leg := n.shortest(last, best)
			if leg == nil {
				return nil, fmt.Errorf("no way from %v to %v", n.nodes[last], p)
			}
			out = append(out, leg...)
		}
		last = best
	}
	return out, nil
}

func (n *net) shortest(from, to int) []geo.Point {
	cost := map[int]float64{from: 0}
	came := map[int][]geo.Point{}
	prev := map[int]int{}
	done := map[int]bool{}
	for {
		at, least := -1, math.Inf(1)
		for i, c := range cost {
			if !done[i] && (c < least || c == least && i < at) {
				at, least = i, c
			}
		}
		if at < 0 {
			return nil
		}
		if at == to {
			break
		}
		done[at] = true
		for _, w := range n.ways[at] {
			if c, seen := cost[w.to]; !seen || least+w.cost < c {
				cost[w.to], came[w.to], prev[w.to] = least+w.cost, w.line, at
			}
		}
	}
	var out []geo.Point
	for at := to; at != from; at = prev[at] {
		out = append(slices.Clone(came[at]), out...)
	}
	return out
}

// NOAA's folders.
const (
	twelve     = "Territorial Sea"
	twentyFour = "Contiguous Zone"
	land       = "International Boundary"
)

var boundaries = []string{"Int'l Maritime Boundary", "Int'l Maritime Boundary and EEZ", "U.S. EEZ", land}

// Errors of the limits, in metres. The drawing is within limitTolerance of
// NOAA's lines; the rest is left for what NOAA does not state.
const (
	limitError     geo.Meters = 1000
	limitTolerance            = 300.0
	limitScale                = 10_000
	// riverError is that of the land border with Mexico, drawn from Natural
	// Earth: 8.8 km at most against the FAA's points on the Rio Grande.
	riverError geo.Meters = 10_000
)

// part is a part of the United States whose limits are drawn.
type part struct {
	id, name                 string
	west, east, south, north float64       // holds the closed lines that belong to it
	twelve, twentyFour       [][]geo.Point // places that each ring made of several lines goes through
}

func at(x ...float64) []geo.Point {
	var out []geo.Point
	for i := 0; i < len(x); i += 2 {
		out = append(out, geo.Point{Lat: geo.Degrees(x[i]), Lon: geo.Degrees(x[i+1])})
	}
	return out
}

// The maritime boundaries and the land border with Canada, by the ends of lines.
var (
	fundy = at(44.2998, -67.0917, 44.4631, -67.0526, 44.5742, -67.0375, 44.7690, -66.9108, 44.7766, -66.9026, 45.1924, -67.2832)
	fuca  = at(49.002, -123.0911, 48.4934, -124.7272, 48.492, -125.0151)
	dixon = at(54.5523, -131.4527, 54.688, -130.8779, 54.6782, -130.756, 54.6725, -130.6511, 54.725, -130.629, 69.6466, -141.0006, 69.6944, -140.9486, 69.8283, -140.7523)
	north = at(65.9685, -168.9769, 65.8143, -168.9769, 65.6958, -168.9769, 65.4696, -169.0473)
)

// Off St Lawrence Island the ends of the 24 mile line and those of the boundary
// piece that closes it are up to 2.8 km apart: they are joined straight, and the
// outline has an error of 4 km.
var (
	stLawrence = at(64.17614, -171.90369, 63.84467, -172.6326, 64.17614, -171.90369)
	gaps       = []line{
		{"gap", at(64.17614, -171.90369, 64.18855, -171.87738)},
		{"gap", at(63.84467, -172.6326, 63.82431, -172.67731)},
	}
)

const gapError geo.Meters = 4000

var parts = []part{
	{
		id: "conterminous", name: "the conterminous United States", west: 232, east: 295, south: 24, north: 50,
		twelve:     [][]geo.Point{slices.Concat(at(25.957, -97.1456, 25.9707, -96.9793, 25.9757, -96.924), fundy, fuca, at(32.5895, -117.4645, 32.5308, -117.1836, 32.534, -117.125))},
		twentyFour: [][]geo.Point{slices.Concat(at(25.957, -97.1456, 25.9707, -96.9793, 25.9757, -96.924, 26.0093, -96.7047, 44.0987, -67.3109, 44.1867, -67.2789), fundy, fuca, at(48.3555, -125.3441, 32.616, -117.7191, 32.5895, -117.4645, 32.5308, -117.1836, 32.534, -117.125))},
	},
	{
		id: "alaska", name: "Alaska", west: 165, east: 235, south: 50.5, north: 75,
		twelve: [][]geo.Point{slices.Concat(at(69.8283, -140.7523), north, dixon), at(52.112, 180, 51.791, 180, 52.112, 180)},
		twentyFour: [][]geo.Point{
			slices.Concat(at(69.8283, -140.7523, 70.0139, -140.5145, 66.1689, -168.9769), north, at(65.3251, -169.378, 54.3695, -133.7319), dixon),
			stLawrence,
			at(52.363, 180, 51.129, 180, 52.363, 180),
		},
	},
	{id: "hawaii", name: "Hawaii", west: 180, east: 207, south: 18, north: 30},
	{
		id: "puerto-rico-virgin-islands", name: "Puerto Rico and the U.S. Virgin Islands", west: 291, east: 297, south: 17, north: 19.5,
		twelve: [][]geo.Point{at(18.1063, -64.6401, 18.6114, -64.956, 18.1063, -64.6401)},
		twentyFour: [][]geo.Point{at(18.0337, -64.2619, 18.1063, -64.6401, 18.2678, -64.6599, 18.4617, -64.8900, 18.6114, -64.956, 18.8099, -65.018,
			18.5192, -67.9524, 17.8274, -68.2699, 18.0337, -64.2619)},
	},
	{id: "guam-northern-marianas", name: "Guam and the Northern Mariana Islands", west: 144, east: 147, south: 12, north: 21.5},
	{
		id: "american-samoa", name: "American Samoa", west: 188, east: 192, south: -15.5, north: -10,
		twentyFour: [][]geo.Point{at(-13.9351, -170.9952, -14.4438, -171.2395, -13.9351, -170.9952)},
	},
	{id: "remote-islands", name: "Wake, Johnston, Howland, Baker and Jarvis Islands, Palmyra Atoll and Kingman Reef", west: 166, east: 201, south: -1, north: 20},
}

// east is a longitude from 0 to 360 degrees.
func east(x geo.Degrees) float64 { return math.Mod(float64(x)+360, 360) }

func (p part) holds(pts []geo.Point) bool {
	for _, q := range pts {
		if e := east(q.Lon); e < p.west || e > p.east || float64(q.Lat) < p.south || float64(q.Lat) > p.north {
			return false
		}
	}
	return true
}

// maritime are the regions inside the 12 mile and the 24 mile lines.
func maritime(dir string) ([]region, error) {
	lines, err := limits(dir)
	if err != nil {
		return nil, err
	}
	lines = append(lines, gaps...)
	border, err := mexico(dir)
	if err != nil {
		return nil, err
	}
	var out []region
	for _, l := range []struct {
		id, name, kind, folder, nm string
		of                         func(part) [][]geo.Point
	}{
		{"us-12nm-", "their territorial sea", "territorial-sea", twelve, "12", func(p part) [][]geo.Point { return p.twelve }},
		{"us-24nm-", "their contiguous zone", "contiguous-zone", twentyFour, "24", func(p part) [][]geo.Point { return p.twentyFour }},
	} {
		n := newNet(lines, l.folder, boundaries...)
		if l.folder != twelve {
			n = newNet(lines, l.folder, append([]string{twelve, "gap"}, boundaries...)...)
		}
		for _, p := range parts {
			r := region{
				id: l.id + p.id, name: "United States: " + p.name + " and " + l.name + " (" + l.nm + " NM)", kind: l.kind, table: "noaa-limits", scale: limitScale,
				source: "NOAA, U.S. Maritime Limits and Boundaries 4.1, the " + l.nm + " NM lines, closed by its maritime boundaries and the International Boundary Commission's line with Canada; simplified",
				note:   "Land, internal waters and sea inside NOAA's " + l.nm + " NM lines as of 2013. Great Lakes count to the border. The lines follow low-water lines that move; where a boundary is disputed the claim of the United States is drawn.",
			}
			if err := r.close(p, l.of(p), n, lines, l.folder, border); err != nil {
				return nil, fmt.Errorf("%s: %w", r.id, err)
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// close makes the region's rings and holes: of the trails through given places,
// and of the lines that close on themselves.
func (r *region) close(p part, trails [][]geo.Point, n *net, lines []line, folder string, border []geo.Point) error {
	var rings [][]geo.Point
	for i, places := range trails {
		t, err := n.loop(places)
		if err != nil {
			return err
		}
		if n := retraced(t); n > 1 {
			return fmt.Errorf("trail %d goes over %d points twice", i+1, n)
		}
		if p.id == "conterminous" && i == 0 {
			full := append(slices.Clone(t), border...)
			rings = append(rings, full)
			r.source += "; the land border with Mexico from Natural Earth 1:50m"
			r.note += " Drawn as two overlapping parts, so that the error of the land border with Mexico, 10 km, holds in the south alone."
			r.rings = append(r.rings, split(t, border)...)
			continue
		}
		rings = append(rings, t)
		e := limitError
		if places[0] == stLawrence[0] {
			e = gapError
		}
		r.rings = append(r.rings, draw(unwrapped(open(t)), limitTolerance, limitScale, e))
	}
	for _, l := range loops(lines, folder, rings) {
		if p.holds(l) {
			rings = append(rings, l)
		}
	}
	for i, a := range rings[min(len(trails), len(rings)):] {
		d := draw(unwrapped(open(a)), limitTolerance, limitScale, limitError)
		hole := false
		for k, b := range rings {
			hole = hole || k != i+len(trails) && inside(a[0], b)
		}
		if hole {
			r.holes = append(r.holes, d)
		} else {
			r.rings = append(r.rings, d)
		}
	}
	if len(r.rings) == 0 {
		return errors.New("no line closes")
	}
	return nil
}

// loop is the trail through places: from the first to the last, or, where those
// are the same, by both of the ways between the two that lie between.
func (n *net) loop(places []geo.Point) ([]geo.Point, error) {
	if len(places) != 3 {
		return n.trail(places)
	}
	out, err := n.trail(places[:2])
	if err != nil {
		return nil, err
	}
	without := n.without(out)
	back, err := without.trail(places[1:])
	return append(out, back...), err
}

// retraced is how many points a trail comes back to.
func retraced(trail []geo.Point) (n int) {
	seen := map[geo.Point]bool{}
	for i, p := range trail {
		if i > 0 && p == trail[i-1] {
			continue // where two lines join
		}
		if seen[p] {
			n++
		}
		seen[p] = true
	}
	return n
}

// without is the net without the lines that a trail followed.
func (n *net) without(trail []geo.Point) *net {
	used := map[geo.Point]bool{}
	for _, p := range trail {
		used[p] = true
	}
	m := &net{nodes: n.nodes, ways: map[int][]way{}}
	for i, ways := range n.ways {
		for _, w := range ways {
			if !used[w.line[len(w.line)/2]] {
				m.ways[i] = append(m.ways[i], w)
			}
		}
	}
	return m
}
