package exhibit

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// stream writes a JSON document whose last list comes item by item, so that
// memory does not grow with it. It is as encoding/json would write the whole.
type stream struct {
	w              io.Writer
	prefix, indent string // of items; none if indent is empty
	n              int    // items so far
	tail           string // what follows the list
	err            error  // the first
}

func (s *stream) write(text string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.w, text)
	}
}

// around writes what stands before the items of a document whose list is empty
// and the last thing in it, and keeps what stands after them.
func (s *stream) around(doc any, prefix, indent, list string) {
	text, err := marshal(doc, prefix, indent)
	if err != nil {
		s.err = err
		return
	}
	at := strings.LastIndex(text, list) + len(list)
	s.tail = text[at:]
	s.write(text[:at])
}

// item writes one item of the list.
func (s *stream) item(v any) {
	text, err := marshal(v, s.prefix, s.indent)
	if s.err == nil && err != nil {
		s.err = err
	}
	if s.n++; s.n > 1 {
		s.write(",")
	}
	if s.indent != "" {
		s.write("\n" + s.prefix)
	}
	s.write(text)
}

// end writes what follows the list, after before if the list holds anything.
func (s *stream) end(before string) error {
	if s.n > 0 {
		s.write(before)
	}
	s.write(s.tail + "\n")
	return s.err
}

// marshal is v as JSON, with <, > and & as they are, and no line feed after it.
func marshal(v any, prefix, indent string) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if indent != "" {
		enc.SetIndent(prefix, indent)
	}
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
