package web

import (
	"net/url"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
)

// opened are the kinds of record that have a page of their own, and its name.
var opened = map[string]string{
	"event": "event", "finding": "finding", "source": "source", "ruling": "ruling", "movement": "movement", "said": "statement",
}

// keptWords are what an address takes along to the next page.
var keptWords = []string{"as_of", "zone", "reading", "at"}

// kept is what the address takes along.
func (q *asked) kept() url.Values {
	v := url.Values{}
	for _, name := range keptWords {
		if text := q.word(name); text != "" {
			v.Set(name, text)
		}
	}
	return v
}

// open is the address of the record of a kind, from any page of the case: its
// own page, or its place on the page of the case.
func (q *asked) open(kind, id string) string {
	v := q.kept()
	name, ok := opened[kind]
	if !ok {
		return q.m.href() + query(v) + "#" + exhibit.Slug(kind, id)
	}
	if kind == "said" {
		id, _, _ = strings.Cut(id, "/") // STATEMENT/CLAIM
	}
	v.Set("id", id)
	return q.m.href() + name + query(v)
}

func query(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// choices are the zones and readings in which the page can be shown.
func (q *asked) choices(c *holdshort.Case) []choice {
	var out []choice
	add := func(name, value, text string, now bool) {
		v := q.kept()
		v.Set(name, value)
		if value == "" {
			v.Del(name)
		}
		out = append(out, choice{name, text, q.m.href() + query(v), now})
	}
	for _, z := range [][2]string{{"", "court (" + c.Zone + ")"}, {"utc", "UTC"}} {
		add("zone", z[0], z[1], q.word("zone") == z[0])
	}
	if len(c.Readings) > 0 {
		add("reading", "", "all", q.key.reading == "")
	}
	for _, r := range c.Readings {
		add("reading", string(r.ID), r.Name, q.key.reading == r.ID)
	}
	return out
}

// exports are the files that can be taken out of what the page shows.
func (q *asked) exports() []choice {
	out := []choice{{Text: "the exhibit, to print", Href: q.m.href() + "exhibit" + query(q.kept())}}
	for _, name := range exportNames {
		out = append(out, choice{Text: name, Href: q.m.api() + "/export/" + name + query(q.kept())})
	}
	return out
}
