// Package formula is the small typed language in which questions are put to a
// case and the claims in statements are written down.
//
// A formula says something of events, of readings and of lists, never of
// code: it has no loops, no arithmetic beyond adding a length to a moment, and
// always ends. It is kept in either of two forms with the same content: one
// line of text for people, and JSON for programs. Version is the version of
// both.
package formula

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort/span"
)

// Version is the version of the language that this package reads and writes.
const Version = 1

// Op is what a Node says: a connective, a list quantifier or an atom.
type Op string

// Connectives and quantifiers. Every other Op is an atom of Atoms, or a
// look-up of Lookups.
const (
	And   Op = "and"
	Or    Op = "or"
	Not   Op = "not"
	All   Op = "all"
	Any   Op = "any"
	Under Op = "under"
)

// Node is one formula. Which fields it uses depends on Op.
type Node struct {
	Op      Op
	Subs    []Node   // and, or: two or more; not, all, any, under: one
	Var     string   // all, any: the name bound in Subs[0]
	List    string   // all, any: a named list, or "" if Items is used
	Items   []string // all, any: the members themselves
	Reading string   // under
	Args    []Arg    // atoms and look-ups
}

// Kind is the type of an argument.
type Kind string

// The kinds of argument.
const (
	Time   Kind = "time"   // a moment: an event, one chosen by the reading, or a stated time
	Name   Kind = "name"   // the id of a record
	Gap    Kind = "length" // a length of time
	Number Kind = "number" // a whole number
)

// Arg is one argument of an atom.
type Arg struct {
	Kind   Kind
	Name   string      // name: the id; time: the event, if Call and Stated are empty
	Call   string      // time: "binds" or "completes", chosen by the reading
	Names  []string    // time: the arguments of Call
	Stated string      // time: a time in words, as the strict time parser reads it
	Shift  span.Length // time: added to the moment
	Gap    span.Length // length
	Number int64       // number
}

// Signature is what an atom takes: its arguments in order, of which the last
// Optional may be left out.
type Signature struct {
	Args     []Kind
	Optional int
	Says     string
}

// Atoms lists every atom, with what it says.
var Atoms = map[Op]Signature{
	"before":     {[]Kind{Time, Time, Gap}, 1, "the first moment is earlier than the second, by at least the length if one is given"},
	"not-after":  {[]Kind{Time, Time}, 0, "the first moment is earlier than the second, or the same"},
	"within":     {[]Kind{Time, Time, Gap}, 0, "the two moments are at most the length apart"},
	"during":     {[]Kind{Time, Time, Time}, 0, "the first moment lies from the second to the third, both included"},
	"overlaps":   {[]Kind{Time, Time, Time, Time}, 0, "the stretch from the first to the second moment and that from the third to the fourth share a moment"},
	"airborne":   {[]Kind{Name, Time}, 0, "the movement was between a wheels-up and the next touchdown"},
	"in-area":    {[]Kind{Name, Name, Time}, 0, "the movement was in the area"},
	"left":       {[]Kind{Name, Name, Time}, 0, "the movement had left the area at or before the moment"},
	"happened":   {[]Kind{Time}, 0, "the event took place"},
	"lands-in":   {[]Kind{Name, Name}, 0, "the movement touched down at the place, or in the region"},
	"ends-in":    {[]Kind{Name, Name}, 0, "the last touchdown of the movement was at the place, or in the region"},
	"in-force":   {[]Kind{Name, Time}, 0, "the ruling bound at the moment, under the reading"},
	"noticed":    {[]Kind{Name, Name, Time}, 0, "the party had notice of the expression at or before the moment"},
	"member":     {[]Kind{Name, Name}, 0, "the first cohort is part of the second"},
	"covered":    {[]Kind{Name, Name}, 0, "the movement or cohort is protected by the ruling, under the reading"},
	"at-least":   {[]Kind{Name, Number}, 0, "the cohort, or the payment in whole units of its currency, is this number or more"},
	"at-most":    {[]Kind{Name, Number}, 0, "the cohort, or the payment in whole units of its currency, is this number or fewer"},
	"stated":     {[]Kind{Name}, 0, "the record is in the case and says so"},
	"term-lasts": {[]Kind{Name, Gap}, 0, "the custody lasted at least the length"},
}

// Lookups lists the look-ups: questions answered by bounds and not by a truth.
// A look-up stands alone; it cannot be part of a formula.
var Lookups = map[Op]Signature{
	"when":    {[]Kind{Time}, 0, "the earliest and latest moment of the event"},
	"elapsed": {[]Kind{Time, Time}, 0, "the least and most time from the first moment to the second"},
	"count":   {[]Kind{Name}, 0, "the least and most head count of the cohort"},
}

// IsLookup reports whether n is a look-up.
func (n Node) IsLookup() bool { _, ok := Lookups[n.Op]; return ok }

// UsesReading reports whether the answer to n can depend on a reading chosen
// outside it: it uses a choice of the reading, not within "under".
func (n Node) UsesReading() bool {
	switch n.Op {
	case Under:
		return false
	case "in-force", "covered":
		return true
	}
	if slices.ContainsFunc(n.Args, func(a Arg) bool { return a.Call != "" }) {
		return true
	}
	return slices.ContainsFunc(n.Subs, Node.UsesReading)
}

// Bind is n with the free name replaced by id, in names, events, calls and
// lists written out. An "all" or "any" that binds the same name hides it.
func (n Node) Bind(name, id string) Node {
	out := n
	out.Items = slices.Clone(n.Items)
	for i := range out.Items {
		out.Items[i] = bindName(out.Items[i], name, id)
	}
	if (n.Op == All || n.Op == Any) && n.Var == name {
		return out
	}
	out.Subs = make([]Node, len(n.Subs))
	for i, s := range n.Subs {
		out.Subs[i] = s.Bind(name, id)
	}
	out.Args = make([]Arg, len(n.Args))
	for i, a := range n.Args {
		a.Name = bindName(a.Name, name, id)
		a.Names = slices.Clone(a.Names)
		for j := range a.Names {
			a.Names[j] = bindName(a.Names[j], name, id)
		}
		out.Args[i] = a
	}
	if len(n.Subs) == 0 {
		out.Subs = nil
	}
	if len(n.Args) == 0 {
		out.Args = nil
	}
	return out
}

func bindName(s, name, id string) string {
	if s == name {
		return id
	}
	if rest, ok := strings.CutPrefix(s, name+"."); ok {
		return id + "." + rest
	}
	return s
}

// Check reports the first thing in n that is not of the language: an unknown
// atom, a wrong number or kind of arguments, a misplaced look-up, a field that
// the Op does not use. What it passes can be written out and parsed again.
func (n Node) Check() error { return caseWords.check(n) }

// check is Check in the language of w.
func (w Words) check(n Node) error {
	if err := n.check(w, 0); err != nil {
		return err
	}
	if s := n.String(); len(s) > MaxText {
		return fmt.Errorf("written out, the formula is longer than %d bytes", MaxText)
	}
	return nil
}

func (n Node) check(w Words, depth int) error {
	if depth >= MaxDepth {
		return fmt.Errorf("formulas lie more than %d deep", MaxDepth)
	}
	switch n.Op {
	case And, Or:
		if len(n.Subs) < 2 {
			return fmt.Errorf("%q joins two formulas or more, here %d", n.Op, len(n.Subs))
		}
	case Not, All, Any, Under:
		if len(n.Subs) != 1 {
			return fmt.Errorf("%q is said of one formula, here %d", n.Op, len(n.Subs))
		}
	default:
		return n.checkAtom(w, depth)
	}
	if err := n.checkFields(); err != nil {
		return err
	}
	for _, s := range n.Subs {
		if err := s.check(w, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// checkFields checks the fields other than Subs of what is not an atom.
func (n Node) checkFields() error {
	quantifier := n.Op == All || n.Op == Any
	switch {
	case quantifier && (!isPart(n.Var) || (n.List == "") == (len(n.Items) == 0)):
		return fmt.Errorf("%q needs a name and a list", n.Op)
	case n.List != "" && !IsName(n.List):
		return fmt.Errorf("%q is not the name of a list", n.List)
	case n.Op == Under && !IsName(n.Reading):
		return fmt.Errorf("%q is not the name of a reading", n.Reading)
	case len(n.Args) > 0 || n.Op != Under && n.Reading != "" || !quantifier && (n.Var != "" || n.List != "" || len(n.Items) > 0):
		return fmt.Errorf("%q has a field that it does not use", n.Op)
	}
	return checkNames(n.Items)
}

func checkNames(names []string) error {
	for _, s := range names {
		if !IsName(s) {
			return fmt.Errorf("%q is not a name", s)
		}
	}
	return nil
}

func (n Node) checkAtom(w Words, depth int) error {
	sig, ok := w.Atoms[n.Op]
	if !ok {
		if sig, ok = w.Lookups[n.Op]; ok && depth > 0 {
			return fmt.Errorf("%q is a look-up and cannot be part of a formula", n.Op)
		}
	}
	if !ok {
		return fmt.Errorf("no atom or look-up is named %q", string(n.Op))
	}
	if len(n.Subs) > 0 || n.Var != "" || n.List != "" || len(n.Items) > 0 || n.Reading != "" {
		return fmt.Errorf("%q takes arguments alone", n.Op)
	}
	if len(n.Args) > len(sig.Args) || len(n.Args) < len(sig.Args)-sig.Optional {
		return fmt.Errorf("%q takes %s, here %d", n.Op, sig.words(), len(n.Args))
	}
	for i, a := range n.Args {
		if a.Kind != sig.Args[i] {
			return fmt.Errorf("argument %d of %q is a %s, not a %s", i+1, n.Op, sig.Args[i], a.Kind)
		}
		if err := a.check(); err != nil {
			return fmt.Errorf("argument %d of %q: %w", i+1, n.Op, err)
		}
	}
	return nil
}

func (a Arg) check() error {
	only := Arg{Kind: a.Kind} // the fields that may be set
	switch a.Kind {
	case Name:
		only.Name = a.Name
	case Gap:
		only.Gap = a.Gap
	case Number:
		only.Number = a.Number
	default:
		only.Shift = a.Shift
		switch {
		case a.Call != "":
			only.Call, only.Names = a.Call, a.Names
		case a.Stated != "":
			only.Stated = a.Stated
		default:
			only.Name = a.Name
		}
	}
	most, call := Calls[a.Call]
	switch {
	case !reflect.DeepEqual(a, only):
		return fmt.Errorf("a %s has a field that it does not use", a.Kind)
	case a.Kind == Name && !IsName(a.Name):
		return fmt.Errorf("%q is not a name", a.Name)
	case a.Kind == Time && a.Call == "" && a.Stated == "" && !IsName(a.Name):
		return fmt.Errorf("%q is not an event", a.Name)
	case a.Call != "" && (!call || len(a.Names) == 0 || len(a.Names) > most):
		return fmt.Errorf("%s(%s) is not a choice of a reading", a.Call, strings.Join(a.Names, ", "))
	case !utf8.ValidString(a.Stated):
		return fmt.Errorf("the stated time %q is not UTF-8", a.Stated)
	case a.Gap < 0 || a.Number < 0:
		return fmt.Errorf("%s is less than nothing", a)
	case max(a.Gap, a.Shift, -a.Shift) > span.MaxLength:
		return fmt.Errorf("%s is longer than 400 years", a)
	}
	return checkNames(a.Names)
}

// Calls lists the moments that a reading chooses, with the most names each
// takes: binds(RULING) is when the ruling begins to bind; completes(MOVEMENT)
// is the phase that completes a removal, completes(MOVEMENT, VERB) that of
// another verb.
var Calls = map[string]int{"binds": 1, "completes": 2}

func (s Signature) words() string {
	kinds := make([]string, len(s.Args))
	for i, k := range s.Args {
		kinds[i] = string(k)
		if i >= len(s.Args)-s.Optional {
			kinds[i] = "[" + kinds[i] + "]"
		}
	}
	return "(" + strings.Join(kinds, ", ") + ")"
}

// IsName reports whether s can name a record or an event: letters, digits and
// "-", in parts joined by ".", with an optional "@" and place at the end.
func IsName(s string) bool {
	head, place, at := strings.Cut(s, "@")
	if at && !isPart(place) {
		return false
	}
	for part := range strings.SplitSeq(head, ".") {
		if !isPart(part) {
			return false
		}
	}
	return true
}

func isPart(s string) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if !isNameByte(c) {
			return false
		}
	}
	return true
}

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
