package span

import (
	"strings"
	"unicode/utf8"
)

// maxText is the longest text of a time or length that is read, in bytes.
const maxText = 200

type kind byte

const (
	number kind = iota + 1
	word        // letters; norm is in lower case and without full stops
	zoneID      // an IANA name, recognised by its slash
	symbol
)

// token is a run of the text. Norm is one spelling for all that mean the same.
type token struct {
	kind    kind
	norm    string
	at, end int  // bytes
	gap     bool // space before it
}

// signs maps each symbol to its norm: "-" may be a range or a minus, "–" is a
// range only, "−" a minus only. Longer symbols come first.
var signs = []struct{ text, norm string }{
	{"...", ".."}, {"+/-", "±"}, {"+/−", "±"}, {"..", ".."}, {"…", ".."}, {"±", "±"}, {"+-", "±"},
	{"<=", "≤"}, {">=", "≥"}, {"≤", "≤"}, {"≥", "≥"}, {"<", "<"}, {">", ">"},
	{"~", "~"}, {"≈", "~"}, {"∼", "~"},
	{"−", "−"}, {"–", "–"}, {"—", "–"}, {"‒", "–"}, {"―", "–"}, {"‐", "-"}, {"‑", "-"}, {"-", "-"},
	{"+", "+"}, {":", ":"}, {",", ","}, {".", "."}, {"/", "/"},
}

// spaces are the characters that only separate, the narrow and unbreakable
// ones that word processors put before "p.m." included.
const spaces = " \t\n\r\u00a0\u2009\u202f"

// lex splits text, or says which byte it does not know.
func lex(text string) ([]token, error) {
	if len(text) > maxText {
		return nil, &ParseError{text, maxText, "the text is longer than 200 bytes", "state one time"}
	}
	var out []token
	gap := false
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r != utf8.RuneError && strings.ContainsRune(spaces, r) {
			at, gap = at+size, true
			continue
		}
		t := next(text, at)
		if t.kind == 0 {
			return nil, &ParseError{text, at, "a character that is not understood", ""}
		}
		t.gap, gap = gap, false
		out = append(out, t)
		at = t.end
	}
	return out, nil
}

func next(text string, at int) token {
	c := text[at]
	switch {
	case isDigit(c):
		end := at
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		return token{kind: number, norm: text[at:end], at: at, end: end}
	case isLetter(c):
		return nextWord(text, at)
	}
	for _, s := range signs {
		if strings.HasPrefix(text[at:], s.text) {
			return token{kind: symbol, norm: s.norm, at: at, end: at + len(s.text)}
		}
	}
	return token{}
}

// nextWord takes letters, with full stops within and after them as in "p.m.",
// or a name with slashes as in "America/Port-au-Prince".
func nextWord(text string, at int) token {
	end := at
	for end < len(text) && (isLetter(text[end]) || text[end] == '_') {
		end++
	}
	if end+1 < len(text) && text[end] == '/' && isLetter(text[end+1]) {
		return nextID(text, at, end)
	}
	for end < len(text) && (isLetter(text[end]) || text[end] == '.' && !strings.HasPrefix(text[end+1:], ".")) {
		end++
	}
	return token{kind: word, norm: strings.ToLower(strings.ReplaceAll(text[at:end], ".", "")), at: at, end: end}
}

func nextID(text string, at, end int) token {
	for end < len(text) {
		c := text[end]
		joins := c == '-' && end+1 < len(text) && isLetter(text[end+1])
		etc := (c == '-' || c == '+') && strings.HasSuffix(strings.ToLower(text[at:end]), "/gmt")
		if !isLetter(c) && !isDigit(c) && c != '_' && c != '/' && !joins && !etc {
			break
		}
		end++
	}
	return token{kind: zoneID, norm: text[at:end], at: at, end: end}
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
