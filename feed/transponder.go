package feed

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// text is what a quoted value holds, without a copy where it has no escapes;
// nil if it is not text.
func text(v []byte) []byte {
	if len(v) < 2 || v[0] != '"' {
		return nil
	}
	if v = v[1 : len(v)-1]; bytes.IndexByte(v, '\\') >= 0 {
		return []byte(unquote(append(append([]byte{'"'}, v...), '"')))
	}
	return v
}

// squawkIn is the code in a quoted value, as readsb writes it: four digits.
func squawkIn(v []byte) track.Squawk {
	c, _ := track.SquawkOf(string(text(v)))
	return c
}

// squawkOf is the code in a cell of a table, in which many programs lose the
// zeros before a number, and some write a fraction of 0. A lone 0 stands for
// none there.
func squawkOf(s string) track.Squawk {
	s = strings.TrimSuffix(s, ".0")
	if n := len(s); n > 0 && n < 4 && s != "0" {
		s = "0000"[n:] + s
	}
	c, _ := track.SquawkOf(s)
	return c
}

// The range of altimeter settings that a transponder can say, in hPa: it sends
// what is above 800, in 12 bits of 0.1 (register 4,0) or 9 of 0.8 (ADS-B).
const (
	leastQNH = 800
	mostQNH  = 1209.5
)

// qnhOf is an altimeter setting, 0 if it cannot be one.
func qnhOf(f float64) float32 {
	if math.IsNaN(f) || f < leastQNH || f > mostQNH {
		return 0
	}
	return float32(f)
}

// isVehicle reports whether an emitter category is one of set C: C1 and C2 are
// vehicles on the surface, C3 to C5 obstacles (DO-260B; C0 says nothing). No
// aircraft is in it.
func isVehicle(category []byte) bool {
	return len(category) == 2 && category[0] == 'C' && category[1] >= '1' && category[1] <= '5'
}

// isVehicleNumber reports the same of OpenSky's numbers for categories, in which
// 16 to 20 are C1 to C5.
func isVehicleNumber(s string) bool {
	switch strings.TrimSuffix(s, ".0") {
	case "16", "17", "18", "19", "20":
		return true
	}
	return isVehicle([]byte(s))
}

// vehicle marks f as of a ground vehicle or an obstacle.
func (in *input) vehicle(f *track.Fix) {
	f.Mark |= track.Vehicle
	in.vehicles = true
}

// noteVehicles notes on a track how many of its rows were marked so.
func noteVehicles(t *track.Track) {
	n, first := 0, int64(0)
	for i := range t.Fixes {
		if t.Fixes[i].Mark.Has(track.Vehicle) {
			if n++; n == 1 {
				first = t.Fixes[i].Row
			}
		}
	}
	if n > 0 {
		t.Notes = append(t.Notes, track.Note{Row: first, Byte: -1,
			Text: fmt.Sprintf("%d rows say that they are of a ground vehicle or an obstacle (emitter category C1 to C5), and prove nothing of an aircraft", n)})
	}
}
