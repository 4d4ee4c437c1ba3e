package main

import (
	"math"

	"github.com/holdshort/holdshort/geo"
)

// ring is a closed line, its first point not repeated, whose edges are straight
// in latitude and longitude, as the tables draw them. Longitudes may go beyond
// half round, so that none jumps.
type ring []geo.Point

// unwrapped has each longitude within half round of the one before.
func unwrapped(r []geo.Point) ring {
	out := make(ring, len(r))
	copy(out, r)
	for i := 1; i < len(out); i++ {
		d := math.Remainder(float64(out[i].Lon-out[i-1].Lon), 360)
		out[i].Lon = out[i-1].Lon + geo.Degrees(d)
	}
	return out
}

// open is r without its last point if that is its first again.
func open(r []geo.Point) []geo.Point {
	if n := len(r); n > 1 && r[0] == r[n-1] {
		return r[:n-1]
	}
	return r
}

// dense has more points on each edge, so that none is farther than step metres
// from the next. closed says whether the last is joined to the first.
func dense(r ring, step float64, closed bool) (out ring, original []int) {
	for i, p := range r {
		original = append(original, len(out))
		out = append(out, p)
		q := r[(i+1)%len(r)]
		if i == len(r)-1 && !closed {
			break
		}
		dLon := math.Remainder(float64(q.Lon-p.Lon), 360)
		dLat := float64(q.Lat - p.Lat)
		length := math.Hypot(dLat, dLon*math.Cos(float64(p.Lat)*math.Pi/180)) * 111_700
		n := int(math.Ceil(length / step))
		for k := 1; k < n; k++ {
			t := float64(k) / float64(n)
			out = append(out, geo.Point{Lat: p.Lat + geo.Degrees(t*dLat), Lon: p.Lon + geo.Degrees(t*dLon)})
		}
	}
	return out, original
}

// drawn is an outline as it goes into the file.
type drawn struct {
	points [][2]int // latitude and longitude in parts of a degree
	err    geo.Meters
	cut    [2]int  // the first and last point of a cut, or none
	worst  float64 // greatest distance found from a point of the source, metres
	source ring    // what it was drawn from
	kept   []int   // of source, for each point
}

// draw leaves out points of a closed line, none of which is farther than tol
// metres from the line in its place, and rounds the others to 1/scale degree.
// Points of pinned are kept.
func draw(r ring, tol float64, scale int, err geo.Meters, pinned ...int) drawn {
	src, original := dense(r, 5000, true)
	grid := make([][2]int, len(src))
	v := make([]vector, len(src)) // as in the source
	g := make([]vector, len(src)) // as rounded
	for i, p := range src {
		grid[i] = gridded(p, scale)
		v[i] = vectorOf(p)
		g[i] = vectorOf(point(grid[i], scale))
	}
	keep := make([]bool, len(src)+1)
	keep[0], keep[len(src)] = true, true
	for _, i := range pinned {
		keep[original[i]] = true
	}
	far, best := 0, -1.0
	for i := range v {
		if d := v[i].minus(v[0]).length(); d > best {
			far, best = i, d
		}
	}
	keep[far] = true
	var todo [][2]int
	last := 0
	for i := 1; i <= len(src); i++ {
		if keep[i] {
			todo = append(todo, [2]int{last, i})
			last = i
		}
	}
	d := drawn{err: err, source: src}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		worst, at := 0.0, -1
		for i := s[0] + 1; i < s[1]; i++ {
			if x := aside(v[i], g[s[0]], g[s[1]%len(g)]); x > worst {
				worst, at = x, i
			}
		}
		if worst > tol {
			keep[at] = true
			todo = append(todo, [2]int{s[0], at}, [2]int{at, s[1]})
		} else {
			d.worst = max(d.worst, worst)
		}
	}
	// An island smaller than the tolerance keeps a third point.
	for n := countTrue(keep[:len(src)]); n < 3; n++ {
		best, at := -1.0, -1
		for i := range src {
			x := math.Inf(1)
			for k := range src {
				if keep[k] {
					x = min(x, v[i].minus(v[k]).length())
				}
			}
			if !keep[i] && x > best {
				best, at = x, i
			}
		}
		keep[at] = true
	}
	for i := range src {
		if !keep[i] {
			continue
		}
		if n := len(d.points); n > 0 && d.points[n-1] == grid[i] {
			continue
		}
		d.kept = append(d.kept, i)
		d.points = append(d.points, grid[i])
	}
	for n := len(d.points); n > 1 && d.points[n-1] == d.points[0]; n = len(d.points) {
		d.points, d.kept = d.points[:n-1], d.kept[:n-1]
	}
	return d
}

func countTrue(b []bool) (n int) {
	for _, x := range b {
		if x {
			n++
		}
	}
	return n
}

// gridded is a point rounded to 1/scale degree.
func gridded(p geo.Point, scale int) [2]int {
	return [2]int{int(math.Round(float64(p.Lat) * float64(scale))), int(math.Round(float64(p.Lon) * float64(scale)))}
}

func point(p [2]int, scale int) geo.Point {
	return geo.Point{
		Lat: geo.Degrees(float64(p[0]) / float64(scale)),
		Lon: geo.Degrees(math.Remainder(float64(p[1])/float64(scale), 360)),
	}
}

// area is the outline as package geo has it.
func (d drawn) area(scale int) geo.Area {
	a := geo.Area{Error: d.err}
	for _, p := range d.points {
		a.Outline = append(a.Outline, point(p, scale))
	}
	return a
}

// central begins the outline at the point that is nearest to its farthest one,
// so that a large country is within geo.Reach of its first point.
func (d *drawn) central(scale int) {
	a := d.area(scale)
	far := func(p geo.Point, enough geo.Meters) (m geo.Meters) {
		for _, q := range a.Outline {
			if m = max(m, geo.Distance(p, q)); m >= enough {
				break
			}
		}
		return m
	}
	if far(a.Outline[0], geo.Reach) < geo.Reach*9/10 {
		return
	}
	best, least := 0, geo.Meters(math.Inf(1))
	for i := 0; i < len(a.Outline); i += 1 + len(a.Outline)/200 {
		if f := far(a.Outline[i], least); f < least {
			best, least = i, f
		}
	}
	d.points = append(append([][2]int{}, d.points[best:]...), d.points[:best]...)
	d.kept = append(append([]int{}, d.kept[best:]...), d.kept[:best]...)
}

// vector is a place in metres from the middle of the earth.
type vector [3]float64

func vectorOf(p geo.Point) vector {
	const a, f = 6378137.0, 1 / 298.257223563 // WGS 84
	const e2 = f * (2 - f)
	sin, cos := math.Sincos(float64(p.Lat) * math.Pi / 180)
	sinLon, cosLon := math.Sincos(float64(p.Lon) * math.Pi / 180)
	n := a / math.Sqrt(1-e2*sin*sin)
	return vector{n * cos * cosLon, n * cos * sinLon, n * (1 - e2) * sin}
}

func (v vector) minus(w vector) vector { return vector{v[0] - w[0], v[1] - w[1], v[2] - w[2]} }
func (v vector) dot(w vector) float64  { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }
func (v vector) length() float64       { return math.Sqrt(v.dot(v)) }
func (v vector) cross(w vector) vector {
	return vector{v[1]*w[2] - v[2]*w[1], v[2]*w[0] - v[0]*w[2], v[0]*w[1] - v[1]*w[0]}
}

// aside is about how far v is in metres from the arc from a to b, good to some
// parts in a thousand; tests measure anew with package geo.
func aside(v, a, b vector) float64 {
	near := min(v.minus(a).length(), v.minus(b).length())
	n := a.cross(b)
	l := n.length()
	if l == 0 || n.cross(a).dot(v) < 0 || b.cross(n).dot(v) < 0 {
		return near
	}
	return min(near, math.Abs(n.dot(v))/l)
}
