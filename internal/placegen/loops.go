package main

import (
	"errors"
	"github.com/holdshort/holdshort/geo"
	"math"
	"path/filepath"
	"slices"
)

// loops are the closed lines of a folder, and those that its open lines make
// together, without the lines that trails followed.
func loops(lines []line, folder string, trails [][]geo.Point) [][]geo.Point {
	used := map[geo.Point]bool{}
	for _, t := range trails {
		for _, p := range t {
			used[p] = true
		}
	}
	var out, pieces [][]geo.Point
	for _, l := range lines {
		switch {
		case l.folder != folder:
		case l.points[0] == l.points[len(l.points)-1]:
			out = append(out, l.points)
		case !used[l.points[len(l.points)/2]]:
			pieces = append(pieces, l.points)
		}
	}
	joins := func(p, q geo.Point) bool { return geo.Distance(p, q) < 50 }
	for len(pieces) > 0 {
		loop := slices.Clone(pieces[0])
		pieces = pieces[1:]
		for !joins(loop[0], loop[len(loop)-1]) {
			end := loop[len(loop)-1]
			next := slices.IndexFunc(pieces, func(p []geo.Point) bool { return joins(end, p[0]) || joins(end, p[len(p)-1]) })
			if next < 0 {
				loop = nil
				break
			}
			piece := slices.Clone(pieces[next])
			if !joins(end, piece[0]) {
				slices.Reverse(piece)
			}
			loop = append(loop, piece...)
			pieces = slices.Delete(pieces, next, next+1)
		}
		if len(loop) > 3 {
			out = append(out, loop)
		}
	}
	return out
}

// inside says whether a place is inside a closed line, in the plane of latitude
// and longitude.
func inside(p geo.Point, line []geo.Point) bool {
	r := unwrapped(line)
	x := float64(r[0].Lon) + math.Remainder(float64(p.Lon-r[0].Lon), 360)
	in := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a.Lat > p.Lat) != (b.Lat > p.Lat) {
			if x < float64(a.Lon)+float64(p.Lat-a.Lat)/float64(b.Lat-a.Lat)*float64(b.Lon-a.Lon) {
				in = !in
			}
		}
	}
	return in
}

// mexico is the land border from the Pacific to the Gulf: the points that
// Natural Earth has in both countries.
func mexico(dir string) ([]geo.Point, error) {
	all, err := features(filepath.Join(dir, "ne_50m_admin_0_countries.json.gz"))
	if err != nil {
		return nil, err
	}
	of := map[string][][]geo.Point{}
	for _, f := range all {
		if c := code(f); c == "us" || c == "mx" {
			polygons, err := f.polygons()
			if err != nil {
				return nil, err
			}
			for _, p := range polygons {
				of[c] = append(of[c], open(p[0]))
			}
		}
	}
	shared := map[geo.Point]bool{}
	for _, o := range of["mx"] {
		for _, p := range o {
			shared[p] = true
		}
	}
	for _, o := range of["us"] {
		start := -1
		for i, p := range o {
			if !shared[p] && shared[o[(i+1)%len(o)]] {
				start = i + 1
			}
		}
		if start < 0 {
			continue
		}
		var out []geo.Point
		for k := 0; shared[o[(start+k)%len(o)]]; k++ {
			out = append(out, o[(start+k)%len(o)])
		}
		if out[0].Lon > out[len(out)-1].Lon {
			slices.Reverse(out)
		}
		return out, nil
	}
	return nil, errors.New("no border with Mexico")
}

// The conterminous United States are drawn as a part that ends in the south at
// a cut well inside the country, and a part that ends in the north at another
// one, farther from Mexico. What is near one cut is deep inside the other part.
var (
	southCut = at(27.3, -98.9, 28.2, -99.9, 29.0, -100.25, 29.75, -100.6, 30.2, -101.5, 30.2, -102.6, 29.75, -103.4, 30.05, -104.1, 30.9, -104.45, 31.6, -105.55, 32.2, -106.5, 32.2, -108.5, 32.0, -111.2, 32.9, -114.2, 33.1, -115.5, 33.0, -116.8)
	northCut = at(27.75, -98.7, 28.45, -99.6, 29.2, -99.9, 30.0, -100.3, 30.6, -101.4, 30.6, -102.8, 30.2, -103.5, 30.4, -103.9, 31.1, -104.1, 31.95, -105.4, 32.6, -106.4, 32.6, -108.6, 32.45, -111.1, 33.3, -114.1, 33.5, -115.5, 33.4, -116.8)
)

// split makes the two parts of a trail that runs from the mouth of the Rio
// Grande round by north to the Pacific, and the border from there back.
func split(trail, border []geo.Point) []drawn {
	first := func(lat geo.Degrees) int {
		return slices.IndexFunc(trail, func(p geo.Point) bool { return p.Lat > lat })
	}
	last := func(lat geo.Degrees) int {
		i := len(trail) - 1
		for trail[i].Lat <= lat {
			i--
		}
		return i
	}
	// The northern part: trail[a:b+1], then the southern cut from west to east.
	a, b := first(27.05), last(33.0)
	n := slices.Clone(trail[a : b+1])
	pins := []int{0, len(n) - 1}
	cut := slices.Clone(southCut)
	slices.Reverse(cut)
	for range cut {
		pins = append(pins, pins[len(pins)-1]+1)
	}
	north := draw(unwrapped(append(n, cut...)), limitTolerance, limitScale, limitError, pins...)
	north.cut = [2]int{len(north.points) - len(cut) - 1, 0}
	// The southern part: the northern cut from east to west, then the trail to
	// its end, the border, and the trail's beginning.
	a, b = first(27.5), last(33.3)
	s := slices.Clone(northCut)
	s = append(s, trail[b:]...)
	s = append(s, border...)
	s = append(s, trail[:a+1]...)
	pins = nil
	for i := range len(northCut) + 1 {
		pins = append(pins, i)
	}
	pins = append(pins, len(s)-1)
	south := draw(unwrapped(s), limitTolerance, limitScale, riverError, pins...)
	south.cut = [2]int{len(south.points) - 1, len(northCut)}
	return []drawn{north, south}
}
