package docket

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// value is one value of a JSON file, with its place.
type value struct {
	kind byte   // one of {["0tn: object, array, string, number, true or false, null
	esc  bool   // a string with escapes
	at   int32  // first byte in the file
	end  int32  // the byte after the last
	said string // of a string, unescaped; of others but objects and arrays, as written
	*members
}

// members are those of an object or array.
type members struct {
	keys []string // of an object
	kids []value
	used []bool // which of the kids a reader has taken
}

// noMembers are those of what is neither.
var noMembers members

// parseJSON reads the whole file.
func (in *input) parseJSON() (*value, error) {
	if !json.Valid(in.raw) {
		var v any
		err := json.Unmarshal(in.raw, &v)
		at := int64(-1)
		if se, ok := err.(*json.SyntaxError); ok {
			at = se.Offset
		}
		return nil, in.fail(at, "", fmt.Sprintf("not JSON: %v", err), "give the whole answer, as it was sent")
	}
	p := &jsonScan{in: in, b: in.raw}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// jsonScan reads JSON that is known to be valid, and keeps the place of each value.
type jsonScan struct {
	in    *input
	b     []byte
	i     int
	count int
}

func (p *jsonScan) space() {
	for p.i < len(p.b) && (p.b[p.i] == ' ' || p.b[p.i] == '\n' || p.b[p.i] == '\t' || p.b[p.i] == '\r') {
		p.i++
	}
}

func (p *jsonScan) value(depth int) (value, error) {
	p.space()
	if p.count++; p.count > MaxValues {
		return value{}, p.in.fail(int64(p.i), "", fmt.Sprintf("the file has more than %d values", MaxValues), "divide it")
	}
	if depth > MaxDepth {
		return value{}, p.in.fail(int64(p.i), "", fmt.Sprintf("values more than %d deep", MaxDepth), hintFormats)
	}
	v := value{at: int32(p.i), members: &noMembers}
	var err error
	switch c := p.b[p.i]; c {
	case '{', '[':
		v.kind, v.members = c, &members{}
		err = p.members(&v, depth)
	case '"':
		v.kind = '"'
		v.said, v.esc = p.str()
	default:
		for p.i < len(p.b) && !bytes.ContainsRune([]byte(",]} \n\t\r"), rune(p.b[p.i])) {
			p.i++
		}
		v.said = string(p.b[v.at:p.i])
		v.kind = map[byte]byte{'t': 't', 'f': 't', 'n': 'n'}[c]
		if v.kind == 0 {
			v.kind = '0'
		}
	}
	v.end = int32(p.i)
	return v, err
}

func (p *jsonScan) members(v *value, depth int) error {
	p.i++
	for {
		p.space()
		switch p.b[p.i] {
		case '}', ']':
			p.i++
			v.used = make([]bool, len(v.kids))
			return nil
		case ',':
			p.i++
			continue
		}
		if v.kind == '{' {
			at := p.i
			key, _ := p.str()
			for _, k := range v.keys[:min(len(v.keys), 200)] {
				if k == key {
					return p.in.fail(int64(at), key, "a field given twice", "no source of dockets writes this")
				}
			}
			v.keys = append(v.keys, key)
			p.space()
			p.i++ // the colon
		}
		kid, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		v.kids = append(v.kids, kid)
	}
}

// str reads a string, and says whether it has escapes.
func (p *jsonScan) str() (string, bool) {
	start := p.i + 1
	esc := false
	for p.i = start; p.b[p.i] != '"'; p.i++ {
		if p.b[p.i] == '\\' {
			esc = true
			p.i++
		}
	}
	raw := p.b[start:p.i]
	p.i++
	if !esc && utf8.Valid(raw) {
		return string(raw), false
	}
	return string(unescape(raw, nil, 0)), true
}

// unescape is what a string between quotes means. It puts each piece into t, if that
// is not nil, with its place from byte at of the file.
func unescape(raw []byte, t *text, at int) []byte {
	if t == nil {
		t = &text{}
	}
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			n := bytes.IndexByte(raw[i:], '\\')
			if n < 0 {
				n = len(raw) - i
			}
			if piece := raw[i : i+n]; utf8.Valid(piece) {
				t.put(piece, at+i)
			} else {
				t.putAll(bytes.ToValidUTF8(piece, []byte("\uFFFD")), at+i)
			}
			i += n
			continue
		}
		n := 2
		if raw[i+1] == 'u' {
			n = 6
			if r, err := strconv.ParseUint(string(raw[i+2:i+6]), 16, 16); err == nil && r>>10 == 0x36 && i+12 <= len(raw) && raw[i+6] == '\\' && raw[i+7] == 'u' {
				n = 12 // both halves of a character beyond 16 bits
			}
		}
		var s string
		if json.Unmarshal([]byte(`"`+string(raw[i:i+n])+`"`), &s) == nil {
			t.putAll([]byte(s), at+i)
		}
		i += n
	}
	return t.b
}

// textOf is a string with the way back to the file.
func (in *input) textOf(v *value) *text {
	t := &text{from: whole(in.raw)}
	if v.kind != '"' {
		return t
	}
	if !v.esc {
		t.put([]byte(v.said), int(v.at)+1)
		return t
	}
	unescape(in.raw[v.at+1:v.end-1], t, int(v.at)+1)
	return t
}

var none = value{members: &noMembers}

// get takes a field of an object: the zero value if it has none.
func (v *value) get(key string) *value {
	for i, k := range v.keys {
		if k == key {
			v.used[i] = true
			return &v.kids[i]
		}
	}
	return &none
}

func (v *value) has(keys ...string) bool {
	for _, want := range keys {
		found := false
		for _, k := range v.keys {
			found = found || k == want
		}
		if !found {
			return false
		}
	}
	return v.kind == '{'
}

// str is a string or number, "" for what is neither.
func (v *value) str() string {
	if v.kind == '"' || v.kind == '0' {
		return v.said
	}
	return ""
}

// rest counts the fields that no reader took, by path, and keeps short texts as
// fields of the sheet or entry if fields is not nil. Fields that hold nothing
// are passed over.
func (in *input) rest(v *value, path string, fields *[]Field) {
	for i, k := range v.keys {
		if v.used[i] {
			continue
		}
		kid := &v.kids[i]
		switch {
		case kid.kind == 'n' || kid.kind == '"' && kid.said == "" || (kid.kind == '[' || kid.kind == '{') && len(kid.kids) == 0:
		case fields != nil && kid.kind != '[' && kid.kind != '{' && len(kid.said) <= 500:
			*fields = append(*fields, Field{k, kid.said})
		default:
			in.unread(anyOf(join(path, k)))
		}
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

// anyOf is a path without the numbers of items, for counting.
func anyOf(path string) string { return index.ReplaceAllString(path, "[]") }

func at(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func join(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }
