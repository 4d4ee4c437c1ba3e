package geo

import "math"

// Thresholds of the start of Newton's method, as GeographicLib sets them. eps0 is
// the spacing of floating-point numbers at 1.
const (
	eps0     = 0x1p-52
	edgeSlop = 200 * eps0 // how near y is to 0 on the cut
)

var (
	cutSlop = 1000 * math.Sqrt(eps0) // how near x is to -1 on the cut
	// shortArc is the spherical length below which one step is exact.
	shortArc = 0.1 * math.Sqrt(eps0) / math.Sqrt(max(0.001, flattening)*(1-flattening/2)/2)
)

// start is a first azimuth for Newton's method or, for a short line, the
// answer.
type start struct {
	azi1, azi2 direction
	done       bool
	arc, scale float64 // when done: spherical length, and the mean √(1+e'² sin²β)
}

// guess is a start from the great circle between the points on the auxiliary
// sphere, (48)–(51), or, near the antipode, from the astroid, (53)–(57).
func (p pair) guess() start {
	b1, b2 := p.one.beta, p.two.beta
	diff := b1.upTo(b2)
	g := start{}
	near := diff.cos >= 0 && diff.sin < 0.5 && b2.cos*p.radians < 0.5
	omega := p.lambda
	if near {
		g.scale = p.meanScale()
		omega = radians(p.radians / (polarRatio * g.scale))
	}
	azi := greatCircle(b1, b2, omega)
	sig := direction{math.Hypot(azi.sin, azi.cos), b1.sin*b2.sin + b1.cos*b2.cos*omega.cos}
	switch {
	case near && sig.sin < shortArc:
		g.done, g.arc = true, math.Atan2(sig.sin, sig.cos)
		g.azi2 = direction{b1.cos * omega.sin, diff.sin - b1.cos*b2.sin*versine(omega)}.unit()
	case sig.cos < 0 && sig.sin < 6*third*math.Pi*b1.cos*b1.cos:
		azi = p.antipodal(azi)
	}
	g.azi1 = eastward(azi)
	return g
}

// meanScale is √(1+e'² sin²β) at the mean latitude of the pair, compare (48).
func (p pair) meanScale() float64 {
	s := p.one.beta.sin + p.two.beta.sin
	c := p.one.beta.cos + p.two.beta.cos
	return math.Sqrt(1 + ecc2Second*(s*s)/(s*s+c*c))
}

// versine is 1-cos of the angle, without cancellation.
func versine(d direction) float64 {
	if d.cos >= 0 {
		return d.sin * d.sin / (1 + d.cos)
	}
	return 1 - d.cos
}

// greatCircle is the azimuth from β1 of the great circle to β2 at longitude ω,
// unscaled; its length is the sine of the arc (49).
func greatCircle(b1, b2, omega direction) direction {
	if omega.cos >= 0 {
		return direction{b2.cos * omega.sin, b1.upTo(b2).sin + b2.cos*b1.sin*omega.sin*omega.sin/(1+omega.cos)}
	}
	far := b2.sin*b1.cos + b2.cos*b1.sin
	return direction{b2.cos * omega.sin, far - b2.cos*b1.sin*omega.sin*omega.sin/(1-omega.cos)}
}

// eastward is azi as a unit direction with a positive sine: due east if rounding
// took it elsewhere.
func eastward(azi direction) direction {
	if azi.sin <= 0 {
		return direction{1, 0}
	}
	return azi.unit()
}

// antipodal is a first azimuth, unscaled, for points nearly opposite, seen from
// the centre of the astroid that the geodesics of the first envelop (53)–(57).
// azi is the great circle's, kept where that does.
func (p pair) antipodal(azi direction) direction {
	b1, b2 := p.one.beta, p.two.beta
	eps := expansion(b1.sin)
	lonUnit := flattening * b1.cos * a3(eps) * math.Pi
	far := b2.sin*b1.cos + b2.cos*b1.sin
	x := math.Atan2(-p.lambda.sin, -p.lambda.cos) / lonUnit
	y := far / (lonUnit * b1.cos)
	if y > -edgeSlop && x > -1-cutSlop {
		sin := min(1, -x)
		return direction{sin, -math.Sqrt(1 - sin*sin)} // (57)
	}
	k := astroid(x, y)
	omega := lonUnit * (-x * k / (1 + k))
	s, c := math.Sincos(omega)
	return greatCircle(b1, b2, direction{s, -c})
}

// astroid is the positive root of κ⁴ + 2κ³ + (1-x²-y²)κ² - 2y²κ - y² = 0 (55).
func astroid(x, y float64) float64 {
	p, q := x*x, y*y
	r := (p + q - 1) / 6
	if q == 0 && r <= 0 {
		return 0
	}
	s := p * q / 4
	u := cubic(s, r)
	v := math.Sqrt(u*u + q)
	uv := u + v
	if u < 0 {
		uv = q / (v - u)
	}
	w := (uv - q) / (2 * v)
	return uv / (math.Sqrt(uv+w*w) + w)
}

// cubic is the real root needed of the resolvent of the quartic.
func cubic(s, r float64) float64 {
	r3 := r * r * r
	disc := s * (s + 2*r3)
	if disc < 0 {
		ang := math.Atan2(math.Sqrt(-disc), -(s + r3))
		return r + 2*r*math.Cos(ang/3)
	}
	t3 := s + r3
	t3 += math.Copysign(math.Sqrt(disc), t3)
	t := math.Cbrt(t3)
	if t == 0 {
		return r
	}
	return r + t + r*r/t
}
