package track

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// Plain tells cheaply, fix after fix, that Clean would find nothing: that all are in
// order of time and every one of them Proves. It errs to one side alone: where Odd
// is true, Clean may find nothing all the same.
//
// It looks for what each of Clean's tests needs at least. Those add up differences
// over windows; the greatest sum over any stretch of steps (Kadane's algorithm) is
// no less. Thresholds are a little below Clean's, for the error of the tables here.
type Plain struct {
	Odd bool // something may be found

	top    float64 // metres a second
	n      int
	last   brief // the fix before
	chain  brief // the last that is compared with what the aircraft reported
	vec    vector
	linked bool

	run            brief // the first of those with the same speed and course in a row
	runCompared    bool
	runVec         vector
	flown          float64 // metres by way of all fixes since run
	behind, astray float64 // greatest sums up to here, metres

	low, high, lowBefore, highBefore int32 // geometric less pressure height, feet, in two buckets
	bucket                           span.Instant
}

// brief is what is kept of a fix.
type brief struct {
	at            span.Instant
	pos           geo.Point
	speed, course float32
	ground        bool
}

func briefOf(f *Fix) brief { return brief{f.At, f.Pos, f.Speed, f.Course, f.Ground == OnGround} }

// NewPlain is a Plain of no fix yet, for a track of which m is taken for granted.
func NewPlain(m Model) *Plain {
	return &Plain{top: float64(m.Top), low: math.MaxInt32, high: math.MinInt32, lowBefore: math.MaxInt32, highBefore: math.MinInt32}
}

// Add goes on to the next fix. Of its fields Row, Climb, QNH, Squawk, Radius, SIL and
// Origin are not looked at. Slack must be a second or more.
func (p *Plain) Add(f *Fix) {
	if p.Odd {
		return
	}
	p.Odd = p.oddAlone(f) || p.n > 0 && p.oddAfter(f) || p.oddHeight(f)
	p.compare(f)
	p.last = briefOf(f)
	p.n++
}

// oddAlone looks at what a fix says by itself.
func (p *Plain) oddAlone(f *Fix) bool {
	return !f.Proves() || (f.NIC == 0 || f.NACp == 0) && f.Ground != OnGround || float64(f.Speed)*knot > p.top ||
		!(f.Pos.Lat < nearPole && f.Pos.Lat > -nearPole)
}

// oddAfter looks at a fix and the one before.
func (p *Plain) oddAfter(f *Fix) bool {
	g := &p.last
	if f.At <= g.at || f.Pos == g.pos && !g.ground && !(g.speed < 40) {
		return true
	}
	s := float64(f.At-g.at) / 1000
	if s > 60 {
		return float64(geo.Most(g.pos, f.Pos)) > p.top*s
	}
	_, _, d := flat(g.pos, f.Pos)
	return d*1.01 > p.top*s
}

// oddHeight looks for a change of the geometric against the pressure height by
// heightJump within heightWithin: in this bucket of that length and the one before.
func (p *Plain) oddHeight(f *Fix) bool {
	if f.Alt.Datum == NoAltitude || f.Geo.Datum == NoAltitude || f.Ground == OnGround || f.Geo.Feet == 0 && f.Alt.Feet > 2*heightJump {
		return false
	}
	if since := f.At - p.bucket; since >= heightWithin {
		p.lowBefore, p.highBefore = p.low, p.high
		if since >= 2*heightWithin {
			p.lowBefore, p.highBefore = math.MaxInt32, math.MinInt32
		}
		p.low, p.high, p.bucket = math.MaxInt32, math.MinInt32, f.At
	}
	d := f.Geo.Feet - f.Alt.Feet
	p.low, p.high = min(p.low, d), max(p.high, d)
	return max(p.high, p.highBefore)-min(p.low, p.lowBefore) > heightJump
}

// compare adds up how far the positions fall behind the reported speeds, and how
// far they go astray from the reported speeds and courses.
func (p *Plain) compare(f *Fix) {
	changed, can := p.n == 0 || f.Speed != p.run.speed || f.Course != p.run.course, f.comparable()
	if changed && p.last.at-p.run.at > leftOver && f.At-p.run.at <= oddsStep && (!can || !p.runCompared) || can && !(f.Course >= 0 && f.Course <= 360) {
		p.Odd = true // too rare to be worth following
		return
	}
	var v vector
	if can {
		if v = vectorOf(f); p.linked {
			p.step(f, v, changed)
		}
		p.chain, p.vec, p.linked = briefOf(f), v, true
	}
	if changed {
		p.run, p.runCompared, p.runVec, p.flown = briefOf(f), can, v, 0
	}
}

// oddsLess is oddsBy, less the error of flat and of vectorOf, metres a second.
const oddsLess = float64(oddsBy) - 1.4

// step goes on from the fix compared last to f.
func (p *Plain) step(f *Fix, v vector, changed bool) {
	g := &p.chain
	if f.At-g.at > oddsStep {
		p.behind, p.astray = 0, 0
		return
	}
	s := float64(f.At-g.at) / 1000
	east, north, d := flat(g.pos, f.Pos)
	p.flown += d
	x := (p.vec.speed+v.speed)/2*s - d - oddsLess*s
	e, n := east-(p.vec.east+v.east)/2*s, north-(p.vec.north+v.north)/2*s
	y := math.Sqrt(e*e+n*n) - oddsLess*s
	if changed {
		a, b := p.leftOut(f, v)
		x, y = x+a, y+b
	}
	p.behind, p.astray = max(p.behind, 0)+x, max(p.astray, 0)+y
	if slack := 2 * max(p.vec.speed, v.speed); p.behind > slack || p.astray > slack {
		p.Odd = true
	}
}

// leftOut is by how much more f may be off if the run before it, being a report that
// is left over, counts as its first fix alone.
func (p *Plain) leftOut(f *Fix, v vector) (behind, astray float64) {
	long := float64(p.last.at-p.run.at) / 1000
	if p.last.at-p.run.at <= leftOver || f.At-p.run.at > oddsStep {
		return 0, 0
	}
	_, _, d := flat(p.run.pos, f.Pos)
	turned := math.Hypot(v.east-p.runVec.east, v.north-p.runVec.north) / 2 * long
	return turned + max(0, p.flown-d), turned
}

// vector is a reported speed and course, metres a second.
type vector struct{ speed, east, north float64 }

func vectorOf(f *Fix) vector {
	v := float64(f.Speed) * knot
	if f.Course > 180 {
		sin, cos := turned(360 - float64(f.Course))
		return vector{v, -v * sin, v * cos}
	}
	sin, cos := turned(float64(f.Course))
	return vector{v, v * sin, v * cos}
}

// flat is the way from one place to another that is near, east and north, and its
// length, in metres, on a plane: as sums.to has it.
func flat(a, b geo.Point) (east, north, length float64) {
	north = float64(b.Lat-a.Lat) * metresEach
	lon := float64(b.Lon - a.Lon)
	if lon > 180 {
		lon -= 360
	} else if lon < -180 {
		lon += 360
	}
	_, cos := turned(math.Abs(float64(a.Lat+b.Lat) / 2))
	east = lon * metresEach * cos
	return east, north, math.Sqrt(east*east + north*north)
}

// sines are those of tenths of a degree, from 0 to 180, and cosines too.
var sines = func() (out [1802][2]float64) {
	for i := range out {
		out[i][0], out[i][1] = math.Sincos(float64(i) / 10 * math.Pi / 180)
	}
	return out
}()

// turned are the sine and cosine of from 0 to 180 degrees, within a millionth.
func turned(degrees float64) (sin, cos float64) {
	i := int(degrees*10 + 0.5)
	d := (degrees - float64(i)/10) * (math.Pi / 180)
	x := &sines[i]
	return x[0] + x[1]*d, x[1] - x[0]*d
}
