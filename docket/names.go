package docket

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// immigration are the signs of an immigration case of an individual in the head
// of a sheet.
var immigration = regexp.MustCompile(`(?i)alien detainee|board of immigration appeals|\bBIA-\d|(?:^|[^-])\bimmigration\b|habeas corpus|28:2241|^46[0-9] |\[alien number removed\]`)

// natures are the fields that say what kind of case it is.
var natures = []string{"Nature of Suit", "nature_of_suit", "natureOfSuit", "suitNature", "Cause", "cause", "case_cause", "Appeal From", "appeal_from",
	"caseType", "caseSubType", "Case title", "originating court", "case_type_information", "Chapter", "Type"}

// Withheld says why the names in the caption are not to be written to a case, or
// "" if they may be: the case is an individual's immigration case, or the file
// does not say what kind of case it is and a side of the caption may be a person.
func (s Sheet) Withheld() string {
	said := false
	for _, f := range s.Fields {
		if !slices.Contains(natures, f.Name) {
			continue
		}
		said = true
		if immigration.MatchString(f.Text) && !strings.HasPrefix(f.Text, "Non-Immigration") {
			return "the sheet is of an immigration or habeas case"
		}
	}
	for _, e := range s.Entries {
		if strings.Contains(e.Text, "[alien number removed]") {
			return "an entry has an alien registration number"
		}
	}
	switch {
	case said || strings.Contains(s.Number, "-cr-"):
		return ""
	case s.Caption == "":
		return "the file does not say whose case it is"
	}
	for _, side := range sides(s.Caption) {
		if side != "" && !organisation(side) {
			return "the file does not say what kind of case it is"
		}
	}
	return ""
}

var caseV = regexp.MustCompile(`\s+(?i:vs?\.?)\s+`)

// sides are those of a caption: one if it is in the matter of somebody.
func sides(caption string) []string { return caseV.Split(caption, 2) }

var office = regexp.MustCompile(`(?i)\b(?:inc|llc|l\.l\.c|corp|corporation|company|co|ltd|lp|llp|n\.a|association|alliance|union|foundation|university|college|church|society|institute|party|coalition|council|network|center|committee|commission|bank|group|services?|state of|united states|u\.?s\.?a?|people of|city|county|town|village|department|dep't|dept|agency|administration|secretary|attorney general|director|warden|sheriff|commissioner|board|office|court|in re|mdl|pharmaceuticals|hospital|school|district)\b\.?`)

// organisation reports whether a side is evidently no individual, or an official
// by office.
func organisation(side string) bool { return office.MatchString(side) }

// sideOf are the roles of those whose names are withheld.
var sideOf = regexp.MustCompile(`(?i)petitioner|plaintiff|appellant|applicant|debtor|movant|claimant|detainee`)

// ByRole is the caption with each side that may be a person's name as the role
// that the sheet gives it, or else as initials: "Petitioner v. Respondent", "J.D. v.
// Warden". A side that is an office or an organisation is left.
func (s Sheet) ByRole() string {
	parts := sides(s.Caption)
	for i, side := range parts {
		if side == "" || organisation(side) {
			continue
		}
		others := ""
		if etAl.MatchString(side) {
			others = " et al"
		}
		parts[i] = cmp.Or(s.roleOf(side), initials(etAl.ReplaceAllString(side, ""))) + others
	}
	return strings.Join(parts, " v. ")
}

var etAl = regexp.MustCompile(`(?i),? et al\b\.?,?`)

// roleOf is the role of the party whose name holds the last name of a side.
func (s Sheet) roleOf(side string) string {
	words := strings.Fields(etAl.ReplaceAllString(side, ""))
	if len(words) == 0 {
		return ""
	}
	last := strings.ToUpper(strings.Trim(words[len(words)-1], ",."))
	for _, p := range s.Parties {
		if strings.Contains(strings.ToUpper(p.Name), last) {
			return title(p.Role)
		}
	}
	return ""
}

// title is a role with one capital: "Petitioner".
func title(role string) string {
	role = strings.TrimSpace(role)
	if role == "" {
		return ""
	}
	return strings.ToUpper(role[:1]) + strings.ToLower(role[1:])
}

// initials are the first letters of a name.
func initials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		for _, r := range w {
			if unicode.IsLetter(r) {
				b.WriteRune(unicode.ToUpper(r))
				b.WriteByte('.')
				break
			}
		}
	}
	return cmp.Or(b.String(), "[name withheld]")
}

// WithoutNames takes the names of the sheet's petitioners and plaintiffs, as far as
// the sheet lists them or its caption has them, out of a text. A name that neither
// has stays: read the text before it is made public.
func (s Sheet) WithoutNames(text string) string {
	form := s.names()
	if form == nil {
		return text
	}
	var b strings.Builder
	done := 0
	for _, m := range form.FindAllStringIndex(text, -1) {
		from := max(done, givenNames(text[:m[0]]))
		b.WriteString(text[done:from])
		b.WriteString("[name withheld]")
		done = m[1]
	}
	return b.String() + text[done:]
}

var (
	given = regexp.MustCompile(`(?:[A-Z][a-z'’-]+|[A-Z]\.)\s+$`)
	// noName are words that stand before a name with a capital and are no part of it.
	noName = regexp.MustCompile(`(?i)^(?:petitioners?|plaintiffs?|defendants?|respondents?|appellants?|appellees?|movants?|debtors?|judge|order|motion|as|to|of|by|for|in|re|the|and|from|that|against|removal|stay|minute|entry|hon|mrs?|ms|dr|attorney|counsel|.*ing)\.?$`)
)

// givenNames is where the given names begin that end a text, before a name that
// follows it: at most three words with a capital alone.
func givenNames(before string) int {
	end := len(before)
	for range 3 {
		m := given.FindStringIndex(before[:end])
		if m == nil || noName.MatchString(strings.TrimSpace(before[m[0]:m[1]])) {
			break
		}
		end = m[0]
	}
	return end
}

// names is the form of all names that are withheld; nil if there are none.
func (s Sheet) names() *regexp.Regexp {
	var out []string
	add := func(name string) {
		name = oneLine(etAl.ReplaceAllString(name, ""))
		if len(name) < 3 || organisation(name) {
			return
		}
		out = append(out, name)
		words := strings.Fields(strings.ReplaceAll(name, ",", " "))
		for _, w := range words {
			if len(w) > 3 {
				out = append(out, strings.Trim(w, "."))
			}
		}
	}
	for _, p := range s.Parties {
		if sideOf.MatchString(p.Role) {
			add(p.Name)
		}
	}
	for i, side := range sides(s.Caption) {
		if role := s.roleOf(side); i == 0 && role == "" || sideOf.MatchString(role) || len(s.Parties) == 0 {
			add(side)
		}
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	out = slices.Compact(out)
	for i := range out {
		out[i] = strings.ReplaceAll(regexp.QuoteMeta(out[i]), " ", `\s+`)
	}
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(out, "|") + `)\b`)
}
