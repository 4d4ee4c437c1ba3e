package docket

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

var declared = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?([a-z0-9_:-]+)`)

// decode is t in UTF-8. What is UTF-8 is taken for it, whatever it says of
// itself, since pages are saved by browsers that translate them and leave the
// word. Else it is what it declares, or Windows-1252, which browsers take for
// ISO-8859-1.
func (in *input) decode(t *text, stated string) (*text, error) {
	if utf8.Valid(t.b) {
		return t, nil
	}
	name := strings.ToLower(stated)
	if m := declared.FindSubmatch(t.b[:min(len(t.b), 4096)]); name == "" && m != nil {
		name = strings.ToLower(string(m[1]))
	}
	if name == "" || name == "us-ascii" || name == "utf-8" || name == "utf8" {
		name = "windows-1252"
	}
	enc, err := htmlindex.Get(name)
	table, ok := enc.(*charmap.Charmap)
	if err != nil || !ok {
		return nil, in.fail(t.origin(0), name, "a character set that is not read", "save the file as UTF-8")
	}
	out := &text{b: make([]byte, 0, len(t.b)+64), from: t}
	for i := 0; i < len(t.b); {
		n := i
		for n < len(t.b) && t.b[n] < utf8.RuneSelf {
			n++
		}
		out.put(t.b[i:n], i)
		if n < len(t.b) {
			out.putAll([]byte(string(table.DecodeByte(t.b[n]))), n)
			n++
		}
		if i = n; len(out.b) > 2*MaxFile {
			return nil, in.fail(-1, "", fmt.Sprintf("the text has more than %d bytes", 2*MaxFile), "")
		}
	}
	return out, nil
}
