package feed

import (
	"bytes"
	"encoding/json"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNesting bounds how deep arrays and objects lie within one another.
const maxNesting = 64

// skipValue is where the value at i ends; if ok is false, where it goes wrong.
// words are the words that may stand as values. b is padded.
func skipValue(b []byte, i int, words []string) (end int, ok bool) {
	var closers [maxNesting]byte
	depth := 0
	for {
		// A value begins at i.
		i = skipSpace(b, i)
		if i >= len(b) {
			return i, false
		}
		switch c := b[i]; c {
		case '{', '[':
			if depth == maxNesting {
				return i, false
			}
			closers[depth] = c + 2 // '}' or ']'
			depth++
			i = skipSpace(b, i+1)
			if i < len(b) && b[i] == c+2 {
				depth--
				i++
				break
			}
			if c == '{' {
				if i, ok = skipKey(b, i); !ok {
					return i, false
				}
			}
			continue
		default:
			if i, ok = skipPlain(b, i, words); !ok {
				return i, false
			}
		}
		// A value has ended at i.
		for ; depth > 0; depth-- {
			i = skipSpace(b, i)
			if i >= len(b) {
				return i, false
			}
			if b[i] == closers[depth-1] {
				i++
				continue
			}
			if b[i] != ',' {
				return i, false
			}
			i++
			break
		}
		if depth == 0 {
			return i, true
		}
		if closers[depth-1] == '}' {
			if i, ok = skipKey(b, skipSpace(b, i)); !ok {
				return i, false
			}
		}
	}
}

// skipKey passes over a key and its colon.
func skipKey(b []byte, i int) (int, bool) {
	if i >= len(b) || b[i] != '"' {
		return i, false
	}
	i, _, ok := skipText(b, i+1)
	if !ok {
		return i, false
	}
	i = skipSpace(b, i)
	if i >= len(b) || b[i] != ':' {
		return i, false
	}
	return i + 1, true
}

// skipPlain passes over a text, a number or a word.
func skipPlain(b []byte, i int, words []string) (int, bool) {
	switch c := b[i]; {
	case c == '"':
		i, _, ok := skipText(b, i+1)
		return i, ok
	case c >= '0' && c <= '9':
		return skipNumber(b, i)
	case c == '-':
		if i+1 < len(b) && isDigit(b[i+1]) {
			return skipNumber(b, i)
		}
	}
	for _, word := range words {
		if hasWord(b, i, word) {
			return i + len(word), true
		}
	}
	return i, false
}

// jsonWords are the words that JSON has for values; cWords are besides those
// what C prints for a number that is none.
var (
	jsonWords = []string{"null", "true", "false"}
	cWords    = []string{"null", "true", "false", "nan", "-nan", "NaN", "inf", "-inf", "Infinity", "-Infinity"}
)

func hasWord(b []byte, i int, word string) bool {
	return len(b)-i >= len(word) && string(b[i:i+len(word)]) == word &&
		(len(b)-i == len(word) || !isLetter(b[i+len(word)]))
}

func isDigit(c byte) bool  { return c-'0' <= 9 }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// skipNumber passes over a number as JSON writes it.
func skipNumber(b []byte, i int) (int, bool) {
	if b[i] == '-' {
		i++
	}
	t := load8(b, i) ^ ones*'0'
	stops := notDigits(t)
	n := bits.TrailingZeros64(stops) >> 3
	if n == 0 || t&0xff == 0 && n > 1 {
		return i, false
	}
	end := n
	if t>>(8*n)&0xff == '.'^'0' {
		stops &= stops - 1
		if end = bits.TrailingZeros64(stops) >> 3; end == n+1 && end < 8 {
			return i, false
		}
	}
	if end < 8 && b[i+end]|0x20 != 'e' {
		return i + end, true
	}
	return skipLongNumber(b, i)
}

// skipLongNumber passes over a number of any length that begins with a digit,
// and with no zero before another.
func skipLongNumber(b []byte, i int) (int, bool) {
	i = skipDigits(b, i)
	if b[i] == '.' {
		if i++; !isDigit(b[i]) {
			return i, false
		}
		i = skipDigits(b, i)
	}
	if b[i]|0x20 == 'e' {
		if i++; b[i] == '+' || b[i] == '-' {
			i++
		}
		if !isDigit(b[i]) {
			return i, false
		}
		i = skipDigits(b, i)
	}
	return i, true
}

func skipDigits(b []byte, i int) int {
	for isDigit(b[i]) {
		i++
	}
	return i
}

// notDigits has the top bit set of the first byte of t that is no digit, where
// t is eight characters, each with '0' taken out by exclusive or. If that one is
// a point, so has the next that is none: no sum before it carries.
func notDigits(t uint64) uint64 { return (t + ones*0x76 | t) & highs }

// joinDigits is the number of the first n bytes of t, at most eight, which are
// digits (D. Lemire, "Number parsing at a gigabyte per second", 2021).
func joinDigits(t uint64, n int) uint64 {
	t <<= (64 - 8*n) & 63
	t = t*10 + t>>8
	return (t&0x000000FF000000FF*(100+1000000<<32) + t>>16&0x000000FF000000FF*(1+10000<<32)) >> 32
}

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16}

// decimal is a number as m / 10^frac.
type decimal struct {
	m    int64 // under 2^53 in size
	frac int
}

func (d decimal) float() float64 { return float64(d.m) / tens[d.frac] }

// jsonNumber is the number at i and where it ends: the usual kind, without an
// exponent, with up to ten digits before its point and seven after it, 15 in
// all; ok is false if it is another kind, or none. b is padded.
func jsonNumber(b []byte, i int) (d decimal, end int, ok bool) {
	sign := int64(0)
	if b[i] == '-' {
		sign = -1
		i++
	}
	t := load8(b, i) ^ ones*'0'
	stops := notDigits(t)
	n := bits.TrailingZeros64(stops) >> 3
	if n == 0 || t&0xff == 0 && n > 1 {
		return d, i, false
	}
	var m uint64
	switch point := t>>(8*n)&0xff == '.'^'0'; {
	case point && stops&(stops-1) != 0: // all of it is in t
		end = bits.TrailingZeros64(stops&(stops-1)) >> 3
		if end == n+1 {
			return d, i, false
		}
		before := uint64(1)<<(8*n) - 1
		m = joinDigits(t&before|t>>8&^before, end-1)
		d.frac, i = end-1-n, i+end
	case point || n == 8:
		if m, d.frac, i = longNumber(b, i, joinDigits(t, n), n); i < 0 {
			return d, i, false
		}
	default:
		m, i = joinDigits(t, n), i+n
	}
	d.m = int64(m) ^ sign - sign
	return d, i, b[i]|0x20 != 'e'
}

// longNumber is the rest of a number at i whose first n digits are whole; its
// end is -1 if it is none of the usual kind.
func longNumber(b []byte, i int, whole uint64, n int) (m uint64, frac, end int) {
	i += n
	if n == 8 {
		for k := 0; isDigit(b[i]); k++ {
			if k == 2 {
				return 0, 0, -1
			}
			whole = whole*10 + uint64(b[i]-'0')
			i++
		}
	}
	if b[i] != '.' {
		return whole, 0, i
	}
	t := load8(b, i+1) ^ ones*'0'
	k := bits.TrailingZeros64(notDigits(t)) >> 3
	if k == 0 || k == 8 || n == 8 && k > 5 {
		return 0, 0, -1
	}
	return whole*scale[k] + joinDigits(t, k), k, i + 1 + k
}

var scale = [8]uint64{1, 10, 100, 1000, 10000, 100000, 1000000, 10000000}

// unquote is a quoted value unquoted, or "" if it is not text.
func unquote(v []byte) string {
	if len(v) < 2 || v[0] != '"' {
		return ""
	}
	if in := v[1 : len(v)-1]; bytes.IndexByte(in, '\\') < 0 && utf8.Valid(in) {
		return string(in)
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return ""
	}
	return strings.ToValidUTF8(s, "�")
}

// real64 is a value as a number; ok is false if it is none.
func real64(v []byte) (f float64, ok bool) {
	if len(v) == 0 || v[0] != '-' && !isDigit(v[0]) {
		return math.NaN(), false
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return math.NaN(), false
	}
	return f, true
}
