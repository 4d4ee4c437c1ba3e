package daygen

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/place"
)

const (
	radius = 6_371_000.0   // metres, of the sphere on which the day is flown
	knot   = 1852.0 / 3600 // metres a second
	day    = 24 * 3600.0   // seconds
	rotate = 140.0         // knots, on leaving the ground and on coming to it
	grades = math.Pi / 180 // to a degree
)

// ball is a direction from the centre of the sphere.
type ball [3]float64

func ballOf(p geo.Point) ball {
	sa, ca := math.Sincos(float64(p.Lat) * grades)
	so, co := math.Sincos(float64(p.Lon) * grades)
	return ball{ca * co, ca * so, sa}
}

func (a ball) dot(b ball) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

func (a ball) distance(b ball) float64 {
	return radius * math.Acos(min(1, max(-1, a.dot(b))))
}

func (a ball) point() geo.Point {
	return geo.Point{Lat: geo.Degrees(math.Asin(min(1, max(-1, a[2]))) / grades), Lon: geo.Degrees(math.Atan2(a[1], a[0]) / grades)}
}

// fly writes the aircraft's day: parked, then legs with turnrounds, until the
// points are used up or the day is.
func (p *plane) fly(t *text) {
	f := p.from()
	now := p.rng.Float64() * day * 0.8
	if p.rng.IntN(4) == 0 {
		now = -p.rng.Float64() * 3600 // in the air at midnight
	}
	for t.points < p.points && now < day {
		to := p.to(f)
		if to == nil || p.rng.IntN(20) == 0 {
			p.stand(t, f, now, 1200)
			return
		}
		p.stand(t, f, now-300, 300)
		now = p.leg(t, f, to, now)
		p.stand(t, to, now, 400)
		now += 1500 + p.rng.Float64()*4000
		f = to
	}
}

// stand writes an aircraft that taxies and stands on a field.
func (p *plane) stand(t *text, f *place.Field, from, long float64) {
	at := f.At()
	for s := from; s < from+long; s += 15 + p.rng.Float64()*20 {
		x := state{at: s, pos: p.shaken(at, 200), ground: true, speed: float64(p.rng.IntN(150)) / 10, course: float64(p.rng.IntN(3600)) / 10, feet: float64(f.Elevation)}
		if received(x.pos, 100) {
			t.point(p, x)
		}
	}
}

// shaken is a place within some metres of another.
func (p *plane) shaken(at geo.Point, metres float64) geo.Point {
	d := metres / 111_000
	return geo.Point{Lat: at.Lat + geo.Degrees((p.rng.Float64()-.5)*d), Lon: at.Lon + geo.Degrees((p.rng.Float64()-.5)*d)}
}

// state is an aircraft at a moment.
type state struct {
	at            float64 // seconds after midnight
	pos           geo.Point
	ground        bool
	speed, course float64
	feet, climb   float64
	stale         bool
}

// leg writes a flight, and says when it ended.
func (p *plane) leg(t *text, from, to *place.Field, start float64) float64 {
	a, b := ballOf(from.At()), ballOf(to.At())
	total := a.distance(b)
	fl := newProfile(p.kind, float64(from.Elevation), float64(to.Elevation), total)
	angle := total / radius
	sin := math.Sin(angle)
	step, last := 4+p.rng.Float64()*9, start
	spoofed, holeFrom := -1.0, -1.0
	if p.spoof {
		spoofed = start + fl.whole/2
	}
	if p.rng.IntN(10) == 0 {
		holeFrom = start + p.rng.Float64()*fl.whole
	}
	for s := start; s < start+fl.whole && s < day; s += step * (0.5 + p.rng.Float64()) {
		gone, speed, feet, climb := fl.at(s - start)
		w := gone / radius
		x, y := math.Sin(angle-w)/sin, math.Sin(w)/sin
		u := ball{a[0]*x + b[0]*y, a[1]*x + b[1]*y, a[2]*x + b[2]*y}
		st := state{at: s, pos: u.point(), speed: speed, feet: feet, climb: climb, course: bearing(u.point(), b.point())}
		if spoofed > 0 && s > spoofed && s < spoofed+900 {
			st.pos = p.circled(from.At(), s)
		}
		if p.jumping && p.rng.IntN(3) == 0 {
			st.pos = to.At()
		}
		if !received(st.pos, feet) || holeFrom > 0 && s > holeFrom && s < holeFrom+1500 {
			continue
		}
		st.pos = p.shaken(st.pos, 12)
		st.stale, last = s-last > 20, s
		if s >= -3600 {
			t.point(p, st)
		}
	}
	return start + fl.whole
}

// circled is where a receiver that is led in a circle believes to be.
func (p *plane) circled(about geo.Point, s float64) geo.Point {
	y, x := math.Sincos(s / 60)
	return geo.Point{Lat: about.Lat + geo.Degrees(0.1*y), Lon: about.Lon + geo.Degrees(0.1*x)}
}

// bearing is the course from one point to another on the sphere.
func bearing(p, q geo.Point) float64 {
	sa, ca := math.Sincos(float64(p.Lat) * grades)
	sb, cb := math.Sincos(float64(q.Lat) * grades)
	sd, cd := math.Sincos(float64(q.Lon-p.Lon) * grades)
	return math.Mod(math.Atan2(sd*cb, ca*sb-sa*cb*cd)/grades+360, 360)
}

// profile is how a flight climbs, cruises and comes down: speed and height go up
// and down evenly.
type profile struct {
	from, to, level float64 // feet
	slow, fast      float64 // metres a second
	turn, whole     float64 // seconds: of the climb, alike of the descent; of all
}

func newProfile(k *kind, from, to, total float64) profile {
	f := profile{from: from, to: to, level: max(k.level, from+800, to+800), fast: k.cruise * knot, slow: min(rotate, k.cruise*0.6) * knot}
	f.turn = f.level / 1800 * 60
	if both := (f.slow + f.fast) * f.turn; both > total*0.9 { // too short to reach the level
		share := total * 0.9 / both
		f.turn, f.level = f.turn*share, max(from, to)+(f.level-max(from, to))*share
	}
	f.whole = 2*f.turn + (total-(f.slow+f.fast)*f.turn)/f.fast
	return f
}

// at is how far the aircraft has come after s seconds, in metres, its speed in
// knots, height in feet and climb in feet a minute.
func (f profile) at(s float64) (gone, speed, feet, climb float64) {
	rise := (f.fast - f.slow) / f.turn
	if back := f.whole - s; back < f.turn {
		down := (f.level - f.to) / f.turn
		end := (f.slow+f.fast)*f.turn + (f.whole-2*f.turn)*f.fast
		return end - (f.slow*back + rise*back*back/2), (f.slow + rise*back) / knot, f.to + down*back, -down * 60
	}
	if s < f.turn {
		up := (f.level - f.from) / f.turn
		return f.slow*s + rise*s*s/2, (f.slow + rise*s) / knot, f.from + up*s, up * 60
	}
	return (f.slow+f.fast)/2*f.turn + (s-f.turn)*f.fast, f.fast / knot, f.level, 0
}
