package geo

import "math"

// Bounds on Newton's method: steps before bisection takes over, and all steps.
// Bisection alone halves the bracket once for each bit and some to spare.
const (
	newtonSteps = 20
	allSteps    = newtonSteps + 53 + 10
)

// trial is the geodesic that leaves the first point at azi1, followed to the
// latitude of the second.
type trial struct {
	azi2 direction
	arc  arc
	eps  float64
	miss float64 // λ12(α1) less the longitude wanted, in radians
}

// newton finds the azimuth at which a trial ends on the longitude wanted, by
// Newton's method within a bracket that bisection narrows (46).
func (p pair) newton(azi direction) (length float64, azi1, azi2 direction) {
	north, south := direction{tiny, 1}, direction{tiny, -1}
	near, narrow := false, false
	for step := 0; ; step++ {
		t, slope := p.follow(azi)
		tol := eps0
		if near {
			tol = 8 * eps0
		}
		if narrow || math.Abs(t.miss) < tol || step == allSteps {
			return t.arc.distance(t.eps) * polarRadius, azi, t.azi2
		}
		cot := azi.cos / azi.sin
		if t.miss > 0 && (step > newtonSteps || cot > south.cos/south.sin) {
			south = azi
		} else if t.miss < 0 && (step > newtonSteps || cot < north.cos/north.sin) {
			north = azi
		}
		if next, ok := stepped(azi, t.miss, slope); ok && step < newtonSteps {
			azi, near = next, math.Abs(t.miss) <= 16*eps0
			continue
		}
		azi = direction{(north.sin + south.sin) / 2, (north.cos + south.cos) / 2}.unit()
		near, narrow = false, apart(north, azi) < eps0 || apart(azi, south) < eps0
	}
}

// stepped is one step of Newton's method, if that stays eastward.
func stepped(azi direction, miss, slope float64) (direction, bool) {
	d := -miss / slope
	if !(slope > 0) || !(math.Abs(d) < math.Pi) {
		return azi, false
	}
	next := azi.plus(radians(d))
	return next.unit(), next.sin > 0
}

// apart is how far b has turned from a toward the south.
func apart(a, b direction) float64 { return math.Abs(a.sin-b.sin) + (a.cos - b.cos) }

// follow is the trial at azimuth azi1 and dλ12/dα1 there, (10)–(14), (45), (46).
func (p pair) follow(azi1 direction) (trial, float64) {
	b1, b2 := p.one.beta, p.two.beta
	if b1.sin == 0 && azi1.cos == 0 {
		azi1.cos = -tiny // break the symmetry of the equator
	}
	azi0 := direction{azi1.sin * b1.cos, math.Hypot(azi1.cos, azi1.sin*b1.sin)}
	omega1 := direction{azi0.sin * b1.sin, azi1.cos * b1.cos}
	azi2 := p.arriving(azi1, azi0)
	omega2 := direction{azi0.sin * b2.sin, azi2.cos * b2.cos}
	t := trial{azi2: azi2, eps: expansion(azi0.cos)}
	t.arc = arc{
		from: direction{b1.sin, omega1.cos}.unit(), to: direction{b2.sin, omega2.cos}.unit(),
		scale1: p.one.scale, scale2: p.two.scale,
	}
	t.arc.length = separation(t.arc.from, t.arc.to)
	omega := omega1.upTo(omega2)
	omega.sin = max(0, omega.sin)
	miss := p.lambda.upTo(omega)
	c := c3(t.eps)
	waves := c.at(t.arc.to.sin, t.arc.to.cos) - c.at(t.arc.from.sin, t.arc.from.cos)
	t.miss = math.Atan2(miss.sin, miss.cos) - flattening*a3(t.eps)*azi0.sin*(t.arc.length+waves) // (8), (23)
	if azi2.cos == 0 {
		return t, -2 * polarRatio * p.one.scale / b1.sin
	}
	return t, t.arc.reducedLength(t.eps) * polarRatio / (azi2.cos * b2.cos)
}

// arriving is the azimuth at the second latitude (45), northward of the two.
func (p pair) arriving(azi1, azi0 direction) direction {
	b1, b2 := p.one.beta, p.two.beta
	azi2 := azi1
	if b2.cos != b1.cos {
		azi2.sin = azi0.sin / b2.cos
	}
	if b2.cos == b1.cos && math.Abs(b2.sin) == -b1.sin {
		azi2.cos = math.Abs(azi1.cos)
		return azi2
	}
	diff := (b1.sin - b2.sin) * (b1.sin + b2.sin)
	if b1.cos < -b1.sin {
		diff = (b2.cos - b1.cos) * (b1.cos + b2.cos)
	}
	along := azi1.cos * b1.cos
	azi2.cos = math.Sqrt(along*along+diff) / b2.cos
	return azi2
}
