package trino

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/span"
)

// mostTexts is how many texts a query lists; the cluster is not asked to choose
// among more, since the length of a query is bounded.
const mostTexts = 20_000

// selectRows is a pick as SQL.
func selectRows(p archive.Pick) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	if p.Distinct {
		b.WriteString("DISTINCT ")
	}
	for i, c := range p.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		if p.Greatest {
			fmt.Fprintf(&b, "max(%s)", quoted(c))
		} else {
			b.WriteString(quoted(c))
		}
	}
	b.WriteString(" FROM " + quoted(p.Table))
	if archive.ByDay(p.Table) {
		fmt.Fprintf(&b, " WHERE %s BETWEEN %s AND %s", quoted("day"), text(p.First), text(p.Last))
	}
	for _, c := range p.Where {
		if s := condition(c); s != "" {
			b.WriteString(" AND " + s)
		}
	}
	if p.Sorted {
		b.WriteString(inOrder)
	}
	return b.String()
}

// inOrder is archive.Compare: no address and no name come first, and the cluster
// compares texts byte by byte.
const inOrder = ` ORDER BY "time", "address" NULLS FIRST, "source", "origin" NULLS FIRST, "row"`

// condition is a condition as SQL, "" if it chooses nothing.
func condition(c archive.Condition) string {
	var any []string
	if c.Null {
		any = append(any, quoted(c.Column)+" IS NULL")
	}
	switch {
	case c.True:
		any = append(any, quoted(c.Column))
	case c.Degrees != nil:
		for _, r := range c.Degrees {
			any = append(any, fmt.Sprintf("%s BETWEEN %s AND %s", quoted(c.Column), double(r[0]), double(r[1])))
		}
	case c.Texts != nil:
		if len(c.Texts) > mostTexts {
			return ""
		}
		if len(c.Texts) > 0 {
			any = append(any, quoted(c.Column)+" IN ("+list(c.Texts)+")")
		}
	default:
		s := within(c.Column, c.Time)
		if s == "" {
			return ""
		}
		any = append(any, s)
	}
	if len(any) == 0 {
		return "FALSE"
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

func within(column string, s span.Span) string {
	lo, hi := s.Earliest() != span.Beginning, s.Latest() != span.End
	switch {
	case lo && hi:
		return fmt.Sprintf("%s BETWEEN %d AND %d", quoted(column), s.Earliest(), s.Latest())
	case lo:
		return fmt.Sprintf("%s >= %d", quoted(column), s.Earliest())
	case hi:
		return fmt.Sprintf("%s <= %d", quoted(column), s.Latest())
	}
	return ""
}

func list(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = text(s)
	}
	return strings.Join(out, ", ")
}

// quoted is a name, and text a text, as SQL writes them.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// double is a number, exactly.
func double(x float64) string {
	switch {
	case x == math.MaxFloat64:
		return "infinity()"
	case x == -math.MaxFloat64:
		return "-infinity()"
	}
	return strconv.FormatFloat(x, 'E', -1, 64)
}
