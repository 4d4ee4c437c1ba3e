package exhibit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// bit is a run of text, and the id in the page to which it links, if any.
type bit struct{ Text, Ref string }

// words is text with links in it.
type words []bit

func plain(text string) words {
	if text == "" {
		return nil
	}
	return words{{Text: text}}
}

func (w words) then(text string) words { return append(w, plain(text)...) }

// String is the text alone.
func (w words) String() string {
	var b strings.Builder
	for _, x := range w {
		b.WriteString(x.Text)
	}
	return b.String()
}

func joinWords(ws []words, sep string) words {
	var out words
	for i, w := range ws {
		if i > 0 {
			out = out.then(sep)
		}
		out = append(out, w...)
	}
	return out
}

// source links to a source of the case; the text alone if there is none.
func (s *sheet) source(id string) bit {
	if s.c.Source(holdshort.ID(id)) == nil {
		return bit{Text: id}
	}
	return bit{id, slug("source", id)}
}

// cites is a list of cites: "S02, S03 (p. 4)". Cites of one source at several
// places are joined.
func (s *sheet) cites(cs []cite.Cite) words {
	cs = slices.Clone(cs)
	slices.SortFunc(cs, cite.Compare)
	cs = slices.Compact(cs)
	var out words
	for i := 0; i < len(cs); {
		if i > 0 {
			out = out.then(", ")
		}
		out = append(out, s.source(cs[i].Source))
		var places []string
		id := cs[i].Source
		for ; i < len(cs) && cs[i].Source == id; i++ {
			if cs[i].Where != "" {
				places = append(places, cs[i].Where)
			}
		}
		if len(places) > 0 {
			out = out.then(" (" + strings.Join(places, "; ") + ")")
		}
	}
	return out
}

func (s *sheet) citeIDs(ids []holdshort.ID, where ...string) words {
	var cs []cite.Cite
	for _, id := range ids {
		cs = append(cs, cite.Cite{Source: string(id), Where: strings.Join(where, "")})
	}
	return s.cites(cs)
}

var bracketed = regexp.MustCompile(`\[[^\[\]]+\]`)

// text links the sources in brackets within a sentence: "… [S02, S03 (p. 4)]".
func (s *sheet) text(t string) words {
	var out words
	at := 0
	for _, m := range bracketed.FindAllStringIndex(t, -1) {
		out = out.then(t[at : m[0]+1])
		for i, part := range strings.Split(t[m[0]+1:m[1]-1], ", ") {
			if i > 0 {
				out = out.then(", ")
			}
			id, rest, more := strings.Cut(part, " ")
			out = append(out, s.source(id))
			if more {
				out = out.then(" " + rest)
			}
		}
		out = out.then("]")
		at = m[1]
	}
	return out.then(t[at:])
}

// event is an event in our words, with its number in the timeline.
func (s *sheet) event(id string) words {
	e := s.c.Event(id)
	if e == nil {
		return plain(id)
	}
	n := s.number[e.ID]
	if n == 0 {
		return plain(e.What)
	}
	return words{{Text: e.What + " ("}, s.numberOf(e.ID), {Text: ")"}}
}

// numberOf is "no. 7", linked: the event's row in the timeline.
func (s *sheet) numberOf(event string) bit {
	return bit{"no. " + itoa(s.number[event]), slug("event", event)}
}

func itoa(n int) string { return strconv.Itoa(n) }

// eventAt is an event and its bounds.
func (s *sheet) eventAt(id string) words {
	w := s.event(id)
	if e := s.c.Event(id); e != nil && s.number[e.ID] > 0 {
		w = w.then(", " + s.when(s.bounds[e.ID]))
	}
	return w
}

func (s *sheet) when(x span.Span) string { return boundsText(x, s.loc) }

// subject is a movement or cohort as people call it, with its id.
func (s *sheet) subject(id holdshort.ID) string {
	name := string(id)
	switch {
	case s.c.Movement(id) != nil:
		name = s.c.Movement(id).Name
	case s.c.Cohort(id) != nil:
		name = s.c.Cohort(id).Name
	case s.c.Ruling(id) != nil:
		name = s.c.Ruling(id).Title
	}
	return name
}

func (s *sheet) subjects(ids []holdshort.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.subject(id)
	}
	return strings.Join(names, ", ")
}

func (s *sheet) party(id holdshort.ID) string {
	if p := s.c.Party(id); p != nil {
		return p.Name
	}
	return string(id)
}

func (s *sheet) parties(ids []holdshort.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.party(id)
	}
	return strings.Join(names, ", ")
}

// reading links to a reading in the legend.
func (s *sheet) reading(id holdshort.ID) bit { return bit{string(id), slug("reading", id)} }

func (s *sheet) readings(ids []holdshort.ID) words {
	var ws []words
	for _, id := range ids {
		ws = append(ws, words{s.reading(id)})
	}
	return joinWords(ws, ", ")
}

// flip says what would turn an answer, with the event in our words.
func (s *sheet) flip(f *finding.Flip) words {
	if f == nil {
		return nil
	}
	way := "earlier"
	if f.Later {
		way = "later"
	}
	w := append(plain("No longer certain if "), s.source(f.Source))
	w = append(w.then(" put "), s.event(f.Event)...)
	return w.then(" " + unbroken(up(f.By).Words()) + " " + way + ".")
}

// need is one thing that would settle an answer.
func (s *sheet) need(n finding.Need) words {
	if n.Event == "" {
		return s.text("Would settle it: " + n.What + ".")
	}
	w := append(plain("Would settle it: evidence that "), s.event(n.Event)...)
	side, t := " came no later than ", n.NotAfter
	if n.NotAfter == span.End {
		side, t = " came no earlier than ", n.NotBefore
	}
	return w.then(side + span.FormatInstant(t, s.loc, true) + "; the answer is then " + answerWord(n.Then) + ".")
}

// spaced is a word of a closed vocabulary as people write it.
func spaced[T ~string](w T) string { return strings.ReplaceAll(string(w), "-", " ") }

// capital begins t with a capital letter.
func capital(t string) string {
	r, n := utf8.DecodeRuneInString(t)
	if n == 0 {
		return t
	}
	return strings.ToUpper(string(r)) + t[n:]
}

// sentence ends t with a full stop, unless it ends a sentence already.
func sentence(t string) string {
	if t == "" || strings.ContainsAny(t[len(t)-1:], ".?!") {
		return t
	}
	return t + "."
}

var lengthWords = regexp.MustCompile(`([0-9≥]) ([0-9]|d\b|h\b|min\b|s\b|ms\b)`)

// unbroken keeps each number of a length of time on one line with its unit.
func unbroken(t string) string { return lengthWords.ReplaceAllString(t, "$1\u00a0$2") }

// quoted puts t in quotation marks, unless it has its own.
func quoted(t string) string {
	if t == "" || strings.ContainsAny(t, `"“`) {
		return t
	}
	return "“" + t + "”"
}

// clipWords is t cut after at most n characters, at a space where it has one.
func clipWords(t string, n int) string {
	if utf8.RuneCountInString(t) <= n {
		return t
	}
	cut := string([]rune(t)[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// truthClass is the class in the style sheet. Words, not the class, say it.
func truthClass(t tri.Truth) string { return t.String() }
