package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/place"
	"github.com/holdshort/holdshort/sweep"
)

// asking puts a formula together from flags.
type asking struct {
	f     *sweepFlags
	lists []*sweep.List
	areas map[string]place.Region
	when  string // ", "T1", "T2"" of --between; empty if it is not given
	parts []string
	used  []string // lists named by a flag
	err   error    // the first
}

// here stands in parts for the stretch.
const here = "\x00"

func (q *asking) add(part string) { q.parts = append(q.parts, part) }

func (q *asking) fail(err error) {
	if q.err == nil {
		q.err = err
	}
}

// stretch reads --between.
func (q *asking) stretch() error {
	if q.f.between == "" {
		return nil
	}
	a, b, ok := strings.Cut(q.f.between, "..")
	if !ok {
		return usage("for instance --between \"2025-03-15T20:00Z..2025-03-16T06:00Z\"", "--between %q is no stretch of time", q.f.between)
	}
	q.when = fmt.Sprintf(", %q, %q", strings.TrimSpace(a), strings.TrimSpace(b))
	return nil
}

// timed adds a part that is about the stretch.
func (q *asking) timed(part string) {
	if q.when == "" {
		q.fail(usage("for instance --between \"2025-03-15T20:00Z..2025-03-16T06:00Z\"", "the flags are about a stretch of time, and --between gives none"))
		return
	}
	q.add(strings.ReplaceAll(part, here, q.when))
}

// airports asks an atom of airports, or of those of lists.
func (q *asking) airports(atom string, names []string) {
	var plain, parts []string
	for _, name := range names {
		if q.isList(name) {
			q.used = append(q.used, name)
			parts = append(parts, "(any x in "+name+": "+atom+"(it, x"+here+"))")
			continue
		}
		plain = append(plain, name)
	}
	switch {
	case len(plain) == 1:
		parts = append(parts, atom+"(it, "+plain[0]+""+here+")")
	case len(plain) > 1:
		parts = append(parts, "(any x in {"+strings.Join(plain, ", ")+"}: "+atom+"(it, x"+here+"))")
	}
	q.either(parts)
}

// either adds parts of which one is enough.
func (q *asking) either(parts []string) {
	switch len(parts) {
	case 0:
	case 1:
		q.timed(parts[0])
	default:
		q.timed("(" + strings.Join(parts, " or ") + ")")
	}
}

func (q *asking) isList(name string) bool {
	for _, l := range q.lists {
		if l.Name == name {
			return true
		}
	}
	return false
}

// inAreas asks an atom of areas, of which those that are files are read.
func (q *asking) inAreas(atom string, names []string) {
	var parts []string
	for _, name := range names {
		if !strings.HasSuffix(name, "json") {
			parts = append(parts, atom+"(it, "+name+""+here+")")
			continue
		}
		regions, err := regionsOf(name, nil)
		if err != nil {
			q.fail(err)
			return
		}
		for _, r := range regions {
			if _, taken := place.Area(r.ID); taken || !formula.IsName(r.ID) {
				q.fail(usage("give the area another id, of letters, digits and -", "%s: an area cannot be named %q here", name, r.ID))
				return
			}
			q.areas[r.ID] = r
			parts = append(parts, atom+"(it, "+r.ID+""+here+")")
		}
	}
	q.either(parts)
}

// are asks what the aircraft is.
func (q *asking) are(atom string, values []string) {
	var parts []string
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), "-"); !formula.IsName(v) {
			q.fail(usage("letters, digits and -", "--%s %q is not a name", atom, v))
			return
		}
		parts = append(parts, atom+"(it, "+v+")")
	}
	switch len(parts) {
	case 0:
	case 1:
		q.add(parts[0])
	default:
		q.add("(" + strings.Join(parts, " or ") + ")")
	}
}

// listed asks of each list that neither a flag nor the formula names: of one with
// aircraft, operators or the like whether it is on it, of one with places alone
// whether it was near one.
func (q *asking) listed() {
	for _, l := range q.lists {
		if slices.Contains(q.used, l.Name) || strings.Contains(q.f.where, l.Name) {
			continue
		}
		places := true
		for _, e := range l.Entries {
			places = places && (e.Kind == "airport" || e.Kind == "place")
		}
		if places {
			q.airports("near", []string{l.Name})
		} else {
			q.add("listed(it, " + l.Name + ")")
		}
	}
}
