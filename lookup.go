package holdshort

import "slices"

// Source is the source with the id, or nil.
func (c *Case) Source(id ID) *Source {
	return lookup(c.Sources, id, func(r *Source) ID { return r.ID })
}

// Party is the party with the id, or nil.
func (c *Case) Party(id ID) *Party { return lookup(c.Parties, id, func(r *Party) ID { return r.ID }) }

// Place is the place with the id, or nil.
func (c *Case) Place(id ID) *Place { return lookup(c.Places, id, func(r *Place) ID { return r.ID }) }

// Area is the area with the id, or nil.
func (c *Case) Area(id ID) *Area { return lookup(c.Areas, id, func(r *Area) ID { return r.ID }) }

// Cohort is the cohort with the id, or nil.
func (c *Case) Cohort(id ID) *Cohort {
	return lookup(c.Cohorts, id, func(r *Cohort) ID { return r.ID })
}

// Ruling is the ruling with the id, or nil.
func (c *Case) Ruling(id ID) *Ruling {
	return lookup(c.Rulings, id, func(r *Ruling) ID { return r.ID })
}

// Edge is the lifecycle edge with the id, or nil.
func (c *Case) Edge(id ID) *Edge { return lookup(c.Lifecycle, id, func(r *Edge) ID { return r.ID }) }

// Period is the period with the id, or nil.
func (c *Case) Period(id ID) *Period {
	return lookup(c.Periods, id, func(r *Period) ID { return r.ID })
}

// Movement is the movement with the id, or nil.
func (c *Case) Movement(id ID) *Movement {
	return lookup(c.Movements, id, func(r *Movement) ID { return r.ID })
}

// Custodies is the custody with the id, or nil.
func (c *Case) Custodies(id ID) *Custody {
	return lookup(c.Custody, id, func(r *Custody) ID { return r.ID })
}

// Payment is the payment with the id, or nil.
func (c *Case) Payment(id ID) *Payment {
	return lookup(c.Payments, id, func(r *Payment) ID { return r.ID })
}

// Reading is the reading with the id, or nil.
func (c *Case) Reading(id ID) *Reading {
	return lookup(c.Readings, id, func(r *Reading) ID { return r.ID })
}

// List is the list with the id, or nil.
func (c *Case) List(id ID) *List { return lookup(c.Lists, id, func(r *List) ID { return r.ID }) }

// Name is the name for people of the movement, cohort or place with the id, or
// the id itself.
func (c *Case) Name(id ID) string {
	if m := c.Movement(id); m != nil {
		return m.Name
	}
	if co := c.Cohort(id); co != nil {
		return co.Name
	}
	if p := c.Place(id); p != nil {
		return p.Name
	}
	return string(id)
}

// lookup finds a record by binary search: every list of a Case is in order of
// its ids, except the questions.
func lookup[T any](records []T, id ID, of func(*T) ID) *T {
	i, ok := slices.BinarySearchFunc(records, id, func(r T, id ID) int {
		switch got := of(&r); {
		case got < id:
			return -1
		case got > id:
			return 1
		}
		return 0
	})
	if !ok {
		return nil
	}
	return &records[i]
}
