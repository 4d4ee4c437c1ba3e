package docket

import "regexp"

// What is taken out of texts unless it is asked for, by kind.
const (
	alienNumber  = "alien registration number"
	socialNumber = "social security number"
	dateOfBirth  = "date of birth"
)

// personal are the forms of what is taken out.
var personal = []struct {
	kind, instead string
	form          *regexp.Regexp
}{
	{alienNumber, "[alien number removed]", regexp.MustCompile(`\b[Aa](?:lien)?[ -]?#?[ -]?(?:\d{3}[ -]\d{3}[ -]\d{3}|\d{2}[ -]\d{3}[ -]\d{3}|\d{8,9})\b`)},
	{alienNumber, "[alien number removed]", regexp.MustCompile(`(?i)\balien\s+(?:registration\s+)?(?:number|no\.?|#)\s*:?\s*A?[ -]?\d[\d -]{6,11}\d\b`)},
	{socialNumber, "[social security number removed]", regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)},
	{socialNumber, "[social security number removed]", regexp.MustCompile(`(?i)\b(?:SSN|social security (?:number|no\.?))\s*:?\s*#?\s*\d{3}[ -]?\d{2}[ -]?\d{4}\b`)},
	{dateOfBirth, "[date of birth removed]", regexp.MustCompile(`(?i)\b(?:DOB|date of birth|born(?: on)?|birth ?date)\s*:?\s*(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})\b`)},
}

// redact takes what is personal out of every text that is kept.
func (in *input) redact() {
	f := in.file
	for i := range f.Notes {
		in.clean(&f.Notes[i].Text)
	}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		in.clean(&s.Caption)
		in.cleanFields(s.Fields)
		for j := range s.Parties {
			in.clean(&s.Parties[j].Name)
		}
		for j := range s.Entries {
			e := &s.Entries[j]
			in.clean(&e.Text)
			in.clean(&e.Short)
			in.cleanFields(e.Fields)
			for k := range e.Documents {
				in.clean(&e.Documents[k].Text)
			}
		}
	}
}

func (in *input) cleanFields(fields []Field) {
	for i := range fields {
		in.clean(&fields[i].Text)
	}
}

// clean takes what is personal out of a text, and counts it.
func (in *input) clean(s *string) {
	if !hasRunOfDigits(*s) {
		return
	}
	for _, p := range personal {
		n := 0
		out := p.form.ReplaceAllStringFunc(*s, func(string) string { n++; return p.instead })
		if n > 0 {
			*s = out
			in.count(p.kind, n)
		}
	}
}

// hasRunOfDigits reports whether s has as many digits close together as the
// shortest of what is personal: six, with at most nine bytes between two.
func hasRunOfDigits(s string) bool {
	run, last := 0, 0
	for i := range len(s) {
		if c := s[i]; c < '0' || '9' < c {
			continue
		}
		if i-last > 9 {
			run = 0
		}
		last = i
		if run++; run >= 6 {
			return true
		}
	}
	return false
}
