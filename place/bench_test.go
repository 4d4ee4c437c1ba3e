package place

import (
	"testing"

	"github.com/holdshort/holdshort/geo"
)

func BenchmarkLoadFields(b *testing.B) {
	for b.Loop() {
		readFields()
	}
}

func BenchmarkLoadAreas(b *testing.B) {
	for b.Loop() {
		readRegions()
	}
}

func BenchmarkNear(b *testing.B) {
	p := geo.Point{Lat: 26.2, Lon: -97.6}
	for _, c := range []struct {
		name   string
		within geo.Meters
	}{{"10NM", 10 * geo.NauticalMile}, {"100NM", 100 * geo.NauticalMile}, {"1000NM", 1000 * geo.NauticalMile}} {
		b.Run(c.name, func(b *testing.B) {
			Near(p, c.within)
			for b.Loop() {
				Near(p, c.within)
			}
		})
	}
}

func BenchmarkContains(b *testing.B) {
	for _, c := range []struct {
		name, id string
		p        geo.Point
	}{
		{"far", "us-12nm", geo.Point{Lat: 14.38, Lon: -87.62}},
		{"gulf100km", "us-12nm", geo.Point{Lat: 28.0, Lon: -93.5}},
		{"inside", "us-12nm", geo.Point{Lat: 38, Lon: -98}},
		{"coast15km", "us-12nm", geo.Point{Lat: 29.55, Lon: -94.2}},
		{"edge2km", "us-12nm", geo.Point{Lat: 29.38, Lon: -94.2}},
		{"land", "hn-land", geo.Point{Lat: 14.38, Lon: -87.62}},
		{"russia", "ru-land", geo.Point{Lat: 60, Lon: 100}},
	} {
		b.Run(c.name, func(b *testing.B) {
			r, _ := Area(c.id)
			t := r.Contains(c.p)
			for b.Loop() {
				r.Contains(c.p)
			}
			b.ReportMetric(float64(t), "answer")
		})
	}
}

func BenchmarkLeastVia(b *testing.B) {
	from, to := geo.Point{Lat: 26.226559, Lon: -97.655312}, geo.Point{Lat: 14.38233, Lon: -87.62117}
	r, _ := Area("us-12nm")
	r.LeastVia(from, to, 2_257_600)
	for b.Loop() {
		r.LeastVia(from, to, 2_257_600)
	}
}
