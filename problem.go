package holdshort

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with a case's files: where, what text, and how to
// mend it.
type Problem struct {
	Pos
	Text string // the text itself, or empty
	Msg  string
	Hint string // may be empty
}

func (p Problem) Error() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Col)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Msg)
	if p.Text != "" {
		fmt.Fprintf(&b, ": %q", p.Text)
	}
	return b.String()
}

// Problems are all the things wrong with a case, in order of file and place.
// Load returns them as its error.
type Problems []Problem

func (ps Problems) Error() string {
	if len(ps) == 1 {
		return ps[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", ps[0].Error(), len(ps)-1)
}

func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if n := strings.Compare(a.File, b.File); n != 0 {
			return n
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if a.Col != b.Col {
			return a.Col - b.Col
		}
		return strings.Compare(a.Msg, b.Msg)
	})
}

// clip keeps a quoted text short enough for one line.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
