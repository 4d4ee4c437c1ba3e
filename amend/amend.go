// Package amend changes one record in the text of a case file and leaves every
// other byte as it was: comments, order and style are people's own. It shows what
// a change does to the text, and joins two changes that were made at once. It
// takes texts and returns texts; what they mean is for package holdshort to say.
package amend

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Header is the list of a case's header, which is one record and has no other id
// than the case's.
const Header = "case"

// Record is one record in a case file.
type Record struct {
	List string // the list it stands in, as "movements"; of the header Header
	ID   string // its id; of a claim set aside, the claim
	Line int    // of its first line in the file, from 1
	Text string // its lines as they stand, without the dash and the indentation, each ended by \n

	from, to int // its lines: from is the first, to the first after it, both from 0
	dash     int // columns before the dash; of the header 0
	column   int // columns before the record's text
}

// Find looks a record up in the text of a case file. It reports false where no
// record of the list has the id. It fails where the file cannot be read as YAML,
// and where the record stands within brackets and so has no lines of its own.
func Find(file []byte, list, id string) (Record, bool, error) {
	root, err := parse(file)
	if err != nil || root == nil {
		return Record{}, false, err
	}
	_, value, after := entry(root, list)
	switch {
	case value == nil:
		return Record{}, false, nil
	case list == Header:
		return header(file, value, after)
	case value.Kind != yaml.SequenceNode:
		return Record{}, false, nil
	}
	for i, item := range value.Content {
		if nameOf(list, item) != id {
			continue
		}
		if i+1 < len(value.Content) {
			after = value.Content[i+1]
		}
		r := Record{List: list, ID: id, Line: item.Line}
		err := r.place(splitLines(file), value, item, after)
		return r, err == nil, err
	}
	return Record{}, false, nil
}

// header is the record of the case itself.
func header(file []byte, value, after *yaml.Node) (Record, bool, error) {
	r := Record{List: Header, ID: nameOf(Header, value), Line: value.Line, column: value.Column - 1, from: value.Line - 1}
	lines := splitLines(file)
	if value.Kind != yaml.MappingNode || value.Style&yaml.FlowStyle != 0 {
		return r, false, fmt.Errorf("line %d: the header is written within brackets: change it in the file itself", value.Line)
	}
	err := r.end(lines, value, after)
	return r, err == nil, err
}

// place finds the lines of an item of a list.
func (r *Record) place(lines []string, list, item, after *yaml.Node) error {
	if list.Style&yaml.FlowStyle != 0 || item.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: %s %q is written within brackets: change it in the file itself", item.Line, r.List, r.ID)
	}
	r.column, r.from = item.Column-1, item.Line-1
	before := lines[r.from][:min(r.column, len(lines[r.from]))]
	if dash := strings.TrimSpace(before); dash != "-" {
		return fmt.Errorf("line %d: %s %q begins below its dash: change it in the file itself", item.Line, r.List, r.ID)
	}
	r.dash = strings.IndexByte(before, '-')
	return r.end(lines, item, after)
}

// end finds where the record ends: before what comes after it, without the blank
// lines and comments in between unless they are part of its last text.
func (r *Record) end(lines []string, item, after *yaml.Node) error {
	last := len(lines)
	if after != nil {
		last = after.Line - 1
	}
	r.to = last
	for r.to > r.from+1 && isAside(lines[r.to-1]) {
		r.to--
	}
	for ; r.to <= last; r.to++ {
		r.Text = r.unindent(lines[r.from:r.to])
		if n, err := parse([]byte(r.Text)); err == nil && n != nil && same(n, item) {
			return nil
		}
	}
	return fmt.Errorf("line %d: where %s %q ends cannot be told: change it in the file itself", item.Line, r.List, r.ID)
}

// Put writes text in place of the record r, which Find has found in the same
// bytes.
func Put(file []byte, r Record, text string) []byte {
	lines := splitLines(file)
	out := append([]string{}, lines[:r.from]...)
	out = append(out, indent(text, r.dash, r.column, r.List != Header, ending(file))...)
	out = append(out, lines[r.to:]...)
	return []byte(strings.Join(out, ""))
}

// Add writes text as a new record at the end of the list, and makes the list if
// the file has none. It fails where the file cannot be read as YAML, and where the
// list is written within brackets.
func Add(file []byte, list, text string) ([]byte, error) {
	root, err := parse(file)
	if err != nil {
		return nil, err
	}
	if n := len(file); n > 0 && file[n-1] != '\n' {
		file = append(bytes.Clone(file), ending(file)...)
	}
	lines, nl := splitLines(file), ending(file)
	var value, after *yaml.Node
	if root != nil {
		_, value, after = entry(root, list)
	}
	if value == nil {
		gap := ""
		if len(lines) > 0 {
			gap = nl
		}
		return []byte(string(file) + gap + list + ":" + nl + strings.Join(indent(text, 2, 4, true, nl), "")), nil
	}
	if value.Kind != yaml.SequenceNode || value.Style&yaml.FlowStyle != 0 || len(value.Content) == 0 {
		return nil, fmt.Errorf("line %d: the list %s is written within brackets: add to it in the file itself", value.Line, list)
	}
	item := value.Content[len(value.Content)-1]
	r := Record{List: list, ID: nameOf(list, item)}
	if err := r.place(lines, value, item, after); err != nil {
		return nil, err
	}
	out := append([]string{}, lines[:r.to]...)
	out = append(out, indent(text, r.dash, r.dash+2, true, nl)...)
	return []byte(strings.Join(append(out, lines[r.to:]...), "")), nil
}

// parse reads the one document of a text: its mapping, or nil if it has none.
func parse(text []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, nil
	}
	return doc.Content[0], nil
}

// entry is the key of a mapping, its value, and the key after it.
func entry(m *yaml.Node, name string) (key, value, after *yaml.Node) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value != name {
			continue
		}
		if i+2 < len(m.Content) {
			after = m.Content[i+2]
		}
		return m.Content[i], m.Content[i+1], after
	}
	return nil, nil, nil
}

// nameOf is what a record of the list is called by.
func nameOf(list string, item *yaml.Node) string {
	key := "id"
	if list == "aside" {
		key = "claim"
	}
	if _, v, _ := entry(item, key); v != nil {
		return v.Value
	}
	return ""
}

// same reports whether two nodes hold the same values.
func same(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Value != b.Value || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !same(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// isAside reports whether a line is blank or a comment.
func isAside(line string) bool {
	s := strings.TrimSpace(line)
	return s == "" || s[0] == '#'
}

// splitLines parts a text into lines, each with its ending.
func splitLines(text []byte) []string {
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// ending is how the lines of a file end.
func ending(file []byte) string {
	if i := bytes.IndexByte(file, '\n'); i > 0 && file[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// unindent is the text of a record's lines. What stands before its column on
// later lines is left away where it is blank.
func (r *Record) unindent(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		line = strings.TrimRight(line, "\r\n")
		cut := min(r.column, len(line))
		if i > 0 {
			cut = min(cut, len(line)-len(strings.TrimLeft(line, " ")))
		}
		b.WriteString(line[cut:] + "\n")
	}
	return b.String()
}

// indent is the opposite of unindent.
func indent(text string, dash, column int, item bool, nl string) []string {
	var out []string
	for i, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		line = strings.TrimRight(line, "\r")
		lead := strings.Repeat(" ", column)
		if i == 0 && item {
			lead = strings.Repeat(" ", dash) + "-" + strings.Repeat(" ", column-dash-1)
		}
		if line == "" {
			lead = ""
		}
		out = append(out, lead+line+nl)
	}
	return out
}

// Count is how many records a case file has in a list; none where it cannot be
// read.
func Count(file []byte, list string) int {
	root, err := parse(file)
	if err != nil || root == nil {
		return 0
	}
	if _, value, _ := entry(root, list); value != nil {
		return len(value.Content)
	}
	return 0
}
