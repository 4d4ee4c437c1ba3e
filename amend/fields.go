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
// fields. Lines of what stays as it is are kept, at any depth, with their comments;
// what is new is put at the end, fields that order names first. An empty text makes
// a new record, and one written within brackets is written on lines of its own.
// Empty strings, lists and maps are left out. It fails where text is no record, and
// where a value is of a type that Fields does not give.
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
	switch {
	case n == nil:
		return fresh(now, order)
	case equal(value(n), now):
		return text, nil
	case n.Style&yaml.FlowStyle != 0:
		return fresh(now, append(keys(n), order...))
	}
	r := rewriter{splitLines([]byte(text))}
	return r.mapping(n, now, 0, len(r.lines), order)
}

// fresh is a new record.
func fresh(now map[string]any, order []string) (string, error) {
	var b strings.Builder
	for _, key := range inOrder(now, order) {
		s, err := render(key, now[key], nil)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	return b.String(), nil
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

// render is a field on lines of its own; was is its value before, or nil.
func render(key string, v any, was *yaml.Node) (string, error) {
	n, err := node(v, was)
	if err != nil {
		return "", fmt.Errorf("field %q: %w", key, err)
	}
	return encode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{plain(key), n}})
}

func encode(n *yaml.Node) (string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	err := e.Encode(n)
	return b.String(), err
}

// broad is the greatest length of what is written on one line within brackets.
const broad = 100

// node is a value as YAML: short records and lists of words on one line, and so
// what stood on one line before, with its fields in the order they had. was is the
// value before, or nil.
func node(v any, was *yaml.Node) (*yaml.Node, error) {
	n, err := unlike(v, was)
	if err == nil && was != nil && was.Kind == n.Kind && n.Kind != yaml.ScalarNode {
		n.Style = was.Style & yaml.FlowStyle
	}
	return n, err
}

func unlike(v any, was *yaml.Node) (*yaml.Node, error) {
	switch v := v.(type) {
	case string:
		return plain(v), nil
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		words := true
		for i, x := range v {
			c, err := node(x, child(was, i))
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
		for _, k := range inOrder(v, slices.Concat(fieldsOf(was), slices.SortedFunc(maps.Keys(v), byField))) {
			c, err := node(v[k], field(was, k))
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

// child is an item of a list, field the value of a mapping's key, and fieldsOf its
// keys; nil where there is none.
func child(n *yaml.Node, i int) *yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode || i >= len(n.Content) {
		return nil
	}
	return n.Content[i]
}

func field(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	_, v, _ := entry(n, name)
	return v
}

func fieldsOf(n *yaml.Node) []string {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	return keys(n)
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
