package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/tri"
)

// Parting is where readings give different answers to one question about one
// subject, and the choices that make the difference.
type Parting struct {
	Question holdshort.ID
	Subject  holdshort.ID
	Answers  map[tri.Truth][]holdshort.ID
	Turns    []Turn
}

// Turn is a choice of reading From which, if it were that of reading To, would
// by itself give To's answer.
type Turn struct {
	From, To holdshort.ID
	Choice   string // binds, completes, covers, vacatur
	Was, Is  string // the choice in From and in To
}

func (e *Engine) partings(fs []Finding) []Parting {
	var out []Parting
	for i := 0; i < len(fs); {
		j := i
		for j < len(fs) && fs[j].Question == fs[i].Question && fs[j].Subject == fs[i].Subject {
			j++
		}
		if p, ok := e.parting(fs[i:j]); ok {
			out = append(out, p)
		}
		i = j
	}
	return out
}

func (e *Engine) parting(fs []Finding) (Parting, bool) {
	p := Parting{Question: fs[0].Question.ID, Subject: fs[0].Subject, Answers: map[tri.Truth][]holdshort.ID{}}
	for _, f := range fs {
		if f.Reading == nil || f.Kind != "formula" {
			return p, false
		}
		p.Answers[f.Truth] = append(p.Answers[f.Truth], f.Reading.ID)
	}
	if len(p.Answers) < 2 {
		return p, false
	}
	for _, a := range fs {
		for _, b := range fs {
			if a.Truth == b.Truth || a.Truth == tri.Unknown || b.Truth == tri.Unknown || a.Reading.Ours || b.Reading.Ours {
				continue
			}
			p.Turns = append(p.Turns, e.turns(&a, &b)...)
		}
	}
	return p, true
}

// turns tries each choice of b in a's place, one at a time.
func (e *Engine) turns(a, b *Finding) []Turn {
	var out []Turn
	for _, c := range choices {
		was, is := c.text(a.Reading), c.text(b.Reading)
		if was == is {
			continue
		}
		mixed := *a.Reading
		c.set(&mixed, b.Reading)
		res, err := e.Answer(a.Asked, &mixed, string(a.Subject))
		if err == nil && res.Truth == b.Truth {
			out = append(out, Turn{a.Reading.ID, b.Reading.ID, c.name, was, is})
		}
	}
	return out
}

// choices are the parts of a reading that can be exchanged one by one.
var choices = []struct {
	name string
	text func(*holdshort.Reading) string
	set  func(to, from *holdshort.Reading)
}{
	{"binds", func(r *holdshort.Reading) string {
		return list(r.Binds, func(b holdshort.Binding) string { return fmt.Sprintf("%s from %s", b.Ruling, b.From) })
	}, func(to, from *holdshort.Reading) { to.Binds = from.Binds }},
	{"completes", func(r *holdshort.Reading) string {
		return list(r.Completes, func(c holdshort.Completion) string { return fmt.Sprintf("%s at %s", c.Verb, c.Phase) })
	}, func(to, from *holdshort.Reading) { to.Completes = from.Completes }},
	{"covers", func(r *holdshort.Reading) string {
		return list(r.Covers, func(c holdshort.Covering) string {
			word := "does not cover"
			if c.Covered {
				word = "covers"
			}
			return fmt.Sprintf("%s %s %s", c.Ruling, word, strings.Join(idStrings(sorted(c.Who)), " and "))
		})
	}, func(to, from *holdshort.Reading) { to.Covers = from.Covers }},
	{"vacatur", func(r *holdshort.Reading) string {
		return list(r.Vacatur, func(v holdshort.VacaturRule) string { return fmt.Sprintf("%s %s", v.Ruling, v.Reaches) })
	}, func(to, from *holdshort.Reading) { to.Vacatur = from.Vacatur }},
}

func list[T any](items []T, text func(T) string) string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = text(it)
	}
	slices.Sort(out)
	if len(out) == 0 {
		return "silent"
	}
	return strings.Join(out, "; ")
}

func idStrings(ids []holdshort.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
