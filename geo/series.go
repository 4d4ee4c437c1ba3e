package geo

// order is the order of the series in ε and n.
const order = 6

// poly is the polynomial with coefficients c, highest power first, at x.
func poly(c []float64, x float64) float64 {
	y := 0.0
	for _, k := range c {
		y = y*x + k
	}
	return y
}

// ratio is the polynomial of all of c but its last at x, divided by that last.
func ratio(c []float64, x float64) float64 {
	return poly(c[:len(c)-1], x) / c[len(c)-1]
}

// fourier holds the coefficients of sin 2x, sin 4x … sin 12x; index 0 is free.
type fourier [order + 1]float64

// at is the sum of the sines for the angle with the given sine and cosine, by
// Clenshaw's recurrence.
func (c *fourier) at(sin, cos float64) float64 {
	twoCos2x := 2 * (cos - sin) * (cos + sin)
	y0, y1 := 0.0, 0.0
	for i := order; i > 0; i-- {
		y0, y1 = twoCos2x*y0-y1+c[i], y0
	}
	return 2 * sin * cos * y0
}

// powers fills a series whose l-th coefficient is εˡ times a polynomial in ε²,
// given as its numerators and common denominator.
func powers(rows *[order][]float64, eps float64) (c fourier) {
	d := 1.0
	for i, row := range rows {
		d *= eps
		c[i+1] = d * ratio(row, eps*eps)
	}
	return c
}

var (
	// c1Rows are the coefficients C1l of distance (18).
	c1Rows = [order][]float64{
		{-1, 6, -16, 32}, {-9, 64, -128, 2048}, {9, -16, 768},
		{3, -5, 512}, {-7, 1280}, {-7, 2048},
	}
	// c1pRows are the coefficients C′1l of distance reverted (21).
	c1pRows = [order][]float64{
		{205, -432, 768, 1536}, {4005, -4736, 3840, 12288}, {-225, 116, 384},
		{-7173, 2695, 7680}, {3467, 7680}, {38081, 61440},
	}
	// c2Rows are the coefficients C2l of reduced length (43).
	c2Rows = [order][]float64{
		{1, 2, 16, 32}, {35, 64, 384, 2048}, {15, 80, 768},
		{7, 35, 512}, {63, 1280}, {77, 2048},
	}
)

// a1 is A1, the mean of the distance integral (17).
func a1(eps float64) float64 {
	t := ratio([]float64{1, 4, 64, 0, 256}, eps*eps)
	return 1 + (t+eps)/(1-eps)
}

// a2 is A2, the mean of the integral for reduced length (42).
func a2(eps float64) float64 {
	t := ratio([]float64{-11, -28, -192, 0, 256}, eps*eps)
	return 1 + (t-eps)/(1+eps)
}

// a3Poly holds the coefficients of A3 as a polynomial in ε for the n of WGS 84,
// highest power first (24).
var a3Poly = atThird([][]float64{{-3, 128}, {-2, -3, 64}, {-1, -3, -1, 16}, {3, -1, -2, 8}, {1, -1, 2}, {1, 1}})

// a3 is A3, the mean of the longitude integral (24).
func a3(eps float64) float64 { return poly(a3Poly, eps) }

// c3Polys holds the coefficients of each C3l/εˡ as a polynomial in ε for the n
// of WGS 84, highest power first (25).
var c3Polys = [order - 1][]float64{
	atThird([][]float64{{3, 128}, {2, 5, 128}, {-1, 3, 3, 64}, {-1, 0, 1, 8}, {-1, 1, 4}}),
	atThird([][]float64{{5, 256}, {1, 3, 128}, {-3, -2, 3, 64}, {1, -3, 2, 32}}),
	atThird([][]float64{{7, 512}, {-10, 9, 384}, {5, -9, 5, 192}}),
	atThird([][]float64{{7, 512}, {-14, 7, 512}}),
	atThird([][]float64{{21, 2560}}),
}

// c3 are the coefficients of the longitude integral (25).
func c3(eps float64) (c fourier) {
	d := 1.0
	for i, p := range c3Polys {
		d *= eps
		c[i+1] = d * poly(p, eps)
	}
	return c
}

// atThird evaluates polynomials in n, each with its denominator last.
func atThird(rows [][]float64) []float64 {
	out := make([]float64, len(rows))
	for i, row := range rows {
		out[i] = ratio(row, third)
	}
	return out
}
