package archive

import (
	"cmp"
	"math"
	"strings"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// slot is how long a stretch of time within a day is in which positions are
// sorted by place.
const slot = 10 * span.Minute

// compareStored is the order of positions in a file: ten minutes by ten minutes,
// in each by place, then aircraft and time. Which source goes first of two is
// left to chance where a digest is not known yet.
func compareStored(a, b *track.Point) int {
	return cmp.Or(cmp.Compare(slotOf(a.At), slotOf(b.At)), cmp.Compare(cellOf(a), cellOf(b)), compareAddress(a.Address, b.Address),
		cmp.Compare(a.At, b.At), strings.Compare(a.From.Name, b.From.Name), cmp.Compare(a.Row, b.Row))
}

// slotOf is the number of a moment's slot.
func slotOf(t span.Instant) int64 {
	return int64(math.Floor(float64(t) / float64(slot)))
}

// cellOf is the place of a position on a curve of cells of two degrees, on which
// cells near one another lie near one another (Morton's order).
func cellOf(p *track.Point) uint32 {
	return spread(uint32((p.Pos.Lat+90)/2)) | spread(uint32((p.Pos.Lon+180)/2))<<1
}

// spread puts a zero between the lowest eight bits.
func spread(x uint32) uint32 {
	x &= 0xff
	x = (x | x<<4) & 0x0f0f
	x = (x | x<<2) & 0x3333
	return (x | x<<1) & 0x5555
}
