package daygen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
)

// kind is what sort of traffic an aircraft is.
type kind struct {
	types  []string
	share  int     // of a hundred
	cruise float64 // knots
	level  float64 // feet
	near   float64 // kilometres flown, at least
	far    float64 // and at most
}

var kinds = []kind{
	{[]string{"B738", "A320", "A321", "B39M", "E75L", "A20N"}, 52, 450, 36000, 250, 2600},
	{[]string{"B77W", "A359", "B789", "B744"}, 12, 485, 37000, 2500, 9000},
	{[]string{"AT76", "DH8D", "C208"}, 8, 260, 21000, 120, 700},
	{[]string{"C172", "P28A", "SR22"}, 20, 120, 4500, 30, 250},
	{[]string{"EC35", "R44", "H60"}, 8, 110, 1500, 15, 120},
}

var owners = []string{"SYNTHETIC AIRWAYS", "MADE UP AIR CHARTER", "EXAMPLE FLYING CLUB", "INVENTED CARGO"}

// plane is one aircraft of the day.
type plane struct {
	rng            *rand.Rand
	code           uint32
	nonICAO        bool
	reg, typ, own  string
	flags          int
	call           string // "" if it sends none
	source         string
	kind           *kind
	points         int     // how many it should have, about
	spoof, jumping bool    // led in a circle for a while; two aircraft on one address
	lag            float64 // of the height by satellite against that by pressure, feet
}

func (p *plane) hex() string {
	s := fmt.Sprintf("%06x", p.code)
	if p.nonICAO {
		s = "~" + s
	}
	return s
}

// newPlane is aircraft k. Its low byte is its folder. The sizes of traces follow a
// lognormal law of median 1,300 points and mean 1,950: four gigabytes a day at
// 29 bytes to a point, over 70,000 traces.
func newPlane(o Options, k int) *plane {
	r := rand.New(rand.NewPCG(o.Seed, uint64(k)))
	p := &plane{rng: r, code: uint32(k&255) | hiWord(k/256)<<8, source: "adsb_icao"}
	share := r.IntN(100)
	for i := range kinds {
		if share -= kinds[i].share; share < 0 {
			p.kind = &kinds[i]
			break
		}
	}
	p.points = int(1300 * math.Exp(0.9*r.NormFloat64()))
	p.points = min(max(p.points, 8), 14_000)
	p.typ, p.own = p.kind.types[r.IntN(len(p.kind.types))], owners[r.IntN(len(owners))]
	p.reg, p.call = fmt.Sprintf("ZZ-%04X", k), fmt.Sprintf("SYN%d", k%9000+100)
	p.lag = float64(r.IntN(80)-20) * 25
	switch x := r.IntN(1000); {
	case x < 70:
		p.source = "mlat"
	case x < 90:
		p.source, p.nonICAO, p.reg, p.typ, p.own = "tisb_other", true, "", "", ""
	case x < 93:
		p.flags, p.reg, p.own = 4, "", ""
	case x < 125:
		p.flags = 8
	case x < 140:
		p.flags = 1
	case x < 170:
		p.call = []string{"00000000", "TEST1234", ""}[x%3]
	case x < 173:
		p.spoof = true
	case x < 178:
		p.jumping = true
	}
	return p
}

// hiWord is the upper two bytes of an address: four of ten in the block of the
// United States, the others in four more.
func hiWord(k int) uint32 {
	if k%5 < 2 {
		return 0xa001 + uint32(k/5*2+k%5)*7
	}
	return []uint32{0x3c40, 0x4008, 0x7800}[k%5-2] + uint32(k/5)
}

// fields are those that flights go to: with an indicator and a long runway.
var fields = sync.OnceValue(func() (out []*place.Field) {
	all := place.Fields()
	for i := range all {
		f := &all[i]
		if len(f.Ident) != 4 || f.At().Lat < -80 || f.Elevation != f.Elevation || len(f.Runways) == 0 {
			continue
		}
		if e := f.Runways[0].Ends; e[0].Placed && e[1].Placed && geo.Distance(e[0].At, e[1].At) > 1800 {
			out = append(out, f)
		}
	}
	return out
})

// from draws a field at which a day begins, more often in the United States.
func (p *plane) from() *place.Field {
	fs := fields()
	for range 40 {
		if f := fs[p.rng.IntN(len(fs))]; f.Country == "US" || p.rng.IntN(3) > 0 {
			return f
		}
	}
	return fs[0]
}

// to draws a field within the range of the kind; nil if none came up.
func (p *plane) to(from *place.Field) *place.Field {
	fs := fields()
	for range 400 {
		f := fs[p.rng.IntN(len(fs))]
		if km := ballOf(from.At()).distance(ballOf(f.At())) / 1000; km >= p.kind.near && km <= p.kind.far {
			return f
		}
	}
	return nil
}

// heard are the cells of two and a half degrees in or beside which there is any
// field: there receivers are taken to stand, and over the oceans none.
var heard = sync.OnceValue(func() (out [72][144]bool) {
	all := place.Fields()
	for i := range all {
		y, x := cellOf(all[i].At())
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				if y+dy >= 0 && y+dy < 72 {
					out[y+dy][(x+dx+144)%144] = true
				}
			}
		}
	}
	return out
})

func cellOf(p geo.Point) (y, x int) {
	return min(int((float64(p.Lat)+90)/2.5), 71), int((float64(p.Lon)+180)/2.5) % 144
}

// received reports whether a position there would have been: nothing over the
// oceans, and low down not in one cell of twelve.
func received(at geo.Point, feet float64) bool {
	y, x := cellOf(at)
	return heard()[y][x] && (feet > 12_000 || (y*31+x*17)%12 != 0)
}
