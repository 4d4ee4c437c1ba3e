package docket

import (
	"regexp"
	"strings"
)

// What is taken out of texts unless it is asked for, by kind.
const (
	alienNumber  = "alien registration number"
	socialNumber = "social security number"
	dateOfBirth  = "date of birth"
)

// personal are the forms of what is taken out, and what a text must have, in lower
// case, for a form to be looked for: texts are long, and forms slow.
var personal = []struct {
	kind, instead string
	form          *regexp.Regexp
	may           func(lower string) bool
}{
	{alienNumber, "[alien number removed]", regexp.MustCompile(`\b[Aa](?:lien)?` + mark + `*(?:(?i:no\b|number)` + mark + `*[Aa]?)?` + mark + `?` + nine), numbered},
	{alienNumber, "[alien number removed]", regexp.MustCompile(`(?i)\b(?:alien|agency)\s+(?:(?:registration|file)\s+)?(?:number|no\.?|#)\s*:?\s*A?` + mark + `?(?:` + nine + `|\d[\d -]{6,11}\d\b)`), with("alien", "agency")},
	{socialNumber, "[social security number removed]", regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`), dashed},
	{socialNumber, "[social security number removed]", regexp.MustCompile(`(?i)\b(?:SSN|social security (?:number|no\.?))\s*:?\s*#?\s*\d{3}[ -]?\d{2}[ -]?\d{4}\b`), with("ssn", "social")},
	{dateOfBirth, "[date of birth removed]", regexp.MustCompile(`(?i)\b(?:DOB|date of birth|born(?: on)?|birth ?date)\s*:?\s*(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})\b`), with("dob", "birth", "born")},
}

// mark is what stands between the parts of such a number, and nine its digits, of
// which old ones have eight: courts write hyphens, dashes, points and spaces.
const (
	mark = `[ \x{a0}.#:\x{2010}-\x{2015}-]`
	nine = `(?:\d{2,3}[ \x{a0}.\x{2010}-\x{2015}-]\d{3}[ \x{a0}.\x{2010}-\x{2015}-]\d{3}|\d{8,9})\b`
)

// with is whether a text has one of some words.
func with(words ...string) func(string) bool {
	return func(lower string) bool {
		for _, w := range words {
			if strings.Contains(lower, w) {
				return true
			}
		}
		return false
	}
}

// numbered reports whether a digit follows soon after an "a" or "alien" that is a
// word or begins a number.
func numbered(lower string) bool {
	for i := 0; i < len(lower); i++ {
		if lower[i] != 'a' || i > 0 && letter(lower[i-1]) {
			continue
		}
		rest := strings.TrimPrefix(lower[i+1:min(len(lower), i+28)], "lien")
		if rest != "" && !letter(rest[0]) && strings.ContainsAny(rest[:min(len(rest), 20)], "0123456789") {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' }

// dashed reports whether two dashes stand with two characters between.
func dashed(lower string) bool {
	for i := 3; i+3 < len(lower); i++ {
		if lower[i] == '-' && lower[i+3] == '-' {
			return true
		}
	}
	return false
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
	lower := strings.ToLower(*s)
	for _, p := range personal {
		if !p.may(lower) {
			continue
		}
		n := 0
		out := p.form.ReplaceAllStringFunc(*s, func(string) string { n++; return p.instead })
		if n > 0 {
			*s = out
			in.count(p.kind, n)
		}
	}
}

// hasRunOfDigits reports whether s has as many digits close together as the
// shortest of what is personal: five, with at most nine bytes between two.
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
		if run++; run >= 5 {
			return true
		}
	}
	return false
}
