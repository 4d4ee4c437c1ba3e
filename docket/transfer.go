package docket

import (
	b64 "encoding/base64"
	"encoding/hex"
)

// unquote undoes quoted-printable (RFC 2045). What is not in its form is kept as
// it is.
func unquote(t *text) *text {
	out := &text{from: t}
	for i := 0; i < len(t.b); {
		n := i
		for n < len(t.b) && t.b[n] != '=' {
			n++
		}
		out.put(t.b[i:n], i)
		if i = n; i == len(t.b) {
			break
		}
		switch rest := t.b[i:]; {
		case len(rest) >= 2 && rest[1] == '\n':
			i += 2
		case len(rest) >= 3 && rest[1] == '\r' && rest[2] == '\n':
			i += 3
		case len(rest) >= 3:
			var one [1]byte
			if _, err := hex.Decode(one[:], rest[1:3]); err != nil {
				out.put(rest[:1], i)
				i++
				continue
			}
			out.putAll(one[:], i)
			i += 3
		default:
			out.put(rest[:1], i)
			i++
		}
	}
	return out
}

// unbase64 undoes base64. What is none of its letters is passed over, as RFC 2045
// has it.
func unbase64(t *text) *text {
	out := &text{from: t}
	var four [4]byte
	n, first := 0, 0
	for i, c := range t.b {
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/', c == '=':
		default:
			continue
		}
		if n == 0 {
			first = i
		}
		four[n] = c
		if n++; n < 4 {
			continue
		}
		n = 0
		var three [3]byte
		k, _ := b64.StdEncoding.Decode(three[:], four[:])
		at := int32(len(out.b))
		if r := len(out.runs); r == 0 || out.runs[r-1].of+(at-out.runs[r-1].at)/3*4 != int32(first) || (at-out.runs[r-1].at)%3 != 0 {
			out.runs = append(out.runs, run{at: at, of: int32(first), kind: base64})
		}
		out.b = append(out.b, three[:k]...)
	}
	return out
}
