package docket

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// Difference is what a later file says otherwise of an entry than an earlier one.
// Both stay on record: none is right by being later.
type Difference struct {
	Docket  string `json:"docket"`
	Entry   string `json:"entry"`
	What    string `json:"what"` // time-gone, time-coarser, time-changed, text-changed, number-changed, entry-gone
	Kind    Kind   `json:"kind,omitempty"`
	Earlier string `json:"earlier"`
	Later   string `json:"later,omitempty"`
}

// Differences compares an earlier file with a later one of the same docket. What
// the later adds is no difference.
func Differences(earlier, later *File) []Difference {
	by := map[string][]int{}
	for i, b := range later.Sheets {
		for _, k := range docketKeys(b) {
			by[k] = append(by[k], i)
		}
	}
	var out []Difference
	for _, a := range earlier.Sheets {
		done := map[int]bool{}
		for _, k := range docketKeys(a) {
			for _, i := range by[k] {
				b := later.Sheets[i]
				if !done[i] && (a.Court == b.Court || a.Court == "" || b.Court == "" || strings.HasPrefix(k, mirrored)) {
					out = append(out, differences(a, b, later.partial())...)
				}
				done[i] = true
			}
		}
	}
	return out
}

// docketKeys are those by which two sheets are of one docket: the number, within one
// court, and CourtListener's id.
func docketKeys(s Sheet) []string {
	var out []string
	if s.Number != "" && s.Core() != "" {
		out = append(out, s.Core())
	}
	if id := fieldOf(s.Fields, mirrored); id != "" {
		out = append(out, mirrored+id)
	}
	return out
}

// partial reports whether the file holds some entries of its dockets alone, so
// that what it lacks may still be there.
func (f *File) partial() bool {
	return !slices.Contains([]string{formatDistrict, formatHistory, formatAppellate, formatArchived, "RECAP docket XML", "ACMS docket JSON"}, f.Format)
}

func differences(a, b Sheet, partial bool) []Difference {
	var out []Difference
	find := finder(b)
	for _, e := range a.Entries {
		name := cmp.Or(e.Number, e.Seq, clip(e.Text, 40), e.Short)
		now, ok := find(e)
		if !ok {
			if !partial {
				out = append(out, Difference{Docket: a.Docket(), Entry: name, What: "entry-gone", Earlier: clip(cmp.Or(e.Text, e.Short), 120)})
			}
			continue
		}
		add := func(what string, kind Kind, earlier, later string) {
			out = append(out, Difference{a.Docket(), name, what, kind, earlier, later})
		}
		if e.Number != now.Number && e.Number != "" && now.Number != "" {
			add("number-changed", "", e.Number, now.Number)
		}
		if !SameWords(e.Text, now.Text) && e.Text != "" && now.Text != "" {
			add("text-changed", "", clip(e.Text, 200), clip(now.Text, 200))
		}
		for _, c := range e.Times {
			if what, later := fate(c, now.Times); what != "" {
				add(what, c.Kind, c.stated(), later)
			}
		}
	}
	return out
}

// finder finds the entry of a sheet that another sheet's entry is: by number, by
// the court's sequence number, by the paper, or by the text.
func finder(s Sheet) func(Entry) (Entry, bool) {
	by := map[string]int{}
	keys := func(e Entry) []string {
		var out []string
		if e.Seq != "" {
			out = append(out, "s"+e.Seq)
		}
		for _, d := range e.Documents {
			if d.ID != "" && d.Attachment == "" {
				out = append(out, "p"+normalID(d.ID))
			}
		}
		if e.Number != "" {
			out = append(out, "n"+e.Number)
		} else if e.Text != "" {
			out = append(out, "t"+e.Text)
		}
		return out
	}
	for i, e := range s.Entries {
		for _, k := range keys(e) {
			if _, ok := by[k]; !ok {
				by[k] = i
			}
		}
	}
	return func(e Entry) (Entry, bool) {
		for _, k := range keys(e) {
			if i, ok := by[k]; ok {
				return s.Entries[i], true
			}
		}
		return Entry{}, false
	}
}

// normalID is a paper's id without its fourth digit, which says whether the link
// leads to the paper or to a page of its attachments.
func normalID(id string) string {
	if len(id) > 4 {
		return id[:3] + "0" + id[4:]
	}
	return id
}

// fate is what became of a claim in a later sheet: nothing if one of its kind lies
// within it. Times of mirrors and of mail are their own, and no part of an entry.
func fate(c Time, later []Time) (what, now string) {
	if c.Kind == Retrieved || c.Kind == Published || c.Clock == ours {
		return "", ""
	}
	what = "time-gone"
	for _, l := range later {
		if l.Kind != c.Kind {
			continue
		}
		switch meet := span.Meet(c.Span, l.Span); {
		case l.Span == meet:
			return "", ""
		case !meet.Empty():
			what, now = "time-coarser", l.stated()
		case what == "time-gone":
			what, now = "time-changed", l.stated()
		}
	}
	return what, now
}

// stated is a time as the file states it, in one line.
func (c Time) stated() string {
	if c.Said != c.At {
		return fmt.Sprintf("%s (%s)", c.Said, c.At)
	}
	return c.Said
}
