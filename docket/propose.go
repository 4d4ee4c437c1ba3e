package docket

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/holdshort/holdshort/cite"
)

// Proposal is an entry that looks like an order of interest. It is proposed to a
// person, and never taken by itself.
type Proposal struct {
	N     int    `json:"n"` // from 1, in the order of the file
	Sheet int    `json:"-"` // index in File.Sheets
	Entry int    `json:"-"` // index in Sheet.Entries
	Kind  string `json:"kind"`
	Why   string `json:"why"` // the words of the entry that it is proposed for
}

// interests are the kinds of order that a case here is about, first the more
// telling. The words are looked for in the text and the name of the event.
var interests = []struct {
	kind string
	form *regexp.Regexp
}{
	{"temporary restraining order", regexp.MustCompile(`(?i)\btemporar(?:y|ily) restrain(?:ing|ed)(?: order)?|\bTRO\b`)},
	{"stay of removal", regexp.MustCompile(`(?i)\bremovals?\b[^.;]{0,60}\bstayed|\bstay(?:s|ed|ing)? (?:of )?(?:the )?removal`)},
	{"injunction", regexp.MustCompile(`(?i)\binjunct(?:ion|ive)|\benjoin(?:s|ed|ing)?\b`)},
	{"administrative stay", regexp.MustCompile(`(?i)\badministrative(?:ly)? stay(?:s|ed)?\b`)},
	{"mandate", regexp.MustCompile(`(?i)\bmandate\b`)},
	{"stay", regexp.MustCompile(`(?i)\bstay(?:s|ed|ing)?\b`)},
	{"vacatur", regexp.MustCompile(`(?i)\bvacat(?:e|es|ed|ing|ur)\b`)},
	{"order on removal", regexp.MustCompile(`(?i)\b(?:remov(?:al|e|ed|ing)|deport(?:ation|ed|ing)?)\b`)},
	{"order on transfer", regexp.MustCompile(`(?i)\btransfer(?:s|red|ring)?\b`)},
	{"order on release", regexp.MustCompile(`(?i)\b(?:released?|habeas corpus (?:is )?granted|return(?:ed)? to the united states)\b`)},
	{"minute order", regexp.MustCompile(`(?i)\bminute (?:order|entry)\b`)},
	{"order on contempt", regexp.MustCompile(`(?i)\bcontempt\b`)},
}

var (
	// act is what a court's own act says of itself.
	act = regexp.MustCompile(`(?i)\border(?:s|ed)?\b|\bminute (?:order|entry)\b|\bopinion\b|\bjudgment\b|\bmandate (?:issued|recalled)|\bremoval stayed|\brestraining order\b|^(?:[a-z ]{0,20})?injunction\b|\bUSCA mandate\b|\bstayed\b`)
	// filing is how what parties file begins; an act of the court that speaks of it
	// begins otherwise.
	filing = regexp.MustCompile(`(?i)^(?:emergency |unopposed |consent |joint |assented to |sealed |first |second |amended |supplemental )*(?:motion|petition|memorandum (?:in|of law)|memorandum by|response|reply|opposition|brief|declaration|affidavit|complaint|summons|letter|certificate|notice of (?:appearance|motion|filing|hearing|change|errata|appeal|supplemental|voluntary)|exhibit|request|stipulation|transcript|errata|proposed|supplemental memorandum|statement)\b`)
	byLaw  = regexp.MustCompile(`(?i)\bremoval stayed\b`)
)

// Propose finds the entries of f that look like orders of interest: acts of the
// court that speak of restraint, stay, removal, transfer, vacatur or the mandate.
// It is a search by words, and both misses and picks amiss.
func (f *File) Propose() []Proposal {
	var out []Proposal
	for i, s := range f.Sheets {
		for j, e := range s.Entries {
			if kind, why := interest(e); kind != "" {
				out = append(out, Proposal{N: len(out) + 1, Sheet: i, Entry: j, Kind: kind, Why: why})
			}
		}
	}
	return out
}

// interest is the kind of order that an entry looks like, "" if none.
func interest(e Entry) (kind, why string) {
	said := strings.TrimSpace(e.Short + "\n" + e.Text)
	lead := strings.TrimSpace(e.Text)
	if lead == "" {
		lead = e.Short
	}
	if !act.MatchString(said) || filing.MatchString(lead) && !byLaw.MatchString(said) {
		return "", ""
	}
	for _, x := range interests {
		if m := x.form.FindString(said); m != "" {
			return x.kind, m
		}
	}
	return "", ""
}

// Key is a name for an entry that holds over all sheets of its docket, for ids:
// "e12" for a numbered entry, "s42" for one with the court's sequence number, and
// "x" with a digest of its words for one that has neither.
func (e Entry) Key() string {
	switch {
	case e.Number != "" && isID(e.Number):
		return "e" + e.Number
	case e.Seq != "" && isID(e.Seq):
		return "s" + e.Seq
	case e.Text == "" && e.Short == "":
		return ""
	}
	words := oneLine(stampEnd.ReplaceAllString(e.Text+" "+e.Short, ""))
	return "x" + strings.TrimPrefix(cite.Sum([]byte(words)).String(), "sha256:")[:12]
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$`)

func isID(s string) bool { return len(s) <= 60 && idForm.MatchString(s) }

var coreForm = regexp.MustCompile(`^(?:[A-Z]{2,4}/)?(?:\d+:)?(\d\d-(?:[a-z]{2}-)?\d{2,6})(?:-[A-Z].*|-\d+)?$`)

// Core is the docket number without the office and the judges' initials, by which
// two files speak of one docket: "18-cv-01510" of "2:18-cv-01510-ES". A docket known
// by CourtListener's id alone is "courtlistener-99".
func (s Sheet) Core() string {
	if m := coreForm.FindStringSubmatch(s.Number); m != nil {
		return m[1]
	}
	if id := fieldOf(s.Fields, mirrored); s.Number == "" && id != "" {
		return "courtlistener-" + id
	}
	return strings.ToLower(strings.Join(strings.FieldsFunc(s.Number, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}), "-"))
}

// Docket names a sheet for people: "njd 2:18-cv-01510-ES".
func (s Sheet) Docket() string {
	if s.Number == "" {
		return strings.TrimSpace(fmt.Sprintf("%s docket %s of CourtListener", s.Court, fieldOf(s.Fields, mirrored)))
	}
	return strings.TrimSpace(s.Court + " " + s.Number)
}
