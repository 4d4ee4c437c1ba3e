package geo

// leastPiece is the shortest piece of an edge that Meets still halves, in metres.
const leastPiece Meters = 30

// Meets reports whether a point of the area's true boundary may lie within ra
// of a and within rb of b at once. False is certain: the lens of the two discs
// then lies wholly on one side of the boundary. True may err where the nearest
// point misses by some tens of metres. It is true if an argument is not Valid:
// nothing is then excluded.
func Meets(area Area, a Point, ra Meters, b Point, rb Meters) bool {
	if !a.Valid() || !b.Valid() || area.Valid() != nil {
		return true
	}
	ra, rb = ra+area.Error, rb+area.Error
	if Distance(a, b) > ra+rb+slack {
		return false // the discs have no point in common
	}
	l := lens{a, b, ra, rb}
	for _, e := range area.edges() {
		if l.reaches(e, Distance(a, e.from), Distance(a, e.to), Distance(b, e.from), Distance(b, e.to)) {
			return true
		}
	}
	return false
}

// lens is the points within ra of a and rb of b.
type lens struct {
	a, b   Point
	ra, rb Meters
}

// reaches is whether a point of e may be in the lens; the distances are those
// of a and b to the ends of e.
func (l lens) reaches(e edge, a1, a2, b1, b2 Meters) bool {
	if nearest(e.length, a1, a2) > l.ra || nearest(e.length, b1, b2) > l.rb {
		return false
	}
	if e.length <= leastPiece || a1 <= l.ra && b1 <= l.rb || a2 <= l.ra && b2 <= l.rb {
		return true
	}
	first, second := e.halves()
	am, bm := Distance(l.a, first.to), Distance(l.b, first.to)
	return l.reaches(first, a1, am, b1, bm) || l.reaches(second, am, a2, bm, b2)
}

// ToEdge is a lower bound, in metres, of the distance from p to the area's true
// boundary; 0 if p may lie on it, or if an argument is not Valid.
func ToEdge(area Area, p Point) Meters {
	if !p.Valid() || area.Valid() != nil {
		return 0
	}
	least := Meters(0)
	for i, e := range area.edges() {
		d := nearest(e.length, Distance(p, e.from), Distance(p, e.to))
		if i == 0 || d < least {
			least = d
		}
	}
	return max(0, least-area.Error)
}
