package exhibit

import (
	"slices"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/tri"
)

// questionView is a question and everything found on it.
type questionView struct {
	ID, Ask, AskedBy, Public, Note string
	Number                         int
	Formula                        string
	Cites                          words
	Answers                        []answerView
}

// answerView is one answer and the readings under which it is the same.
type answerView struct {
	Ref      string // id in the page
	Name     string // of the first finding, as holdshort explain takes it
	Also     []string
	Subject  string
	Readings words
	Word     string
	Class    string
	Rest     string
	Why      words
	More     []words // what would turn or settle it
	Cites    words
}

func (s *sheet) question(fs []finding.Finding) questionView {
	q := fs[0].Question
	v := questionView{ID: string(q.ID), Ask: q.Put(""), AskedBy: q.AskedBy, Public: q.Public, Note: q.Note, Number: q.Number,
		Formula: q.Find.String(), Cites: s.citeIDs(q.Sources)}
	for _, g := range groupFindings(fs) {
		v.Answers = append(v.Answers, s.answers(g))
	}
	return v
}

// answers is a group of findings that say the same. Its cites are those of all
// of them, since each reading is cited for itself.
func (s *sheet) answers(g []finding.Finding) answerView {
	f := &g[0]
	v := answerView{Ref: slug("finding", f.ID), Name: f.ID}
	if f.Subject != "" {
		v.Subject = s.subject(f.Subject)
	}
	var ids []holdshort.ID
	var cs []cite.Cite
	for i, x := range g {
		if x.Reading != nil {
			ids = append(ids, x.Reading.ID)
		}
		if i > 0 {
			v.Also = append(v.Also, slug("finding", x.ID))
		}
		cs = append(cs, x.Cites...)
	}
	v.Readings = s.readings(ids)
	v.Word, v.Class, v.Rest = s.answer(f)
	v.Why = s.why(f)
	if t := s.flip(f.Flip); t != nil {
		v.More = append(v.More, t)
	}
	for _, n := range f.Needs {
		v.More = append(v.More, s.need(n))
	}
	if len(v.More) == 0 && f.Kind == "formula" && f.Margin != nil {
		v.More = []words{plain("No change to one source’s time alone.")}
	}
	v.Cites = s.cites(cs)
	return v
}

// answer is a finding in a word, the word's class, and the rest.
func (s *sheet) answer(f *finding.Finding) (word, class, rest string) {
	unknown := ""
	if f.Truth == tri.Unknown {
		unknown = answerWord(tri.Unknown)
	}
	switch {
	case f.Kind == "count" && f.Count != nil:
		return "", "", f.Count.String() + " people"
	case f.Kind == "when" && f.Between != nil:
		return unknown, truthClass(f.Truth), s.when(*f.Between) + s.placeOf(f)
	case f.Kind == "elapsed" && f.Margin != nil:
		return unknown, truthClass(f.Truth), unbroken(strings.TrimPrefix(marginText(f.Margin), "by "))
	case f.Kind != "formula":
		return unknown, truthClass(f.Truth), "not in evidence"
	}
	var parts []string
	if f.Outcome != "" {
		parts = append(parts, f.Outcome)
	}
	if m := marginText(f.Margin); m != "" {
		parts = append(parts, m)
	}
	return answerWord(f.Truth), truthClass(f.Truth), unbroken(strings.Join(parts, ", "))
}

// placeOf is where the event of a look-up took place, on the clock there too
// where that clock differs.
func (s *sheet) placeOf(f *finding.Finding) string {
	e := s.c.Event(f.Asked.Args[0].Name)
	if e == nil {
		return ""
	}
	pl := s.c.Place(e.Place)
	if pl == nil {
		return ""
	}
	return ", " + pl.Name
}

// why says why an answer is unknown, and on which events sources differ.
func (s *sheet) why(f *finding.Finding) words {
	if f.Truth != tri.Unknown || f.Reason == "" {
		return nil
	}
	w := plain(capital(reasonText(f.Reason)))
	if len(f.Disputed) > 0 {
		var ws []words
		for _, id := range f.Disputed {
			ws = append(ws, s.event(id))
		}
		w = append(w.then(": "), joinWords(ws, "; ")...)
	}
	return w.then(".")
}

// partingView is where readings give different answers to one question, on one
// subject or on several alike.
type partingView struct {
	Question, Ref, Subject string
	Answers                []partingAnswer
	Turns                  []turnView
	None                   bool // no one choice turns one party's answer into another's
}

type partingAnswer struct {
	Word, Class string
	Readings    words
}

// turnView is a choice that alone makes the difference, and between whom.
type turnView struct {
	Choice  string
	Between words
}

func (s *sheet) partings() []partingView {
	var out []partingView
	for i := range s.r.Partings {
		p := &s.r.Partings[i]
		v := partingView{Question: string(p.Question), Ref: slug("question", p.Question), Subject: s.subject(p.Subject), Turns: s.turns(p)}
		if j := slices.IndexFunc(s.c.Questions, func(q holdshort.Question) bool { return q.ID == p.Question }); j >= 0 {
			v.Question = s.c.Questions[j].Put("")
		}
		for _, t := range []tri.Truth{tri.Yes, tri.No, tri.Unknown} {
			if ids := p.Answers[t]; len(ids) > 0 {
				v.Answers = append(v.Answers, partingAnswer{answerWord(t), truthClass(t), s.readings(ids)})
			}
		}
		v.None = len(v.Turns) == 0 && s.argued(p.Answers[tri.Yes]) && s.argued(p.Answers[tri.No])
		if n := len(out); n > 0 && alike(&out[n-1], &v) {
			out[n-1].Subject += ", " + v.Subject
			continue
		}
		out = append(out, v)
	}
	return out
}

// alike reports whether two partings differ in their subject alone.
func alike(a, b *partingView) bool {
	return a.Ref == b.Ref && a.None == b.None &&
		slices.EqualFunc(a.Answers, b.Answers, func(x, y partingAnswer) bool { return x.Word == y.Word && x.Readings.String() == y.Readings.String() }) &&
		slices.EqualFunc(a.Turns, b.Turns, func(x, y turnView) bool { return x.Choice == y.Choice && x.Between.String() == y.Between.String() })
}

// argued reports whether a party, and not only we, holds one of the readings.
func (s *sheet) argued(ids []holdshort.ID) bool {
	return slices.ContainsFunc(ids, func(id holdshort.ID) bool { r := s.c.Reading(id); return r != nil && !r.Ours })
}

// turns says of each choice between which readings it alone decides.
func (s *sheet) turns(p *finding.Parting) []turnView {
	var choices []string
	pairs := map[string][][2]holdshort.ID{} // a reading that says yes, one that says no
	for _, t := range p.Turns {
		pair := [2]holdshort.ID{t.From, t.To}
		if slices.Contains(p.Answers[tri.No], t.From) {
			pair = [2]holdshort.ID{t.To, t.From}
		}
		if !slices.Contains(choices, t.Choice) {
			choices = append(choices, t.Choice)
		}
		if !slices.Contains(pairs[t.Choice], pair) {
			pairs[t.Choice] = append(pairs[t.Choice], pair)
		}
	}
	var out []turnView
	for _, c := range choices {
		out = append(out, turnView{choiceWords(c), s.between(pairs[c])})
	}
	return out
}

// between names pairs of readings: "A, B on one side and C, D on the other" if
// each of one side is paired with each of the other, else one by one.
func (s *sheet) between(pairs [][2]holdshort.ID) words {
	var yes, no []holdshort.ID
	for _, p := range pairs {
		if !slices.Contains(yes, p[0]) {
			yes = append(yes, p[0])
		}
		if !slices.Contains(no, p[1]) {
			no = append(no, p[1])
		}
	}
	if len(pairs) > 1 && len(pairs) == len(yes)*len(no) {
		slices.Sort(yes)
		slices.Sort(no)
		return append(s.readings(yes).then(" on one side and "), s.readings(no)...).then(" on the other")
	}
	var ws []words
	for _, p := range pairs {
		ws = append(ws, words{s.reading(p[0]), {Text: " and "}, s.reading(p[1])})
	}
	return joinWords(ws, "; ")
}

// choiceWords is the name of a choice of readings, in words.
func choiceWords(choice string) string {
	switch choice {
	case "binds":
		return "from when the ruling binds"
	case "completes":
		return "which act completes it"
	case "covers":
		return "who is covered"
	case "vacatur":
		return "what a disputed vacatur or stay did to the ruling"
	}
	return choice
}
