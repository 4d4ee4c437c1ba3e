package formula

import (
	"fmt"
	"strconv"
	"strings"
)

// String is the canonical one-line text of n: parsing it gives n again.
func (n Node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n Node) write(b *strings.Builder) {
	switch n.Op {
	case And, Or:
		for i, s := range n.Subs {
			if i > 0 {
				b.WriteString(" " + string(n.Op) + " ")
			}
			s.writeInner(b)
		}
	case Not:
		b.WriteString("not ")
		n.Subs[0].writeInner(b)
	case All, Any:
		fmt.Fprintf(b, "%s %s in %s: ", n.Op, n.Var, n.listText())
		n.Subs[0].write(b)
	case Under:
		fmt.Fprintf(b, "under %s: ", n.Reading)
		n.Subs[0].write(b)
	default:
		b.WriteString(string(n.Op) + "(")
		for i, a := range n.Args {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(a.String())
		}
		b.WriteString(")")
	}
}

// writeInner puts n in parentheses unless it is an atom or a negation, so that
// no precedence needs to be known to read the text.
func (n Node) writeInner(b *strings.Builder) {
	switch n.Op {
	case And, Or, All, Any, Under:
		b.WriteString("(")
		n.write(b)
		b.WriteString(")")
	default:
		n.write(b)
	}
}

func (n Node) listText() string {
	if n.List != "" {
		return n.List
	}
	return "{" + strings.Join(n.Items, ", ") + "}"
}

// String is the text of a as it stands in a formula.
func (a Arg) String() string {
	switch a.Kind {
	case Gap:
		return a.Gap.ISO()
	case Number:
		return strconv.FormatInt(a.Number, 10)
	case Name:
		return a.Name
	}
	s := a.Name
	switch {
	case a.Call != "":
		s = a.Call + "(" + strings.Join(a.Names, ", ") + ")"
	case a.Stated != "":
		s = strconv.Quote(a.Stated)
	}
	switch {
	case a.Shift > 0:
		s += " + " + a.Shift.ISO()
	case a.Shift < 0:
		s += " - " + (-a.Shift).ISO()
	}
	return s
}
