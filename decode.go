package holdshort

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/geo"
	"github.com/holdshort/holdshort/span"
)

// decoder turns the nodes of one YAML file into records, strictly. It collects
// every problem instead of stopping at the first, and every reference, to be
// resolved once all files are read.
type decoder struct {
	file string
	l    *loader
}

// reference is a mention of a record of some kind.
type reference struct {
	kind, id string
	pos      Pos
}

// field is what a struct's tags say of one field.
type field struct {
	name     string
	required bool
	ref      string
	doc      string
	index    []int
}

// fieldsOf lists the fields of a record type that stand in case files, those
// of embedded structs included unless one of the same name stands before.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("case")
		if !ok {
			if f.Anonymous && f.Type != reflect.TypeFor[At]() {
				for _, sub := range fieldsOf(f.Type) {
					if slices.ContainsFunc(out, func(x field) bool { return x.name == sub.name }) {
						continue
					}
					sub.index = append([]int{i}, sub.index...)
					out = append(out, sub)
				}
			}
			continue
		}
		name, opts, _ := strings.Cut(tag, ",")
		out = append(out, field{name, opts == "required", f.Tag.Get("ref"), f.Tag.Get("doc"), []int{i}})
	}
	return out
}

func (d *decoder) pos(n *yaml.Node) Pos { return Pos{d.file, n.Line, n.Column} }

func (d *decoder) fail(n *yaml.Node, hint, format string, args ...any) {
	p := Problem{Pos: d.pos(n), Msg: fmt.Sprintf(format, args...), Hint: hint}
	if n.Kind == yaml.ScalarNode {
		p.Text = clip(n.Value)
	}
	d.l.add(p)
}

// plain reports whether n is free of what case files do not use.
func (d *decoder) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.fail(n, "write the value out", "anchors and aliases are not used in case files")
	case n.Style&yaml.TaggedStyle != 0:
		d.fail(n, "leave the tag out", "tag %q is not used in case files", n.Tag)
	default:
		return true
	}
	return false
}

func (d *decoder) decode(n *yaml.Node, v reflect.Value, f field) {
	if !d.plain(n) {
		return
	}
	if v.Kind() == reflect.Pointer {
		p := reflect.New(v.Type().Elem())
		before := d.l.found
		d.decode(n, p.Elem(), f)
		if d.l.found == before || n.Kind == yaml.MappingNode {
			v.Set(p)
		}
		return
	}
	if set, ok := scalars[v.Type()]; ok {
		if f, isFormula := v.Addr().Interface().(*formula.Node); isFormula && n.Kind == yaml.MappingNode {
			d.formulaJSON(n, f)
			return
		}
		d.scalar(n, v, f, set)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.record(n, v)
	case reflect.Slice:
		d.list(n, v, f)
	default:
		d.word(n, v, f)
	}
}

// record fills a struct from a mapping.
func (d *decoder) record(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "write it as  name: value  lines", "expected a record with named fields")
		return
	}
	if at := v.FieldByName("At"); at.IsValid() {
		at.Set(reflect.ValueOf(At{d.pos(n)}))
	}
	before := d.l.found
	defer func() {
		if d.l.found > before {
			d.l.spoiled[d.pos(n)] = true
		}
	}()
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		if !d.plain(key) {
			continue
		}
		j := slices.IndexFunc(fields, func(f field) bool { return f.name == key.Value })
		switch {
		case j < 0:
			d.fail(key, d.fieldHint(key.Value, fields), "unknown field")
		case seen[key.Value]:
			d.fail(key, "keep one of the two", "field given twice")
		default:
			seen[key.Value] = true
			d.decode(val, v.FieldByIndex(fields[j].index), fields[j])
		}
	}
	for _, f := range fields {
		if f.required && !seen[f.name] {
			p := Problem{Pos: d.pos(n), Msg: fmt.Sprintf("field %q is missing", f.name), Hint: f.name + " is " + f.doc}
			d.l.add(p)
		}
	}
}

func (d *decoder) fieldHint(word string, fields []field) string {
	if d.l.found > MaxProblems {
		return ""
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	if best := formula.Closest(word, names); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "the fields here are " + strings.Join(names, ", ")
}

// list fills a slice from a sequence; a single scalar stands for a list of one.
func (d *decoder) list(n *yaml.Node, v reflect.Value, f field) {
	items := n.Content
	switch n.Kind {
	case yaml.ScalarNode:
		if v.Type().Elem().Kind() != reflect.String || n.Value == "" {
			d.fail(n, "write each item on a line that begins with -", "expected a list")
			return
		}
		items = []*yaml.Node{n}
	case yaml.MappingNode:
		d.fail(n, "write each item on a line that begins with -", "expected a list, found a record")
		return
	}
	if len(items) == 0 {
		d.fail(n, "leave the field out where nothing is known", "list %q is empty", f.name)
		return
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.decode(item, out.Index(i), f)
	}
	v.Set(out)
}

// scalar fills a type that has a text form of its own.
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, f field, set func(text string, v any) error) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "", "expected one value for %q", f.name)
		return
	}
	if !d.short(n, f) {
		return
	}
	if w, ok := v.Addr().Interface().(*When); ok {
		w.Text, w.Pos = n.Value, d.pos(n)
		if w.Text == "" {
			d.fail(n, "leave the field out where no time is known", "the time is empty")
		}
		return
	}
	if len(n.Value) > formula.MaxText {
		d.fail(n, "", "the value of %q has more than %d bytes", f.name, formula.MaxText)
		return
	}
	switch err := set(n.Value, v.Addr().Interface()).(type) {
	case nil:
	case *formula.ParseError:
		hint := err.Hint
		if hint == "" && strings.Count(n.Value, "(") > strings.Count(n.Value, ")") {
			hint = "between { } and [ ] a formula needs quotes"
		}
		d.fail(n, hint, "formula, at byte %d: %s", err.Offset, err.Msg)
	case *span.ParseError:
		d.fail(n, err.Hint, "not understood at byte %d: %s", err.Offset, err.Msg)
	default:
		d.fail(n, "", "%s", clip(err.Error()))
	}
}

// short reports whether the text of a value is within bounds, and has nothing
// in it that would tell a terminal what to do.
func (d *decoder) short(n *yaml.Node, f field) bool {
	switch {
	case len(n.Value) > MaxValue:
		d.fail(n, "keep what is quoted short, and the whole in the vault", "the value of %q has more than %d bytes", f.name, MaxValue)
	case strings.ContainsFunc(n.Value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		d.fail(n, "write plain text", "the value of %q has a control character", f.name)
	default:
		return true
	}
	return false
}

// scalars are the types read from one text, with the function that reads it.
var scalars = map[reflect.Type]func(text string, v any) error{
	reflect.TypeFor[When]():         nil,
	reflect.TypeFor[Number]():       reads(ParseNumber),
	reflect.TypeFor[Money]():        reads(ParseMoney),
	reflect.TypeFor[span.Civil]():   reads(span.ParseCivil),
	reflect.TypeFor[span.Length]():  reads(span.ParseLength),
	reflect.TypeFor[geo.Point]():    reads(geo.ParsePoint),
	reflect.TypeFor[geo.Meters]():   reads(geo.ParseMeters),
	reflect.TypeFor[geo.Speed]():    reads(geo.ParseSpeed),
	reflect.TypeFor[formula.Node](): reads(formula.Parse),
}

func reads[T any](parse func(string) (T, error)) func(string, any) error {
	return func(text string, v any) error {
		out, err := parse(text)
		if err == nil {
			*v.(*T) = out
		}
		return err
	}
}

// word fills a string, a name, a number, a yes or no, or one of a set of words.
func (d *decoder) word(n *yaml.Node, v reflect.Value, f field) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "", "expected one value for %q", f.name)
		return
	}
	if !d.short(n, f) {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		if n.Value != "yes" && n.Value != "no" && n.Value != "true" && n.Value != "false" {
			d.fail(n, "write yes or no", "expected yes or no")
			return
		}
		v.SetBool(n.Value == "yes" || n.Value == "true")
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil || n.Value[0] < '0' {
			d.fail(n, "write digits only", "expected a whole number")
			return
		}
		v.SetInt(int64(i))
	case reflect.String:
		d.text(n, v, f)
	default:
		panic("holdshort: no reader for " + v.Type().String())
	}
}

func (d *decoder) text(n *yaml.Node, v reflect.Value, f field) {
	if n.Value == "" {
		d.fail(n, "leave the field out where nothing is known", "field %q is empty", f.name)
		return
	}
	if opts, ok := v.Interface().(interface{ Options() []string }); ok && !slices.Contains(opts.Options(), n.Value) {
		hint := "one of " + strings.Join(opts.Options(), ", ")
		if best := formula.Closest(n.Value, opts.Options()); best != "" {
			hint = fmt.Sprintf("did you mean %q? %s", best, hint)
		}
		d.fail(n, hint, "not a word for %q", f.name)
		return
	}
	if _, isID := v.Interface().(ID); isID && !formula.IsName(n.Value) {
		d.fail(n, "use letters, digits and - in parts joined by .", "not a name")
		return
	}
	if f.ref != "" {
		d.l.refs = append(d.l.refs, reference{f.ref, n.Value, d.pos(n)})
	}
	v.SetString(n.Value)
}

// formulaJSON reads a formula in its JSON form, written as YAML.
func (d *decoder) formulaJSON(n *yaml.Node, f *formula.Node) {
	before := d.l.found
	tree := d.jsonOf(n, "")
	if d.l.found > before {
		return
	}
	b, err := json.Marshal(tree)
	if err == nil {
		err = json.Unmarshal(b, f)
	}
	if err != nil {
		d.fail(n, "docs/formula.md lists the fields", "%s", err)
	}
}

// jsonOf is n as JSON: every value is the text that is written, save those of
// the fields that hold a number.
func (d *decoder) jsonOf(n *yaml.Node, name string) any {
	if !d.plain(n) {
		return nil
	}
	switch n.Kind {
	case yaml.SequenceNode:
		list := []any{}
		for _, sub := range n.Content {
			list = append(list, d.jsonOf(sub, ""))
		}
		return list
	case yaml.MappingNode:
		fields := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if _, twice := fields[key.Value]; twice {
				d.fail(key, "keep one of the two", "field given twice")
			}
			fields[key.Value] = d.jsonOf(n.Content[i+1], key.Value)
		}
		return fields
	}
	if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil && (name == "v" || name == "number") {
		return i
	}
	return n.Value
}
