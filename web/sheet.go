package web

import (
	"fmt"
	"math"
	"strings"

	"github.com/holdshort/holdshort/geo"
)

// sheet is a map on paper: Lambert's azimuthal equal-area projection of the
// sphere about a middle (Snyder, Map projections: a working manual, 1987, 24-2
// to 24-4). It has no edge on the way, such as the antimeridian is to others.
type sheet struct {
	sin, cos, lon float64 // of the middle
	scale         float64 // units of the drawing in a radian
	x, y          float64 // of the middle, in the drawing
	left, top     float64 // the frame
	width, height float64
}

// meanRadius is that of the sphere of the map, in metres. Lengths on the map are
// for the eye.
const meanRadius = 6_371_000

// fit puts the points into the frame, with room around them.
func (s *sheet) fit(points []geo.Point) {
	v := [3]float64{}
	for _, p := range points {
		w := unit(p)
		for i := range v {
			v[i] += w[i]
		}
	}
	s.lon = math.Atan2(v[1], v[0])
	s.sin, s.cos = math.Sincos(math.Atan2(v[2], math.Hypot(v[0], v[1])))
	s.scale = 1
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		if x, y, ok := s.at(p); ok {
			lo, hi = [2]float64{min(lo[0], x), min(lo[1], y)}, [2]float64{max(hi[0], x), max(hi[1], y)}
		}
	}
	const room, least = 0.8, 0.004 // least: some 25 km, so that one place is not all of the map
	s.scale = room * min(s.width/max(least, hi[0]-lo[0]), s.height/max(least, hi[1]-lo[1]))
	s.x = s.left + s.width/2 - s.scale*(lo[0]+hi[0])/2
	s.y = s.top + s.height/2 - s.scale*(lo[1]+hi[1])/2
}

func unit(p geo.Point) [3]float64 {
	sinLat, cosLat := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	return [3]float64{cosLat * cosLon, cosLat * sinLon, sinLat}
}

// at is where p is in the drawing; ok is false for the far side of the earth.
func (s *sheet) at(p geo.Point) (x, y float64, ok bool) {
	sinLat, cosLat := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sin, cos := math.Sincos(float64(p.Lon)*math.Pi/180 - s.lon)
	near := s.sin*sinLat + s.cos*cosLat*cos
	k := s.scale * math.Sqrt(2/(1+max(near, -0.999)))
	return s.x + k*cosLat*sin, s.y - k*(s.cos*sinLat-s.sin*cosLat*cos), near > 0
}

// inside reports whether a point of the drawing is in the frame.
func (s *sheet) inside(x, y float64) bool {
	return x > s.left && x < s.left+s.width && y > s.top && y < s.top+s.height
}

// ring is the path of an outline whose points are close; empty where none of it
// is on the near side. A ring around the far pole of the map is none: all of its
// points are on the far side.
func (s *sheet) ring(points []geo.Point) string {
	seen := false
	var b strings.Builder
	lastX, lastY := math.Inf(1), math.Inf(1)
	for _, p := range points {
		x, y, ok := s.at(p)
		seen = seen || ok && x > s.left-s.width && x < s.left+2*s.width && y > s.top-s.height && y < s.top+2*s.height
		if math.Abs(x-lastX)+math.Abs(y-lastY) < 0.4 {
			continue
		}
		move(&b, x, y)
		lastX, lastY = x, y
	}
	if !seen {
		return ""
	}
	return b.String() + "Z"
}

func move(b *strings.Builder, x, y float64) {
	letter := "L"
	if b.Len() == 0 {
		letter = "M"
	}
	fmt.Fprintf(b, "%s%.1f,%.1f", letter, x, y)
}

// closed adds points along the geodesics of an outline, so that no two are more
// than 50 km apart.
func closed(ring []geo.Point) []geo.Point {
	const step = 50_000
	var out []geo.Point
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		d, azi, _ := geo.Inverse(p, q)
		for k := range int(d/step) + 1 {
			x, _ := geo.Direct(p, azi, geo.Meters(k*step))
			out = append(out, x)
		}
	}
	return out
}

// line is the path of a row of positions, broken at the far side.
func (s *sheet) line(points []geo.Point) string {
	var b strings.Builder
	fresh := true
	lastX, lastY := math.Inf(1), math.Inf(1)
	for i, p := range points {
		x, y, ok := s.at(p)
		switch {
		case !ok:
			fresh = true
		case fresh:
			fmt.Fprintf(&b, "M%.1f,%.1f", x, y)
			fresh, lastX, lastY = false, x, y
		case math.Abs(x-lastX)+math.Abs(y-lastY) > 0.6 || i == len(points)-1:
			fmt.Fprintf(&b, "L%.1f,%.1f", x, y)
			lastX, lastY = x, y
		}
	}
	return b.String()
}

// label is text at a place of the drawing.
type label struct {
	X, Y   float64 // of its first line
	Anchor string  // start, middle, end
	Lines  []string
	Size   float64
	Weight int
	Color  string
}

// spot is where a label may stand.
type spot struct {
	x, y   float64
	anchor string
}

// beside are the spots around a point, the best to read first.
func beside(x, y, by float64) []spot {
	return []spot{{x + by, y + 4, "start"}, {x - by, y + 4, "end"}, {x + by*0.7, y - by, "start"}, {x + by*0.7, y + by + 10, "start"},
		{x - by*0.7, y - by, "end"}, {x - by*0.7, y + by + 10, "end"}, {x, y - by - 14, "middle"}, {x, y + by + 14, "middle"}}
}

// place gives a label the first of the spots at which it covers none before it;
// ok is false if there is none.
func (s *sheet) place(l label, spots []spot, taken *[][4]float64) (label, bool) {
	letters := 0
	for _, t := range l.Lines {
		letters = max(letters, len([]rune(t)))
	}
	w, h := float64(letters)*l.Size*letterWide, float64(len(l.Lines))*l.Size*lineHigh
	for _, at := range spots {
		l.X, l.Y, l.Anchor = at.x, at.y, at.anchor
		x := l.X - map[string]float64{"start": 0, "end": w, "middle": w / 2}[l.Anchor]
		box := [4]float64{x - 2, l.Y - l.Size, x + w + 2, l.Y - l.Size + h}
		if s.inside(box[0], box[1]) && s.inside(box[2], box[3]) && !covered(box, *taken) {
			*taken = append(*taken, box)
			return l, true
		}
	}
	return l, false
}

// How wide a letter is, more than most fonts need, and how high a line, in parts
// of the size.
const (
	letterWide = 0.56
	lineHigh   = 1.25
)

func covered(box [4]float64, taken [][4]float64) bool {
	for _, b := range taken {
		if b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3] {
			return true
		}
	}
	return false
}
