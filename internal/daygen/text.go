package daygen

import (
	"fmt"
	"math"
	"strconv"
	"sync"

	"github.com/holdshort/holdshort/span"
)

// text is the JSON of a trace, as readsb writes it.
type text struct {
	b      []byte
	points int
	last   float64 // seconds, of the last point
	buf    *[]byte
}

var bufs = sync.Pool{New: func() any { return new([]byte) }}

func newText(p *plane, midnight span.Instant) *text {
	t := &text{buf: bufs.Get().(*[]byte), last: math.Inf(-1)}
	t.b = fmt.Appendf((*t.buf)[:0], "{\"icao\":%q,\n", p.hex())
	if p.reg != "" {
		t.b = fmt.Appendf(t.b, "\"r\":%q,\n", p.reg)
	}
	if p.typ != "" {
		t.b = fmt.Appendf(t.b, "\"t\":%q,\n", p.typ)
	}
	t.b = fmt.Appendf(t.b, "\"dbFlags\":%d,\"desc\":\"SYNTHETIC\",\n", p.flags)
	if p.own != "" {
		t.b = fmt.Appendf(t.b, "\"ownOp\":%q,\n", p.own)
	}
	t.b = fmt.Appendf(t.b, "\"version\":\"SYNTHETIC daygen\",\n\"timestamp\":%.3f,\n\"trace\":[", float64(midnight)/1000)
	return t
}

func (t *text) end() { t.b = append(t.b, "]}\n"...) }

func (t *text) free() {
	*t.buf = t.b
	bufs.Put(t.buf)
}

// number appends x to a number of decimals, and a comma.
func (t *text) number(x float64, decimals int) {
	t.b = append(strconv.AppendFloat(t.b, x, 'f', decimals, 64), ',')
}

// point appends one point, if it comes after the one before.
func (t *text) point(p *plane, s state) {
	if s.at <= t.last+1 || t.points >= 2*p.points || s.at >= day {
		return
	}
	t.last = s.at
	if t.points > 0 {
		t.b = append(t.b, ',')
	}
	t.b = append(t.b, "\n["...)
	t.number(s.at, 2)
	t.number(float64(s.pos.Lat), 6)
	t.number(float64(s.pos.Lon), 6)
	feet := math.Round(s.feet/25) * 25
	if s.ground {
		t.b = append(t.b, `"ground",`...)
	} else {
		t.number(feet, 0)
	}
	t.number(s.speed, 1)
	t.number(s.course, 1)
	flags := 0.0
	if s.stale {
		flags = 1
	}
	t.number(flags, 0)
	t.number(math.Round(s.climb/64)*64, 0)
	if t.points%4 == 0 && p.source != "mlat" {
		t.detail(p, s, feet)
	} else {
		t.b = append(t.b, "null,"...)
	}
	t.b = append(append(append(t.b, '"'), p.source...), `",`...)
	if s.ground || p.source == "mlat" {
		t.b = append(t.b, "null,null,null,null]"...)
	} else {
		t.number(feet+p.lag, 0)
		t.number(math.Round(s.climb/32)*32, 0)
		t.number(math.Round(s.speed*0.6), 0)
		t.b = append(strconv.AppendFloat(t.b, float64(p.rng.IntN(20)-10)/10, 'f', 1, 64), ']')
	}
	t.points++
}

// detail appends the object that every fourth point has.
func (t *text) detail(p *plane, s state, feet float64) {
	t.b = fmt.Appendf(t.b, `{"type":%q`, p.source)
	if p.call != "" {
		t.b = fmt.Appendf(t.b, `,"flight":"%-8s"`, p.call)
	}
	if s.ground {
		t.b = append(t.b, `,"squawk":"2000","category":"A3","version":2,"nic":8,"rc":186,"nac_p":9,"nac_v":1,"sil":3,"sil_type":"perhour","gva":2,"sda":2,"alert":0,"spi":0},`...)
		return
	}
	t.b = fmt.Appendf(t.b, `,"alt_geom":%.0f,"ias":%.0f,"tas":%.0f,"mach":%.3f,"wd":%d,"ws":%d,"oat":%d,"tat":%d,"track":%.2f,"track_rate":%.2f,"roll":%.2f,"mag_heading":%.2f,"true_heading":%.2f,"baro_rate":%.0f,"geom_rate":%.0f`,
		feet+p.lag, s.speed*0.6, s.speed, s.speed/590, 200+p.rng.IntN(40), 20+p.rng.IntN(30), -40-p.rng.IntN(10), -15-p.rng.IntN(10), s.course, float64(p.rng.IntN(20)-10)/100,
		float64(p.rng.IntN(200)-100)/100, math.Mod(s.course+352, 360), math.Mod(s.course+358, 360), s.climb, s.climb)
	t.b = fmt.Appendf(t.b, `,"squawk":"%04o","emergency":"none","category":"A3","nav_qnh":1013.6,"nav_altitude_mcp":%.0f,"nav_heading":%.2f,"nic":8,"rc":186,"version":2,"nic_baro":1,"nac_p":9,"nac_v":2,"sil":3,"sil_type":"perhour","gva":2,"sda":2,"alert":0,"spi":0},`,
		p.code&07777, math.Round(s.feet/1000)*1000, s.course)
}
