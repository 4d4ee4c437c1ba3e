package web

import (
	"slices"

	"github.com/holdshort/holdshort"
)

// editView is a record that a page is about, for the page's script to offer a
// form for. Without script nothing is offered.
type editView struct {
	List, ID string
}

// listOf is the list of case files in which the record of an id stands; empty if
// it stands in none, as one that a track gave.
func listOf(c *holdshort.Case, id holdshort.ID) string {
	has := map[string]bool{
		"movements": c.Movement(id) != nil,
		"rulings":   c.Ruling(id) != nil,
		"lifecycle": c.Edge(id) != nil,
		"custody":   c.Custodies(id) != nil,
		"payments":  c.Payment(id) != nil,
	}
	has["notices"] = slices.ContainsFunc(c.Notices, func(r holdshort.Notice) bool { return r.ID == id })
	has["statements"] = slices.ContainsFunc(c.Statements, func(r holdshort.Statement) bool { return r.ID == id })
	has["events"] = slices.ContainsFunc(c.Events, func(r holdshort.Happening) bool { return r.ID == id })
	has["sources"] = slices.ContainsFunc(c.Sources, func(r holdshort.Source) bool { return r.ID == id && r.Pos.File != "" })
	for list, ok := range has {
		if ok {
			return list
		}
	}
	return ""
}

// edits are the records that somebody who reads of one may want to correct.
func (q *asked) edits(c *holdshort.Case, ids ...holdshort.ID) []editView {
	if q.m.editor.read == nil {
		return nil
	}
	var out []editView
	for _, id := range ids {
		if list := listOf(c, id); list != "" {
			out = append(out, editView{list, string(id)})
		}
	}
	return out
}
