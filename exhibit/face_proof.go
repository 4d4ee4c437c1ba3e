package exhibit

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// proofView is a finding with all that it rests on.
type proofView struct {
	ID, Ask, AskedBy, Public, Note string
	Number                         int
	Answer                         answerView
	Formula                        string
	Reading                        *readingView // nil where the answer depends on none
	Events                         []aloneView
	Parts                          []partView
	TopSpeed                       string
	Fresh                          bool
}

// aloneView is the evidence on one event, and what each source alone would
// answer.
type aloneView struct {
	ID, What, When string
	Ref            string
	Claims         []aloneClaim
	Copies         string // how many sources are reports of their own, where some are not
}

type aloneClaim struct {
	ID, Text, Read, Mark, CopyOf string
	Cite                         words
	Word, Class                  string // the answer; empty where it was not asked for
}

// partView is one proof.
type partView struct {
	Title, Show, Lead, ID string
	Branch                *branchView
	Worlds                []worldRow
	Taken                 []string // what is taken for granted in either world
}

// branchView is one way in which what is supposed could be true.
type branchView struct {
	Suppose []words
	Fact    words
	Steps   []words
	Sum     string
	Ways    []*branchView
}

// worldRow is one event as each world dates it.
type worldRow struct {
	Event        words
	Holds, Fails string
}

// WriteFinding writes an explanation: the claims, the answer that each source
// would give by itself, and the proof with its sums or worlds.
func (f *Face) WriteFinding(w io.Writer, x *finding.Explanation) error {
	return f.write(w, "proof", f.sheet.proof(x))
}

func (s *sheet) proof(x *finding.Explanation) proofView {
	q := x.Question
	v := proofView{ID: x.ID, Ask: q.Put(s.c.Name(x.Subject)), AskedBy: q.AskedBy, Public: q.Public, Note: q.Note, Number: q.Number,
		Answer: s.answers([]finding.Finding{x.Finding}), Formula: x.Asked.String(), TopSpeed: topSpeedText(x.TopSpeed), Fresh: x.Fresh}
	if x.Subject == "" {
		v.Ask = q.Put("")
	}
	if x.Reading != nil && x.Asked.UsesReading() {
		r := s.readingView(x.Reading)
		v.Reading = &r
	}
	for _, a := range x.Events {
		v.Events = append(v.Events, s.alone(a))
	}
	for i, p := range x.Proofs {
		part := s.part(p)
		if len(x.Proofs) > 1 {
			part.Title, part.Show = fmt.Sprintf("Why, part %d of %d", i+1, len(x.Proofs)), p.Formula
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

func (s *sheet) alone(a finding.Alone) aloneView {
	p := &page{c: s.c, loc: s.loc}
	v := aloneView{ID: a.Event.ID, What: a.Event.What, When: s.when(a.Bounds), Ref: slug("event", a.Event.ID)}
	for _, c := range a.Event.Claims {
		x := aloneClaim{ID: c.ID, Text: c.Time.Text, Read: s.when(c.Time.Span), Cite: s.cites1(c.Cite), CopyOf: strings.TrimSpace(p.copyText(c.Cite.Source))}
		switch {
		case c.Aside != "":
			x.Mark = "set aside: " + c.Aside
		case !c.Kind.Counts():
			x.Mark = string(c.Kind) + ", not used"
		case a.Answers != nil:
			x.Word, x.Class = answerWord(a.Answers[c.ID]), truthClass(a.Answers[c.ID])
		}
		v.Claims = append(v.Claims, x)
	}
	if n, of := p.reports(a.Event); n < of {
		v.Copies = fmt.Sprintf("%d sources in evidence, %d of them reports of their own; a copy is not a second source.", of, n)
	}
	return v
}

func (s *sheet) part(pr *proof.Proof) partView {
	v := partView{Title: "Why", ID: pr.ID}
	w := proofWords{s, &page{c: s.c, loc: s.loc}, map[string]ground.Edge{}}
	for _, e := range pr.Edges {
		w.edges[e.ID] = e
	}
	switch {
	case pr.Conflict != nil:
		v.Lead = "The claims that it rests on cannot all be true:"
		v.Branch = &branchView{}
		w.round(v.Branch, pr.Conflict, nil, nil)
	case pr.Refute != nil && pr.Truth == tri.Yes:
		v.Lead = "Suppose that it were not so."
		v.Branch = w.branch(pr.Refute, nil)
	case pr.Refute != nil:
		v.Lead = "Suppose that it were so."
		v.Branch = w.branch(pr.Refute, nil)
	case pr.Holds != nil:
		v.Lead = "Both are possible on this evidence. Each world dates every event and obeys every claim, order and limit on record."
		v.Worlds, v.Taken = w.worlds(pr)
	}
	return v
}

// proofWords puts the steps of one proof in words.
type proofWords struct {
	s     *sheet
	p     *page
	edges map[string]ground.Edge
}

func (w proofWords) branch(b *proof.Branch, above []ground.Lit) *branchView {
	v := &branchView{}
	for _, l := range b.Suppose {
		v.Suppose = append(v.Suppose, w.s.named("Then "+w.p.litText(l)+"."))
	}
	switch {
	case b.Fact != nil:
		v.Fact = w.s.named(capital(factText(b.Fact)) + ", so this cannot be.")
	case b.Round != nil:
		w.round(v, b.Round, above, b.Suppose)
	default:
		supposed := append(above[:len(above):len(above)], b.Suppose...)
		for _, way := range b.Ways {
			v.Ways = append(v.Ways, w.branch(way, supposed))
		}
	}
	return v
}

// round lists the steps of a round and adds them up. What was supposed just now
// stands above it already.
func (w proofWords) round(v *branchView, r *proof.Round, above, now []ground.Lit) {
	var steps []ground.Lit
	for _, id := range r.Steps {
		if e, ok := w.edges[id]; ok {
			v.Steps = append(v.Steps, w.s.named(w.p.edgeText(e)))
			steps = append(steps, ground.Lit{X: e.X, Y: e.Y, C: e.C})
			continue
		}
		for _, l := range now {
			if proof.SuppositionID(l) == id {
				steps = append(steps, l)
			}
		}
		for _, l := range above {
			if proof.SuppositionID(l) == id {
				v.Steps = append(v.Steps, w.s.named("supposed above: "+w.p.litText(l)))
				steps = append(steps, l)
			}
		}
	}
	v.Sum = capital(w.p.sum(steps, r.Sum)) + "."
}

// worlds lists the events of both worlds in the order of the one in which the
// formula holds.
func (w proofWords) worlds(pr *proof.Proof) (rows []worldRow, taken []string) {
	at := func(x *proof.World, id string) string {
		t, ok := x.Times[id]
		if !ok {
			return "not dated"
		}
		return span.FormatInstant(span.Instant(t), w.s.loc, true)
	}
	for _, id := range sortedByTime(pr.Holds.Times) {
		rows = append(rows, worldRow{w.s.named(id), at(pr.Holds, id), at(pr.Fails, id)})
	}
	for _, id := range sortedByTime(pr.Fails.Times) {
		if _, ok := pr.Holds.Times[id]; !ok {
			rows = append(rows, worldRow{w.s.named(id), at(pr.Holds, id), at(pr.Fails, id)})
		}
	}
	for _, x := range []struct {
		where string
		facts map[string]string
	}{{"Where it holds", pr.Holds.Facts}, {"Where it does not", pr.Fails.Facts}} {
		for _, id := range sortedKeys(x.facts) {
			taken = append(taken, fmt.Sprintf("%s, %q is taken to be %s.", x.where, id, x.facts[id]))
		}
	}
	return rows, taken
}

var eventNames = regexp.MustCompile(`[0-9A-Za-z_][-0-9A-Za-z_.@]*[0-9A-Za-z_]`)

// named links the ids of events within a sentence, and its sources.
func (s *sheet) named(t string) words {
	var out words
	for _, b := range s.text(t) {
		if b.Ref != "" {
			out = append(out, b)
			continue
		}
		at := 0
		for _, m := range eventNames.FindAllStringIndex(b.Text, -1) {
			id := b.Text[m[0]:m[1]]
			if e := s.c.Event(id); formula.IsName(id) && e != nil {
				out = append(out.then(b.Text[at:m[0]]), bit{id, slug("event", e.ID)})
				at = m[1]
			}
		}
		out = out.then(b.Text[at:])
	}
	return out
}
