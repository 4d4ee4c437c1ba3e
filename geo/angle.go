package geo

import "math"

// direction is an angle by its sine and cosine, which keep what small angles
// and angles near a right angle lose when written as a number of degrees. It
// is of unit length unless said otherwise.
type direction struct{ sin, cos float64 }

// directionOf is the direction of x degrees, with exact quarter turns.
func directionOf(x float64) direction { return directionSum(x, 0) }

// directionSum is the direction of x+t degrees, where t is a small correction.
func directionSum(x, t float64) direction {
	r := math.Remainder(x, 90)
	quarter := int(math.Round((x-r)/90)) & 3
	s, c := math.Sincos(coarse(r+t) * degree)
	switch quarter {
	case 0:
		return direction{s, c}
	case 1:
		return direction{c, -s}
	case 2:
		return direction{-s, -c}
	}
	return direction{-c, s}
}

// radians is the direction of x radians.
func radians(x float64) direction {
	s, c := math.Sincos(x)
	return direction{s, c}
}

// degrees is the angle of d, from -180 to 180, exact at quarter turns.
func (d direction) degrees() float64 { return math.Atan2(d.sin, d.cos) / degree }

// unit is d scaled to unit length.
func (d direction) unit() direction {
	h := math.Hypot(d.sin, d.cos)
	return direction{d.sin / h, d.cos / h}
}

// plus is the direction of the sum of two angles.
func (d direction) plus(e direction) direction {
	return direction{d.sin*e.cos + d.cos*e.sin, d.cos*e.cos - d.sin*e.sin}
}

// upTo is the direction of the angle from d to e.
func (d direction) upTo(e direction) direction {
	return direction{d.cos*e.sin - d.sin*e.cos, d.cos*e.cos + d.sin*e.sin}
}

// coarse rounds x near zero so that tiny values, which would underflow, are
// lost: to 2⁻⁵⁷ degree, under a picometre on the ground.
func coarse(x float64) float64 {
	const z = 1.0 / 16
	y := math.Abs(x)
	if w := z - y; w > 0 {
		y = z - w
	}
	return math.Copysign(y, x)
}

// wrap brings an angle in degrees into -180 to 180.
func wrap(x float64) float64 {
	y := math.Remainder(x, 360)
	if math.Abs(y) == 180 {
		return math.Copysign(180, x)
	}
	return y
}

// sum is a+b rounded and what the rounding left out (Knuth).
func sum(a, b float64) (s, rest float64) {
	s = a + b
	up := s - b
	vp := s - up
	up, vp = up-a, vp-b
	if s == 0 {
		return s, s
	}
	return s, 0 - (up + vp)
}

// turn is the angle from x to y in degrees, within -180 to 180, and what the
// rounding of it left out.
func turn(x, y float64) (d, rest float64) {
	d, rest = sum(math.Remainder(-x, 360), math.Remainder(y, 360))
	d, rest = sum(math.Remainder(d, 360), rest)
	if d == 0 || math.Abs(d) == 180 {
		sign := -rest
		if rest == 0 {
			sign = y - x
		}
		d = math.Copysign(d, sign)
	}
	return d, rest
}
