package place

import (
	_ "embed" // for the outlines
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/holdshort/holdshort/geo"
)

//go:embed areas.gz
var packedAreas []byte

// areasMagic begins the unpacked file of areas.
const areasMagic = "holdshort areas 1\n"

// regions are the regions of the embedded file, read at the first use, and
// those put together from them.
var regions = sync.OnceValue(func() []Region {
	all := readRegions()
	all = append(all,
		union(all, "us-12nm-", "us-12nm", "The United States and their territorial sea (12 NM), all parts that are drawn"),
		union(all, "us-24nm-", "us-24nm", "The United States and their contiguous zone (24 NM), all parts that are drawn"))
	slices.SortFunc(all, func(a, b Region) int { return strings.Compare(a.ID, b.ID) })
	return all
})

// Areas are the regions that the program carries, in order of ID.
func Areas() []Region { return slices.Clone(regions()) }

// Area is the region with an ID, such as "us-12nm" or "hn-land".
func Area(id string) (Region, bool) {
	all := regions()
	i, ok := slices.BinarySearchFunc(all, id, func(r Region, id string) int { return strings.Compare(r.ID, id) })
	if !ok {
		return Region{}, false
	}
	return all[i], true
}

// NoArea is the error that no region has an ID. It names the shortest of those that
// begin with the same word, as "us-12nm" does for "us-territory", or whose name has
// the word in it.
func NoArea(id string) error {
	word, _, _ := strings.Cut(strings.ToLower(id), "-")
	var like []string
	for _, r := range regions() {
		if strings.HasPrefix(r.ID, word+"-") || len(word) > 3 && strings.Contains(strings.ToLower(r.Name), word) {
			like = append(like, r.ID)
		}
	}
	if word == "" || len(like) == 0 {
		return fmt.Errorf("no area is named %q", id)
	}
	slices.SortStableFunc(like, func(a, b string) int { return len(a) - len(b) })
	return fmt.Errorf("no area is named %q; alike are %s", id, strings.Join(like[:min(4, len(like))], ", "))
}

// union is all regions whose ID has a prefix as one.
func union(all []Region, prefix, id, name string) Region {
	out := Region{ID: id, Name: name}
	var parts []func() *made
	for _, r := range all {
		if !strings.HasPrefix(r.ID, prefix) {
			continue
		}
		out.Kind, out.Table, out.Source, out.Date, out.Licence = r.Kind, r.Table, r.Source, r.Date, r.Licence
		out.Error = max(out.Error, r.Error)
		out.Rings, out.Holes = append(out.Rings, r.Rings...), append(out.Holes, r.Holes...)
		if r.Border != nil {
			out.Border = append(out.Border, r.Border...)
		} else {
			out.Border = append(append(out.Border, r.Rings...), r.Holes...)
		}
		parts = append(parts, r.made)
		out.Note += r.ID + ": " + r.Note + " "
	}
	out.Note = strings.TrimSpace(out.Note)
	out.made = sync.OnceValue(func() *made {
		m := &made{doubts: noDoubts}
		for _, part := range parts {
			p := part()
			m.rings, m.holes = append(m.rings, p.rings...), append(m.holes, p.holes...)
			m.border = append(m.border, p.border...)
		}
		return m
	})
	return out
}

func readRegions() []Region {
	r := open(packedAreas, areasMagic)
	doubts := make([]Disc, r.count())
	lat, lon := 0, 0
	for i := range doubts {
		lat, lon = lat+r.signed(), lon+r.signed()
		n := r.count()
		doubts[i] = Disc{at(lat, lon, 1000), geo.Meters(n>>1) * 100, n&1 != 0}
	}
	unsure := sync.OnceValue(func() *discs { return discsOf(doubts) })
	out := make([]Region, r.count())
	for i := range out {
		out[i] = r.region()
		if out[i].Kind == Land {
			out[i].Doubts = doubts
		}
		// That all are valid is for a test to see.
		out[i].made = sync.OnceValue(func() *made { return makeUp(out[i], unsure) })
	}
	return out
}

func (r *reader) region() Region {
	g := Region{ID: r.text(), Name: r.text(), Kind: r.text(), Table: r.text(), Source: r.text(), Note: r.text()}
	t := table(g.Table)
	g.Date, g.Licence = t.Date, t.Licence
	scale := r.count()
	rings, cut := r.outlines(g.ID, scale)
	g.Rings = rings
	g.Holes, _ = r.outlines(g.ID+"/hole", scale)
	for _, a := range slices.Concat(g.Rings, g.Holes) {
		g.Error = max(g.Error, a.Error)
	}
	if slices.ContainsFunc(cut, func(c [2]int) bool { return c != [2]int{} }) {
		for i, a := range g.Rings {
			if cut[i] != [2]int{} {
				a = uncut(a, cut[i])
			}
			g.Border = append(g.Border, a)
		}
		g.Border = append(g.Border, g.Holes...)
	}
	return g
}

// uncut is the outline without the points between two of its numbers, there and
// back.
func uncut(a geo.Area, cut [2]int) geo.Area {
	n := len(a.Outline)
	var line []geo.Point
	for i := cut[1]; ; i++ {
		line = append(line, a.Outline[i%n])
		if i%n == cut[0] {
			break
		}
	}
	for i := len(line) - 2; i > 0; i-- {
		line = append(line, line[i])
	}
	return geo.Area{ID: a.ID + "/border", Outline: line, Error: a.Error}
}

// outlines reads outlines. Each has the numbers of the first and the last point
// of a cut, whose edges are no boundary, or none.
func (r *reader) outlines(id string, scale int) ([]geo.Area, [][2]int) {
	n := r.count()
	areas, cuts := make([]geo.Area, n), make([][2]int, n)
	for i := range areas {
		areas[i] = geo.Area{ID: id, Error: geo.Meters(r.count())}
		cuts[i] = [2]int{r.count(), r.count()}
		areas[i].Outline = make([]geo.Point, r.count())
		lat, lon := 0, 0
		for k := range areas[i].Outline {
			lat, lon = lat+r.signed(), lon+r.signed()
			areas[i].Outline[k] = at(lat, lon, scale)
		}
	}
	return areas, cuts
}

// at is a point given in parts of a degree, the longitude perhaps beyond half
// round.
func at(lat, lon, scale int) geo.Point {
	for lon > 180*scale {
		lon -= 360 * scale
	}
	for lon < -180*scale {
		lon += 360 * scale
	}
	return geo.Point{Lat: geo.Degrees(float64(lat) / float64(scale)), Lon: geo.Degrees(float64(lon) / float64(scale))}
}
