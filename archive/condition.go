package archive

import (
	"math"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Condition is what is asked of the value in one column. One of Time, Degrees,
// Texts and True is set; Null may be with any.
type Condition struct {
	Column  string
	Time    span.Span    // a moment within it; an end may be span.Beginning or span.End
	Degrees [][2]float64 // a number within one of these ranges, both ends included
	Texts   []string     // one of these, which are in order
	True    bool         // true
	Null    bool         // no value does too
}

func timeWithin(s span.Span) Condition { return Condition{Column: "time", Time: s} }

// PlaceWithin is what is asked of the columns lat and lon for a box that is not
// everywhere.
func PlaceWithin(b geo.Box) []Condition {
	lons := [][2]float64{{float64(b.West), float64(b.East)}}
	if b.West > b.East {
		lons = [][2]float64{{-math.MaxFloat64, float64(b.East)}, {float64(b.West), math.MaxFloat64}}
	}
	return []Condition{
		{Column: "lat", Degrees: [][2]float64{{float64(b.South), float64(b.North)}}},
		{Column: "lon", Degrees: lons},
	}
}

// addressIn asks for any of a set of aircraft; if none is among them, positions
// without an address do.
func addressIn(set map[track.Address]bool) Condition {
	c := Condition{Column: "address", Texts: []string{}, Null: set[track.Address{}]}
	for a := range set {
		if !a.IsZero() {
			c.Texts = append(c.Texts, a.String())
		}
	}
	slices.Sort(c.Texts)
	return c
}

// wish is what is asked of one column: whether values between two bounds may do,
// and whether one does.
type wish struct {
	column int
	may    func(least, most parquet.Value) bool
	is     func(parquet.Value) bool
	null   bool // whether null does
}

// wishes are conditions on the columns of a table.
func (t *table[R]) wishes(cs []Condition) (out []wish) {
	for _, c := range cs {
		w := c.wish()
		w.column, w.null = t.at(c.Column), c.Null
		out = append(out, w)
	}
	return out
}

func (c *Condition) wish() wish {
	switch {
	case c.True:
		return wish{may: func(_, most parquet.Value) bool { return most.Boolean() }, is: parquet.Value.Boolean}
	case c.Degrees != nil:
		meets := func(least, most float64) bool {
			return slices.ContainsFunc(c.Degrees, func(r [2]float64) bool { return r[0] <= most && least <= r[1] })
		}
		return wish{may: func(least, most parquet.Value) bool { return meets(least.Double(), most.Double()) },
			is: func(v parquet.Value) bool { return meets(v.Double(), v.Double()) }}
	case c.Texts != nil:
		return c.textWish()
	}
	lo, hi := int64(c.Time.Earliest()), int64(c.Time.Latest())
	return wish{may: func(least, most parquet.Value) bool { return least.Int64() <= hi && most.Int64() >= lo },
		is: func(v parquet.Value) bool { t := v.Int64(); return lo <= t && t <= hi }}
}

func (c *Condition) textWish() wish {
	set := map[string]bool{}
	for _, s := range c.Texts {
		set[s] = true
	}
	return wish{
		may: func(least, most parquet.Value) bool {
			i, _ := slices.BinarySearch(c.Texts, string(least.ByteArray()))
			return i < len(c.Texts) && c.Texts[i] <= string(most.ByteArray())
		},
		is: func(v parquet.Value) bool { return set[string(v.ByteArray())] }}
}

// conditions are what a query asks of columns.
func (q Query) conditions() []Condition {
	out := []Condition{timeWithin(q.Between)}
	if q.Within != (geo.Box{}) {
		out = append(out, PlaceWithin(q.Within)...)
	}
	if set := q.asks(); set != nil {
		out = append(out, addressIn(set))
	}
	return out
}
