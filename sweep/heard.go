package sweep

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Heard is in which cells of a degree by a degree, in which quarter hours and in
// which layers of height how many aircraft were received. It is coarse, and says
// nothing of one receiver.
type Heard struct {
	days map[dayCell]*[perDay]uint8
}

const (
	slot   = span.Instant(15 * 60 * 1000)
	slots  = 96 // in a day
	layers = 3
	perDay = slots * layers
)

// dayCell is a cell on a day.
type dayCell struct {
	day  int32 // since 1970
	cell uint16
}

// layerTops are the heights, in feet, up to which the lower layers reach.
var layerTops = [layers - 1]int32{5_000, 20_000}

// mark is one cell, quarter hour and layer: the quarter hours since 1970, then 16
// bits of cell, then 2 of layer.
type mark uint64

func markOf(f *track.Fix) mark {
	return mark(f.At/slot)<<18 | mark(cell(f.Pos))<<2 | mark(layerOf(f))
}

func cell(p geo.Point) uint16 {
	y, x := min(int(p.Lat+90), 179), min(int(p.Lon+180), 359)
	return uint16(y*360 + x)
}

func layerOf(f *track.Fix) int {
	if f.Ground == track.OnGround {
		return 0
	}
	for i, top := range layerTops {
		if f.Alt.Datum == track.NoAltitude || f.Alt.Feet < top {
			return i
		}
	}
	return layers - 1
}

// marks are those of one aircraft, each once.
type marks []mark

// note notes a fix.
func (m *marks) note(f *track.Fix) {
	if k := markOf(f); len(*m) == 0 || (*m)[len(*m)-1] != k {
		*m = append(*m, k)
	}
}

func (m *marks) settle() {
	slices.Sort(*m)
	*m = slices.Compact(*m)
}

// add adds one aircraft.
func (h *Heard) add(ms marks) {
	if h.days == nil {
		h.days = map[dayCell]*[perDay]uint8{}
	}
	for _, m := range ms {
		n, i := h.at(m)
		if n == nil {
			n = new([perDay]uint8)
			h.days[keyOf(m)] = n
		}
		if n[i] < 255 {
			n[i]++
		}
	}
}

func keyOf(m mark) dayCell { return dayCell{int32(m >> 18 / slots), uint16(m >> 2)} }

func (h *Heard) at(m mark) (n *[perDay]uint8, i int) {
	return h.days[keyOf(m)], int(m>>18%slots)*layers + int(m&3)
}

// others is how many aircraft were heard there and then, in that layer or a lower
// one, besides one with marks of its own. A receiver that hears low down hears
// higher up as well.
func (h *Heard) others(m mark, own marks) (n int) {
	for layer := range m&3 + 1 {
		k := m&^3 | layer
		if counts, i := h.at(k); counts != nil {
			n += int(counts[i])
			if _, ok := slices.BinarySearch(own, k); ok {
				n--
			}
		}
	}
	return n
}

// Quiet is a gap in a track, with whether others were heard on the straight way
// across it: in how many of its quarter hours.
type Quiet struct {
	From, To      span.Instant
	Quarters      int // quarter hours, begun ones too
	OthersHeardIn int // in so many of them others were heard
	Ground        bool
	Last          bool // after the last position: there is none at To
}

// Words say it.
func (s Quiet) Words() string {
	switch {
	case s.Quarters == s.OthersHeardIn:
		return "others were heard there all the while"
	case s.OthersHeardIn == 0:
		return "nobody was heard there"
	}
	return fmt.Sprintf("others were heard there in %d of %d quarter hours", s.OthersHeardIn, s.Quarters)
}

// quiets are the gaps of a track that overlap a time, graded.
func (h *Heard) quiets(t *track.Track, gaps []track.Gap, during span.Span) (out []Quiet) {
	var own marks
	for i := range t.Fixes {
		own.note(&t.Fixes[i])
	}
	own.settle()
	for _, g := range gaps {
		a, b := &t.Fixes[g.From], &t.Fixes[g.To]
		if a.At > during.Latest() || b.At < during.Earliest() {
			continue
		}
		out = append(out, h.quiet(a, b, g.Ground, own))
	}
	if s, ok := h.end(t, own, during.Latest()); ok {
		out = append(out, s)
	}
	return out
}

// after is how long past the last position of a track hearing is looked at.
const after = span.Instant(3600_000)

// end is the silence after the last fix of a track, up to the end of a time or an
// hour long: where it was last received, since where it then went is not known.
func (h *Heard) end(t *track.Track, own marks, until span.Instant) (s Quiet, ok bool) {
	if len(t.Fixes) == 0 {
		return s, false
	}
	a := &t.Fixes[len(t.Fixes)-1]
	b := *a
	if b.At = min(until, a.At+after); b.At <= a.At+span.Instant(60_000) {
		return s, false
	}
	s = h.quiet(a, &b, a.Ground == track.OnGround, own)
	s.Last = true
	return s, true
}

// quiet goes through the quarter hours of a gap, at each on the straight way.
func (h *Heard) quiet(a, b *track.Fix, ground bool, own marks) Quiet {
	s := Quiet{From: a.At, To: b.At, Ground: ground}
	length, azimuth, _ := geo.Inverse(a.Pos, b.Pos)
	lower := *a
	if layerOf(b) < layerOf(a) {
		lower = *b
	}
	for q := a.At / slot; q <= b.At/slot; q++ {
		x := lower
		x.At = min(max(q*slot+slot/2, a.At), b.At)
		share := geo.Meters(float64(x.At-a.At) / float64(b.At-a.At))
		x.Pos, _ = geo.Direct(a.Pos, azimuth, length*share)
		s.Quarters++
		if h.others(markOf(&x), own) > 0 {
			s.OthersHeardIn++
		}
	}
	return s
}

// MarshalBinary packs it for the state file.
func (h *Heard) MarshalBinary() ([]byte, error) {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	keys := slices.SortedFunc(maps.Keys(h.days), func(a, b dayCell) int {
		return int(int64(a.day)<<16+int64(a.cell)) - int(int64(b.day)<<16+int64(b.cell))
	})
	for _, k := range keys {
		head := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, uint32(k.day)), k.cell)
		if _, err := z.Write(append(head, h.days[k][:]...)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// UnmarshalBinary unpacks what MarshalBinary packed.
func (h *Heard) UnmarshalBinary(b []byte) error {
	h.days = map[dayCell]*[perDay]uint8{}
	z := flate.NewReader(bytes.NewReader(b))
	var head [6]byte
	for {
		if _, err := io.ReadFull(z, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		n := new([perDay]uint8)
		if _, err := io.ReadFull(z, n[:]); err != nil {
			return err
		}
		h.days[dayCell{int32(binary.BigEndian.Uint32(head[:4])), binary.BigEndian.Uint16(head[4:])}] = n
	}
}
