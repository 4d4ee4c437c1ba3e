package formula

// Words are the atoms and look-ups of a language that has the grammar of this
// package: connectives, quantifiers, kinds of argument, bounds. Formulas of a case
// have Atoms and Lookups; another package may ask about something else.
type Words struct {
	Atoms, Lookups map[Op]Signature
}

// caseWords are those of formulas of a case.
var caseWords = Words{Atoms, Lookups}
