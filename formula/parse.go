package formula

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort/span"
)

// Bounds on a formula's text, so that reading it takes bounded time and space.
const (
	MaxText  = 4096 // bytes
	MaxDepth = 32   // formulas within formulas
)

// ParseError says where in a text the language was not followed.
type ParseError struct {
	Text   string
	Offset int // byte in Text, from 0
	Msg    string
	Hint   string // may be empty
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("formula %q, at byte %d: %s", e.Text, e.Offset, e.Msg)
}

// Parse reads the text form. The error is a *ParseError.
//
//	formula  = and-list { "or" and-list }
//	and-list = unary { "and" unary }
//	unary    = "not" unary | "(" formula ")" | atom
//	         | ("all" | "any") name "in" list ":" formula
//	         | "under" reading ":" formula
//	list     = name | "{" name { "," name } "}"
//	atom     = name "(" [ argument { "," argument } ] ")"
//	argument = time [ ("+" | "-") length ] | name | length | number
//	time     = event | ("binds" | "completes") "(" names ")" | quoted text
func Parse(text string) (Node, error) { return caseWords.Parse(text) }

// Parse reads the text form of a formula in the language of w, with the grammar
// that the function Parse states. The error is a *ParseError.
func (w Words) Parse(text string) (Node, error) {
	p := &parser{words: w, text: text}
	if len(text) > MaxText {
		return Node{}, &ParseError{strings.ToValidUTF8(text[:60], "") + "…", MaxText, fmt.Sprintf("longer than %d bytes", MaxText), "split it into several questions"}
	}
	n, err := p.formula(0)
	if err == nil && p.peek() != "" {
		err = p.fail("%q is left over", "join formulas with and, or", p.peek())
	}
	if err == nil {
		if cerr := w.check(n); cerr != nil {
			err = &ParseError{text, 0, cerr.Error(), ""}
		}
	}
	if err != nil {
		return Node{}, err
	}
	return n, nil
}

type parser struct {
	words Words
	text  string
	at    int
}

func (p *parser) fail(format, hint string, args ...any) error {
	p.skip()
	return &ParseError{p.text, p.at, fmt.Sprintf(format, args...), hint}
}

func (p *parser) skip() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t' || p.text[p.at] == '\n') {
		p.at++
	}
}

// peek is the next token without taking it: a name, a number or length, a
// quoted text with its quotes, or one other byte; "" at the end.
func (p *parser) peek() string {
	p.skip()
	rest := p.text[p.at:]
	if rest == "" {
		return ""
	}
	if rest[0] == '"' {
		for i := 1; i < len(rest); i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return rest[:i+1]
			}
		}
		return rest
	}
	n := 0
	for n < len(rest) && (isNameByte(rest[n]) || n > 0 && (rest[n] == '.' || rest[n] == '@')) {
		if n == 0 && rest[n] == '-' {
			break
		}
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(rest)
	}
	return rest[:n]
}

func (p *parser) take() string {
	t := p.peek()
	p.at += len(t)
	return t
}

func (p *parser) accept(t string) bool {
	if p.peek() == t {
		p.take()
		return true
	}
	return false
}

func (p *parser) expect(t, where string) error {
	if !p.accept(t) {
		return p.fail("expected %q %s, found %q", "", t, where, p.peek())
	}
	return nil
}

func (p *parser) formula(depth int) (Node, error) {
	return p.join(Or, depth, func() (Node, error) {
		return p.join(And, depth, func() (Node, error) { return p.unary(depth) })
	})
}

func (p *parser) join(op Op, depth int, next func() (Node, error)) (Node, error) {
	first, err := next()
	subs := []Node{first}
	for err == nil && p.accept(string(op)) {
		var n Node
		n, err = next()
		subs = append(subs, n)
	}
	if err != nil || len(subs) == 1 {
		return first, err
	}
	return Node{Op: op, Subs: subs}, nil
}

func (p *parser) unary(depth int) (Node, error) {
	if depth >= 2*MaxDepth { // a formula in parentheses is two steps deep
		return Node{}, p.fail("formulas lie more than %d deep", "", MaxDepth)
	}
	switch op := p.peek(); op {
	case "not":
		p.take()
		return p.wrap(Node{Op: Not}, func() (Node, error) { return p.unary(depth + 1) })
	case "(":
		p.take()
		n, err := p.formula(depth + 1)
		if err == nil {
			err = p.expect(")", "to close the parenthesis")
		}
		return n, err
	case "all", "any":
		p.take()
		return p.quantifier(Op(op), depth)
	case "under":
		p.take()
		at := p.at
		n := Node{Op: Under, Reading: p.take()}
		if !IsName(n.Reading) {
			p.at = at
			return n, p.fail("%q is not the name of a reading", "", n.Reading)
		}
		if err := p.expect(":", "after the reading"); err != nil {
			return n, err
		}
		return p.wrap(n, func() (Node, error) { return p.formula(depth + 1) })
	}
	return p.atom()
}

func (p *parser) wrap(n Node, body func() (Node, error)) (Node, error) {
	sub, err := body()
	n.Subs = []Node{sub}
	return n, err
}

func (p *parser) quantifier(op Op, depth int) (Node, error) {
	at := p.at
	n := Node{Op: op, Var: p.take()}
	if !isPart(n.Var) {
		p.at = at
		return n, p.fail("%q is not a name for the members of a list", "", n.Var)
	}
	if err := p.expect("in", "after the name"); err != nil {
		return n, err
	}
	if p.accept("{") {
		items, err := p.names("}")
		if err != nil {
			return n, err
		}
		n.Items = items
	} else {
		at := p.at
		if n.List = p.take(); !IsName(n.List) {
			p.at = at
			return n, p.fail("%q is not the name of a list", "a list is named, or written out in { }", n.List)
		}
	}
	if err := p.expect(":", "after the list"); err != nil {
		return n, err
	}
	return p.wrap(n, func() (Node, error) { return p.formula(depth + 1) })
}

// names reads names up to the closing token.
func (p *parser) names(closing string) ([]string, error) {
	var out []string
	for {
		at := p.at
		name := p.take()
		if !IsName(name) {
			p.at = at
			return nil, p.fail("%q is not a name", "", name)
		}
		out = append(out, name)
		if p.accept(closing) {
			return out, nil
		}
		if err := p.expect(",", "between names"); err != nil {
			return nil, err
		}
	}
}

func (p *parser) atom() (Node, error) {
	op := p.peek()
	sig, ok := p.words.Atoms[Op(op)]
	if !ok {
		sig, ok = p.words.Lookups[Op(op)]
	}
	if !ok {
		return Node{}, p.fail("no atom or look-up is named %q", p.words.hintFor(op), op)
	}
	start := p.at
	p.take()
	if err := p.expect("(", "after "+op); err != nil {
		return Node{}, err
	}
	n := Node{Op: Op(op)}
	for i := 0; !p.accept(")"); i++ {
		if i >= len(sig.Args) {
			return n, p.fail("%s takes %s and no more", "", op, sig.words())
		}
		if i > 0 {
			if err := p.expect(",", "between arguments"); err != nil {
				return n, err
			}
		}
		a, err := p.arg(sig.Args[i])
		if err != nil {
			return n, err
		}
		n.Args = append(n.Args, a)
	}
	if len(n.Args) < len(sig.Args)-sig.Optional {
		return n, &ParseError{p.text, start, fmt.Sprintf("%s takes %s, here %d", op, sig.words(), len(n.Args)), ""}
	}
	return n, nil
}

func (p *parser) arg(k Kind) (Arg, error) {
	a := Arg{Kind: k}
	tok := p.peek()
	switch k {
	case Name:
		if !IsName(tok) {
			return a, p.fail("%q is not a name", "", tok)
		}
		a.Name = p.take()
		return a, nil
	case Number:
		n, err := strconv.ParseInt(tok, 10, 64)
		if err != nil {
			return a, p.fail("%q is not a whole number", "write digits only: 238", tok)
		}
		p.take()
		a.Number = n
		return a, nil
	case Gap:
		var err error
		a.Gap, err = p.length()
		return a, err
	}
	return p.time(a)
}

func (p *parser) length() (span.Length, error) {
	tok := p.peek()
	l, err := span.ParseLength(tok)
	if err != nil {
		return 0, p.fail("%q is not a length of time", "write it as 10m, 1h30m or PT10M", tok)
	}
	p.take()
	return l, nil
}

func (p *parser) time(a Arg) (Arg, error) {
	tok := p.take()
	_, call := Calls[tok]
	switch {
	case strings.HasPrefix(tok, `"`):
		s, err := strconv.Unquote(tok)
		if err != nil || s == "" {
			p.at -= len(tok)
			return a, p.fail("the quoted time %s is not closed, or empty", `close it with a second "`, tok)
		}
		a.Stated = s
	case call && p.accept("("):
		names, err := p.names(")")
		if err != nil {
			return a, err
		}
		a.Call, a.Names = tok, names
	case IsName(tok):
		a.Name = tok
	default:
		p.at -= len(tok)
		return a, p.fail("%q is not an event, a choice of the reading or a quoted time", `quote a stated time: "15 March 2025 18:46 EDT"`, tok)
	}
	sign := p.peek()
	if sign != "+" && sign != "-" {
		return a, nil
	}
	p.take()
	l, err := p.length()
	if sign == "-" {
		l = -l
	}
	a.Shift = l
	return a, err
}

// hintFor names the closest word of the language to an unknown one.
func (w Words) hintFor(word string) string {
	names := make([]string, 0, len(w.Atoms)+len(w.Lookups))
	for op := range w.Atoms {
		names = append(names, string(op))
	}
	for op := range w.Lookups {
		names = append(names, string(op))
	}
	if best := Closest(word, names); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// ParseTime reads one moment, as it stands as an argument of an atom. The
// error is a *ParseError.
func ParseTime(text string) (Arg, error) {
	p := &parser{words: caseWords, text: text}
	a, err := p.time(Arg{Kind: Time})
	if err == nil && p.peek() != "" {
		err = p.fail("%q is left over", "", p.peek())
	}
	if err == nil {
		if cerr := a.check(); cerr != nil {
			err = &ParseError{text, 0, cerr.Error(), ""}
		}
	}
	if err != nil {
		return Arg{}, err
	}
	return a, nil
}
