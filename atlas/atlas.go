// Package atlas gives package track the airfields and areas that package place
// has, so that neither needs to know the other.
package atlas

import (
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/track"
)

// Airfields finds the airfields within a distance of p, in metres, nearest
// first, that have an elevation and a runway in the table: what a transport
// aircraft could use.
func Airfields(p geo.Point, within geo.Meters) []track.Field {
	var out []track.Field
	for _, f := range place.Near(p, within) {
		if f.Elevation != f.Elevation || len(f.Runways) == 0 {
			continue
		}
		x := track.Field{Ident: f.Ident, Also: f.Also, Name: f.Name, Zone: f.Zone, Pos: f.At(), Elevation: float64(f.Elevation)}
		for _, r := range f.Runways {
			if r.Closed || !r.Ends[0].Placed || !r.Ends[1].Placed {
				continue
			}
			x.Runways = append(x.Runways, track.Runway{Ends: [2]track.RunwayEnd{
				{Ident: r.Ends[0].Name, Pos: r.Ends[0].At}, {Ident: r.Ends[1].Name, Pos: r.Ends[1].At}}})
		}
		out = append(out, x)
	}
	return out
}

// WithRunway are those of Airfields that have an open runway of a length in
// metres or more.
func WithRunway(least geo.Meters) track.Fields {
	return func(p geo.Point, within geo.Meters) []track.Field {
		return slices.DeleteFunc(Airfields(p, within), func(f track.Field) bool {
			return !slices.ContainsFunc(f.Runways, func(r track.Runway) bool { return geo.Distance(r.Ends[0].Pos, r.Ends[1].Pos) >= least })
		})
	}
}

// Same reports whether two location indicators are of one airfield.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	f, ok := place.Airport(a)
	return ok && (f.Ident == b || slices.Contains(f.Also, b))
}

// Area is a region as a track is asked about it.
func Area(r place.Region) track.Area {
	r = r.Prepare()
	a := track.Area{ID: r.ID, Contains: r.Contains, Boundary: r.Border, Via: r.LeastVia}
	if a.Boundary == nil {
		a.Boundary = slices.Concat(r.Rings, r.Holes)
	}
	for _, d := range r.Doubts {
		a.Doubts = append(a.Doubts, track.Disc{Center: d.Center, Radius: d.Radius})
	}
	return a
}

// QuickArea is a region as very many tracks are asked about it: what is said of it
// is sound alike, and now and then a little less close to the boundary.
func QuickArea(r place.Region) track.Area {
	a, q := Area(r), r.Quick()
	a.Contains, a.Clear, a.MayMeet = q.Contains, q.Clear, q.MayMeet
	return a
}
