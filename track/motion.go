package track

import (
	"math"

	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// motions tell how the fixes of one track moved. Some networks repeat an old
// speed and course under new positions, for minutes and down to the stand, so
// what is broadcast is compared with the way covered.
type motions struct {
	speed  []float32 // knots: the lower of the speed broadcast and that of the way covered; NaN if neither is known
	course []float32 // degrees true: as broadcast, or that of the way covered where the two do not agree
	sure   []bool    // both speeds are known
}

// Thresholds of motion, ours: the way is measured between fixes that are
// baseline or more apart, and in all no more than tooLong.
const (
	baseline = span.Length(4 * span.Second)
	tooLong  = span.Length(60 * span.Second)
	waySlack = 10.0 // knots that the scatter of positions may take from the way

	wayCourse = 400.0 // metres: a longer way has a direction
	offCourse = 45.0  // degrees: and a course further from it is an old one
)

func newMotions(t *Track) *motions {
	n := len(t.Fixes)
	m := &motions{make([]float32, n), make([]float32, n), make([]bool, n)}
	var kept []int // fixes whose position is good
	for i := range t.Fixes {
		if t.Fixes[i].Mark&(Frozen|Jump|Rival|NotReceived|Doubtful) == 0 {
			kept = append(kept, i)
		}
	}
	before, after := 0, 0
	for i := range t.Fixes {
		for before+1 < len(kept) && span.Length(t.Fixes[i].At-t.Fixes[kept[before+1]].At) >= baseline {
			before++
		}
		for after < len(kept)-1 && span.Length(t.Fixes[kept[after]].At-t.Fixes[i].At) < baseline {
			after++
		}
		var a, b *Fix
		if len(kept) > 0 {
			a, b = &t.Fixes[kept[before]], &t.Fixes[kept[after]]
		}
		m.one(i, &t.Fixes[i], a, b)
	}
	return m
}

// one takes the motion of fix i, which lies between a and b, or beside them at
// the ends of the track and of silences.
func (m *motions) one(i int, f, a, b *Fix) {
	m.speed[i], m.course[i] = f.Speed, f.Course
	if a == nil {
		return
	}
	if span.Length(b.At-a.At) > tooLong {
		if span.Length(f.At-a.At) <= tooLong/2 {
			b = f
		} else {
			a = f
		}
	}
	d := span.Length(b.At - a.At)
	if d < baseline || d > tooLong {
		return
	}
	length, course := way(a.Pos, b.Pos)
	speed := length / float64(d) * 3.6e6 / 1852
	told := float64(f.Speed)
	switch {
	case told != told:
		m.speed[i], m.course[i] = float32(speed), float32(course)
	case speed < 0.6*told-2*waySlack || speed > 1.5*told+5*waySlack || length > wayCourse && turn(course, float64(f.Course)) > offCourse:
		m.speed[i], m.course[i] = float32(math.Min(told, speed)), float32(course)
	default:
		m.speed[i], m.sure[i] = float32(math.Min(told, speed+waySlack)), true
		if f.Course != f.Course {
			m.course[i] = float32(course)
		}
	}
}

// way is the distance in metres and the direction in degrees from a to b, which
// are near each other, on the plane.
func way(a, b geo.Point) (length, course float64) {
	north, east := degreeAt(float64(a.Lat))
	y, x := float64(b.Lat-a.Lat)*north, math.Remainder(float64(b.Lon-a.Lon), 360)*east
	return math.Hypot(x, y), math.Atan2(x, y) * 180 / math.Pi
}
