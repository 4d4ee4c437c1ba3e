package amend

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// rewriter writes the lines of a record anew where its fields changed, and as they
// are where they did not, at any depth.
type rewriter struct {
	lines []string // of the whole record; the dash before a part that is written is a blank here
}

// mapping is the lines from one to before another, which hold a mapping, with its
// fields as they are to be: those of fields that stay, those between fields, and
// new ones in place of fields that changed and after the last.
func (r rewriter) mapping(n *yaml.Node, now map[string]any, from, to int, order []string) (string, error) {
	var b strings.Builder
	at, column := from, n.Column-1
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		begin, end := key.Line-1, to
		if i+2 < len(n.Content) {
			end = n.Content[i+2].Line - 1
		}
		end = r.end(begin, end, func(x *yaml.Node) bool { return len(x.Content) == 2 && same(x.Content[1], val) })
		b.WriteString(strings.Join(r.lines[at:begin], ""))
		at = end
		want, still := now[key.Value]
		if !still {
			continue
		}
		s, err := r.field(key, val, want, begin, end, column)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	have := keys(n)
	for _, key := range inOrder(now, order) {
		if slices.Contains(have, key) {
			continue
		}
		s, err := render(key, now[key], nil)
		if err != nil {
			return "", err
		}
		b.WriteString(shift(s, column))
	}
	b.WriteString(strings.Join(r.lines[at:to], ""))
	return b.String(), nil
}

// field is one field on lines of its own, with its value as it is to be.
func (r rewriter) field(key, val *yaml.Node, want any, from, to, column int) (string, error) {
	if equal(value(val), want) {
		return strings.Join(r.lines[from:to], ""), nil
	}
	if val.Style&yaml.FlowStyle == 0 && val.Line > key.Line {
		head := strings.Join(r.lines[from:val.Line-1], "")
		switch want := want.(type) {
		case map[string]any:
			if val.Kind == yaml.MappingNode {
				s, err := r.mapping(val, want, val.Line-1, to, nil)
				return head + s, err
			}
		case []any:
			if val.Kind == yaml.SequenceNode {
				s, err := r.sequence(val, want, to)
				return head + s, err
			}
		}
	}
	s, err := render(key.Value, want, val)
	return shift(s, column), err
}

// sequence is a list, each item on lines of its own, as it is to be. What is alike
// at its beginning and its end stays; of what is between, each takes the place of
// one, as far as they go.
func (r rewriter) sequence(n *yaml.Node, want []any, to int) (string, error) {
	var b strings.Builder
	head, tail := stays(n, want)
	at, dash, last, less := n.Line-1, n.Column-1, len(n.Content)-tail, len(want)-tail
	for i, item := range n.Content {
		begin, end := item.Line-1, to
		if i+1 < len(n.Content) {
			end = n.Content[i+1].Line - 1
		}
		end = r.end(begin, end, func(x *yaml.Node) bool { return len(x.Content) == 1 && same(x.Content[0], item) })
		if i == last {
			if err := added(&b, want[min(i, less):less], dash); err != nil {
				return "", err
			}
		}
		b.WriteString(strings.Join(r.lines[at:begin], ""))
		at = end
		j := i
		switch {
		case i >= last:
			j = less + i - last
		case i >= head && i >= less:
			continue // no longer there
		}
		s, err := r.item(item, want[j], begin, end, dash)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	if tail == 0 {
		if err := added(&b, want[min(len(n.Content), len(want)):], dash); err != nil {
			return "", err
		}
	}
	b.WriteString(strings.Join(r.lines[at:to], ""))
	return b.String(), nil
}

// stays are how many items at the beginning and at the end of a list are as they
// are to be.
func stays(n *yaml.Node, want []any) (head, tail int) {
	most := min(len(n.Content), len(want))
	for head < most && equal(value(n.Content[head]), want[head]) {
		head++
	}
	for tail < most-head && equal(value(n.Content[len(n.Content)-1-tail]), want[len(want)-1-tail]) {
		tail++
	}
	return head, tail
}

// added writes new items of a list.
func added(b *strings.Builder, items []any, dash int) error {
	for _, v := range items {
		s, err := renderItem(v, nil)
		if err != nil {
			return err
		}
		b.WriteString(shift(s, dash))
	}
	return nil
}

// item is one item of a list, its dash included.
func (r rewriter) item(n *yaml.Node, want any, from, to, dash int) (string, error) {
	if equal(value(n), want) {
		return strings.Join(r.lines[from:to], ""), nil
	}
	line := r.lines[from]
	m, ok := want.(map[string]any)
	if ok && n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && strings.TrimSpace(line[:min(n.Column-1, len(line))]) == "-" {
		inner := rewriter{slices.Clone(r.lines)}
		inner.lines[from] = line[:dash] + " " + line[dash+1:]
		s, err := inner.mapping(n, m, from, to, nil)
		// The first line must begin a field, to have the dash before it.
		if first := strings.TrimLeft(s, " "); err == nil && len(s)-len(first) == n.Column-1 && !isAside(first[:strings.IndexByte(first, '\n')+1]) {
			return s[:dash] + "-" + s[dash+1:], nil
		}
	}
	s, err := renderItem(want, n)
	return shift(s, dash), err
}

// end is the first line after a part: blank lines and comments before the next are
// not its own, unless its text would then be another.
func (r rewriter) end(from, to int, whole func(*yaml.Node) bool) int {
	for end := to; end > from; end-- {
		if end > from+1 && isAside(r.lines[end-1]) {
			continue
		}
		var doc yaml.Node
		if yaml.Unmarshal([]byte(strings.Join(r.lines[from:end], "")), &doc) == nil && len(doc.Content) == 1 && whole(doc.Content[0]) {
			return end
		}
		break
	}
	return to
}

// renderItem is an item of a list on lines of its own; was is what it was, or nil.
func renderItem(v any, was *yaml.Node) (string, error) {
	n, err := node(v, was)
	if err != nil {
		return "", err
	}
	return encode(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}})
}

// shift moves lines to the right.
func shift(text string, columns int) string {
	var b strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString(strings.Repeat(" ", columns))
		}
		b.WriteString(line)
	}
	return b.String()
}
