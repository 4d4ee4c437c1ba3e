package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/holdshort/holdshort/geo"
)

// regions are all regions and the doubts about countries.
func regions(dir string) ([]region, []doubt, error) {
	land, err := countries(dir)
	if err != nil {
		return nil, nil, err
	}
	unsure, err := doubts(dir, land)
	if err != nil {
		return nil, nil, err
	}
	sea, err := maritime(dir)
	if err != nil {
		return nil, nil, err
	}
	air, err := firs(dir)
	if err != nil {
		return nil, nil, err
	}
	return slices.Concat(land, sea, air), unsure, nil
}

func areas(dir string) ([]byte, error) {
	all, unsure, err := regions(dir)
	if err != nil {
		return nil, err
	}
	report(all, unsure)
	var w wire
	w.WriteString("holdshort areas 1\n")
	w.count(len(unsure))
	lat, lon := 0, 0
	for _, d := range unsure {
		p := gridded(d.center, 1000)
		w.signed(p[0] - lat)
		w.signed(p[1] - lon)
		lat, lon = p[0], p[1]
		n := int(math.Round(float64(d.radius)/100)) << 1
		if d.apart {
			n |= 1
		}
		w.count(n)
	}
	w.count(len(all))
	for _, r := range all {
		for _, s := range []string{r.id, r.name, r.kind, r.table, r.source, r.note} {
			w.text(s)
		}
		w.count(r.scale)
		for _, list := range [][]drawn{r.rings, r.holes} {
			w.count(len(list))
			for _, d := range list {
				w.count(int(d.err))
				w.count(d.cut[0])
				w.count(d.cut[1])
				w.count(len(d.points))
				lat, lon := 0, 0
				for _, p := range d.points {
					w.signed(p[0] - lat)
					w.signed(p[1] - lon)
					lat, lon = p[0], p[1]
				}
			}
		}
	}
	return w.Bytes(), nil
}

// report says what was drawn, one line for each kind.
func report(all []region, unsure []doubt) {
	kinds := map[string][3]int{}
	worst := map[string]float64{}
	for _, r := range all {
		for _, d := range slices.Concat(r.rings, r.holes) {
			k := kinds[r.kind]
			kinds[r.kind] = [3]int{k[0], k[1] + 1, k[2] + len(d.points)}
			worst[r.kind] = max(worst[r.kind], d.worst)
		}
		k := kinds[r.kind]
		kinds[r.kind] = [3]int{k[0] + 1, k[1], k[2]}
	}
	for _, kind := range []string{"land", "territorial-sea", "contiguous-zone", "fir"} {
		k := kinds[kind]
		fmt.Fprintf(os.Stderr, "%s: %d regions, %d outlines, %d points; at most %.0f m from the source\n", kind, k[0], k[1], k[2], worst[kind])
	}
	apart, widest := 0, geo.Meters(0)
	for _, d := range unsure {
		if d.apart {
			apart++
		}
		widest = max(widest, d.radius)
	}
	fmt.Fprintf(os.Stderr, "doubts: %d discs, %d of them apart, the widest of radius %.1f km\n", len(unsure), apart, float64(widest)/1000)
}
