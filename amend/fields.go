package amend

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Fields reads the text of a record as a form shows it: each value is a string, a
// []any of values, or a map[string]any of them. Numbers, dates and yes or no are
// strings, as written.
func Fields(text string) (map[string]any, error) {
	n, err := parse([]byte(text))
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, fmt.Errorf("the text is no record: write it as  name: value  lines")
	}
	return value(n).(map[string]any), nil
}

func value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = value(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, x := range n.Content {
			out = append(out, value(x))
		}
		return out
	}
	return n.Value
}

// Write is the text of a record that was written as text and is now to have these
// fields. Lines of fields that stay as they are are kept, with their comments; new
// ones are put at the end, those that order names first. An empty text makes a new
// record, and one written within brackets is written on lines of its own. Empty
// strings, lists and maps are left out. It fails where text is no
// record, and where a value is of a type that Fields does not give.
func Write(text string, now map[string]any, order []string) (string, error) {
	now, _ = prune(now).(map[string]any)
	var n *yaml.Node
	if strings.TrimSpace(text) != "" {
		var err error
		if n, err = parse([]byte(text)); err != nil {
			return "", err
		}
		if n == nil {
			return "", fmt.Errorf("the text is no record: write it as  name: value  lines")
		}
	}
	var b strings.Builder
	kept := map[string]bool{}
	switch {
	case n == nil:
	case equal(value(n), now):
		return text, nil
	case n.Style&yaml.FlowStyle != 0:
		order = append(keys(n), order...)
	default:
		if err := rewrite(&b, splitLines([]byte(text)), n, now, kept); err != nil {
			return "", err
		}
	}
	for _, key := range inOrder(now, order) {
		if kept[key] {
			continue
		}
		s, err := render(key, now[key])
		if err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

// rewrite writes the lines of a record: those of fields that stay, those between
// fields, and new ones in place of fields that changed.
func rewrite(b *strings.Builder, lines []string, n *yaml.Node, now map[string]any, kept map[string]bool) error {
	at := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		from, to := key.Line-1, len(lines)
		if i+2 < len(n.Content) {
			to = n.Content[i+2].Line - 1
		}
		to = entryEnd(lines, key, val, from, to)
		b.WriteString(strings.Join(lines[at:from], ""))
		at = to
		want, still := now[key.Value]
		switch {
		case still && equal(value(val), want):
			b.WriteString(strings.Join(lines[from:to], ""))
		case still:
			s, err := render(key.Value, want)
			if err != nil {
				return err
			}
			b.WriteString(s)
		}
		kept[key.Value] = true
	}
	b.WriteString(strings.Join(lines[at:], ""))
	return nil
}

// entryEnd is the first line after a field: blank lines and comments before the
// next one are not its own, unless its text would then be another.
func entryEnd(lines []string, key, val *yaml.Node, from, to int) int {
	for end := to; end > from; end-- {
		if end > from+1 && isAside(lines[end-1]) {
			continue
		}
		if n, err := parse([]byte(strings.Join(lines[from:end], ""))); err == nil && n != nil && len(n.Content) == 2 && same(n.Content[1], val) {
			return end
		}
		break
	}
	return to
}

// keys are the names of a record's fields, in their order.
func keys(n *yaml.Node) []string {
	var out []string
	for i := 0; i < len(n.Content); i += 2 {
		out = append(out, n.Content[i].Value)
	}
	return out
}

func inOrder(now map[string]any, order []string) []string {
	var out []string
	for _, key := range order {
		if _, ok := now[key]; ok && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// prune leaves out what is empty.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if x = prune(x); x != nil {
				out[k] = x
			}
		}
		if len(out) > 0 {
			return out
		}
	case []any:
		var out []any
		for _, x := range v {
			if x = prune(x); x != nil {
				out = append(out, x)
			}
		}
		if len(out) > 0 {
			return out
		}
	case string:
		if v != "" {
			return v
		}
	default:
		return v
	}
	return nil
}

func equal(a, b any) bool {
	switch a := a.(type) {
	case string:
		s, ok := b.(string)
		return ok && a == s
	case []any:
		s, ok := b.([]any)
		return ok && slices.EqualFunc(a, s, equal)
	case map[string]any:
		m, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, m, equal)
	}
	return false
}

// render is a field on lines of its own.
func render(key string, v any) (string, error) {
	n, err := node(v)
	if err != nil {
		return "", fmt.Errorf("field %q: %w", key, err)
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	err = e.Encode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{plain(key), n}})
	return b.String(), err
}

// broad is the greatest length of what is written on one line within brackets.
const broad = 100

// node is a value as YAML: short records and lists of words on one line.
func node(v any) (*yaml.Node, error) {
	switch v := v.(type) {
	case string:
		return plain(v), nil
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		words := true
		for _, x := range v {
			c, err := node(x)
			if err != nil {
				return nil, err
			}
			words = words && c.Kind == yaml.ScalarNode
			n.Content = append(n.Content, c)
		}
		return flat(n, words), nil
	case map[string]any:
		n := &yaml.Node{Kind: yaml.MappingNode}
		short := true
		for _, k := range slices.SortedFunc(maps.Keys(v), byField) {
			c, err := node(v[k])
			if err != nil {
				return nil, err
			}
			short = short && (c.Kind == yaml.ScalarNode || c.Style&yaml.FlowStyle != 0)
			n.Content = append(n.Content, plain(k), c)
		}
		return flat(n, short), nil
	}
	return nil, fmt.Errorf("a value of type %T is none that a form gives", v)
}

// flat writes a node on one line if it may be and is short enough.
func flat(n *yaml.Node, may bool) *yaml.Node {
	long := 0
	var measure func(*yaml.Node)
	measure = func(n *yaml.Node) {
		long += len(n.Value) + 2
		may = may && !strings.Contains(n.Value, "\n")
		for _, c := range n.Content {
			measure(c)
		}
	}
	measure(n)
	if may && long <= broad {
		n.Style = yaml.FlowStyle
	}
	return n
}

// byField orders the fields of a record within another: what a reader looks for
// first comes first.
func byField(a, b string) int {
	first := []string{"id", "kind", "form", "phase", "place", "area", "at", "says", "source"}
	rank := func(s string) int {
		if i := slices.Index(first, s); i >= 0 {
			return i
		}
		return len(first)
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// plain is a text as YAML, quoted where it would otherwise be read as another:
// blanks at its ends, and line ends that YAML folds.
func plain(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: s}
	var back yaml.Node
	b, err := yaml.Marshal(n)
	odd := strings.ContainsAny(s, "\r\u0085\u2028\u2029") || strings.Contains(s, "\n") && s != strings.TrimSpace(s)
	if odd || err != nil || yaml.Unmarshal(b, &back) != nil || len(back.Content) != 1 || back.Content[0].Value != s || back.Content[0].Tag == "!!null" || back.Content[0].Kind != yaml.ScalarNode {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
