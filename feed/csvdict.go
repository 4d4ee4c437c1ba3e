package feed

import "strings"

// eachEntry calls do with the entries of a dict as Python prints one, such as
// {'flight': 'SWA3512 ', 'rc': 186, 'nav_modes': []}. Strings come without
// their quotes, all else as written. It reports whether s was one.
func eachEntry(s string, do func(key, value string)) bool {
	s = strings.TrimSpace(s)
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return false
	}
	s = strings.TrimSpace(s[1 : len(s)-1])
	for s != "" {
		key, rest, ok := pyString(s)
		if !ok {
			return false
		}
		rest, ok = strings.CutPrefix(strings.TrimSpace(rest), ":")
		if !ok {
			return false
		}
		value, rest, ok := pyValue(strings.TrimSpace(rest))
		if !ok {
			return false
		}
		do(key, value)
		rest = strings.TrimSpace(rest)
		if rest == "" {
			return true
		}
		if s, ok = strings.CutPrefix(rest, ","); !ok {
			return false
		}
		s = strings.TrimSpace(s)
	}
	return true
}

// pyString takes the string at the start of s. Python quotes with " what holds
// a '. Escapes stay as written: no value that is used has one.
func pyString(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return s[1:i], s[i+1:], true
		}
	}
	return "", "", false
}

// pyValue takes the string, number, word, list or dict at the start of s.
func pyValue(s string) (text, rest string, ok bool) {
	if text, rest, ok = pyString(s); ok {
		return text, rest, true
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case depth == 0 && (c == '\'' || c == '"' || c == ':'):
			return "", "", false
		case c == '\'' || c == '"':
			_, rest, ok := pyString(s[i:])
			if !ok {
				return "", "", false
			}
			i = len(s) - len(rest) - 1
		case c == '[' || c == '{' || c == '(':
			depth++
		case depth > 0 && (c == ']' || c == '}' || c == ')'):
			depth--
		case c == ',' && depth == 0:
			return strings.TrimSpace(s[:i]), s[i:], i > 0
		}
	}
	return strings.TrimSpace(s), "", s != "" && depth == 0
}
