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

	top     float64 // metres a second
	n       int
	last    brief // the fix before
	step    hop   // from it to this one
	near    bool  // which was measured
	speeds  links
	courses links
	vec     vector // of the last of courses

	run           brief   // the first of those with the same speed and course in a row
	runCompared   bool    // the first is compared
	runLater      bool    // one of the others is
	flown         float64 // metres by way of all that are compared since run
	left, leftToo leftRun // the run before, as the speeds and the courses still have to count it
	atOnce        float64 // metres between fixes of one time

	behind, ahead, astray float64 // greatest sums up to here, metres

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
	return !f.Proves() || (f.NIC == 0 || f.NACp == 0) && f.Ground != OnGround || float64(f.Speed)*knot > p.top || f.Course > 360 ||
		!(f.Pos.Lat < nearPole && f.Pos.Lat > -nearPole)
}

// oddAfter looks at a fix and the one before.
func (p *Plain) oddAfter(f *Fix) bool {
	g := &p.last
	if f.At < g.at || f.Pos == g.pos && f.At > g.at && !g.ground && !(g.speed < 40) {
		return true
	}
	s := float64(f.At-g.at) / 1000
	if p.near = false; s > 60 {
		return float64(geo.Most(g.pos, f.Pos)) > p.top*s
	}
	p.step, p.near = hopOf(g.pos, f.Pos), true
	d := p.step.length
	if s == 0 { // near enough to be no rival, and in all less than a second's way
		p.atOnce += d * 1.01
		return d*1.01 > 200 || p.atOnce > p.top
	}
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

// compare adds up how far the positions fall behind the reported speeds or run ahead
// of them, and how far they go astray from the reported speeds and courses.
func (p *Plain) compare(f *Fix) {
	changed, can := p.n == 0 || f.Speed != p.run.speed || f.Course != p.run.course, f.comparable()
	if long := p.last.at - p.run.at; changed && long > leftOver {
		if p.runCompared {
			p.left = leftRun{p.run, vectorOf(p.run.speed, p.run.course), p.flown, float64(long) / 1000}
			p.leftToo = p.left
		} else if p.runLater && f.At-p.run.at <= oddsStep {
			p.Odd = true // too rare to be worth following
			return
		}
	}
	if can {
		if l := &p.speeds; l.goesOn(f) {
			p.speedStep(&l.last, f, l.hop(p, f))
		}
		if f.Course >= 0 {
			v := vectorOf(f.Speed, f.Course)
			if l := &p.courses; l.goesOn(f) {
				p.courseStep(&l.last, f, p.vec, v, l.hop(p, f))
			}
			p.courses.take(p, f)
			p.vec = v
		}
		p.speeds.take(p, f)
	}
	if changed {
		p.run, p.runCompared, p.runLater, p.flown = briefOf(f), can, false, 0
	} else {
		p.runLater = p.runLater || can
	}
}

// links are the fixes of which one kind of report is compared.
type links struct {
	last brief
	n    int // of that fix, from 1; 0 if there is none
}

// goesOn reports whether there is a step to f: not within one moment.
func (l *links) goesOn(f *Fix) bool { return l.n > 0 && f.At > l.last.at }

// hop is that from the last to f: that from the fix before, if that is the last.
func (l *links) hop(p *Plain, f *Fix) hop {
	if l.n == p.n && p.near {
		return p.step
	}
	return hopOf(l.last.pos, f.Pos)
}

// take takes f as the last, the first only of those of one moment.
func (l *links) take(p *Plain, f *Fix) {
	if l.n == 0 || f.At > l.last.at {
		l.last, l.n = briefOf(f), p.n+1
	}
}

// oddsLess is oddsBy, less the error of hopOf and of vectorOf, metres a second.
const oddsLess = float64(oddsBy) - 1.4

// longest is oddsStep in seconds.
const longest = float64(oddsStep) / 1000

// speedStep compares the way from g to f with the reported speeds.
func (p *Plain) speedStep(g *brief, f *Fix, w hop) {
	s := float64(f.At-g.at) / 1000
	if s > longest {
		p.behind, p.ahead = 0, 0
		return
	}
	d := w.length
	p.flown += d
	u, v := float64(g.speed)*knot, float64(f.Speed)*knot
	said := (u + v) / 2 * s
	behind, ahead := said-d-oddsLess*s, d-said-oddsLess*s
	if p.left.long > 0 {
		more, detour := p.left.more(f, math.Abs(v-p.left.vec.speed), d)
		behind, ahead, p.left.long = behind+more+detour, ahead+more, 0
	}
	p.behind, p.ahead = max(p.behind, 0)+behind, max(p.ahead, 0)+ahead
	if slack := 2 * max(u, v); p.behind > slack || p.ahead > slack {
		p.Odd = true
	}
}

// courseStep compares the way from g to f with the reported speeds and courses, u and
// v.
func (p *Plain) courseStep(g *brief, f *Fix, u, v vector, w hop) {
	s := float64(f.At-g.at) / 1000
	if s > longest {
		p.astray = 0
		return
	}
	e, n := w.east-(u.east+v.east)/2*s, w.north-(u.north+v.north)/2*s
	astray := math.Sqrt(e*e+n*n) - oddsLess*s
	if p.leftToo.long > 0 {
		more, _ := p.leftToo.more(f, math.Hypot(v.east-p.leftToo.vec.east, v.north-p.leftToo.vec.north), w.length)
		astray, p.leftToo.long = astray+more, 0
	}
	if p.astray = max(p.astray, 0) + astray; p.astray > 2*max(u.speed, v.speed) {
		p.Odd = true
	}
}

// leftRun is a run of the same speed and course that lasted so long that Clean takes
// all of it but the first fix as a report that is left over.
type leftRun struct {
	brief
	vec   vector
	flown float64 // metres by way of its fixes
	long  float64 // seconds; 0 for none
}

// more is by how much more, in metres, the next fix that is compared may be off, d on
// from the run, if that counts as its first fix alone: for the speed, which changed
// by so much, and for the way, which is then straight.
func (l *leftRun) more(f *Fix, changed, d float64) (speed, detour float64) {
	if f.At-l.at > oddsStep {
		return 0, 0
	}
	return changed / 2 * l.long, max(0, l.flown+d-hopOf(l.pos, f.Pos).length)
}

// vector is a reported speed and course, metres a second.
type vector struct{ speed, east, north float64 }

func vectorOf(speed, course float32) vector {
	v := float64(speed) * knot
	if course > 180 {
		sin, cos := turned(360 - float64(course))
		return vector{v, -v * sin, v * cos}
	}
	sin, cos := turned(float64(course))
	return vector{v, v * sin, v * cos}
}

// hop is the way from one place to another that is near, in metres, on a plane.
type hop struct{ east, north, length float64 }

// hopOf is the way from a to b, as sums.to has it.
func hopOf(a, b geo.Point) hop {
	north := float64(b.Lat-a.Lat) * metresEach
	lon := float64(b.Lon - a.Lon)
	if lon > 180 {
		lon -= 360
	} else if lon < -180 {
		lon += 360
	}
	_, cos := turned(math.Abs(float64(a.Lat+b.Lat) / 2))
	east := lon * metresEach * cos
	return hop{east, north, math.Sqrt(east*east + north*north)}
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
