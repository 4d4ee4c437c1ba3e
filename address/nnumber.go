// Package address relates ICAO 24-bit aircraft addresses to what follows from
// the number alone: the State whose block holds it and, in the United States,
// the registration number.
//
// Neither is evidence that an aircraft was there. An address says what a
// transponder sent; transponders are set wrongly, moved to other aircraft, and
// in the United States may lawfully send a temporary address that belongs to
// nobody. A registration number passes from one aircraft to another.
package address

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/track"
)

// The addresses of United States registration numbers. They stand in the order
// N1, N1A, N1AA, N1AB and so on to N1ZZ, N10, N10A and so on to N99999, with no
// number left out, whether it is in use or not.
const (
	firstN = 0xa00001
	lastN  = 0xadf7c7 // firstN + 9*101711 - 1
)

// letters are those that a number may end in: I and O are left out, as 14 CFR
// 47.15(b) has it.
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

// endings is how many endings a number of one to three digits has: none, one
// letter, or two.
const endings = 1 + len(letters)*(1+len(letters)) // 601

// below is how many numbers begin with the same one to five digits, themselves
// included. Four digits take one letter at most, five take none.
var below = [...]int{101711, 10111, 951, 1 + len(letters) + 10, 1}

// FromNNumber is the address of a United States registration number, such as
// N278GX, in either case of letters. It is the address that the number has in
// the register, assigned to an aircraft or not.
func FromNNumber(s string) (track.Address, error) {
	n, why := parseN(strings.ToUpper(s))
	if why != "" {
		return track.Address{}, fmt.Errorf("registration number %q: %s", s, why)
	}
	return track.Address{Code: uint32(firstN + n)}, nil
}

// parseN is the place of a number in the order of all numbers, from 0.
func parseN(s string) (n int, why string) {
	rest, ok := strings.CutPrefix(s, "N")
	if !ok {
		return 0, "does not begin with N"
	}
	if len(rest) == 0 || len(rest) > 5 {
		return 0, "does not have one to five characters after N"
	}
	if rest[0] < '1' || rest[0] > '9' {
		return 0, "does not have a digit from 1 to 9 after N"
	}
	n = int(rest[0]-'1') * below[0]
	i := 1
	for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
		n += endingsAfter(i) + int(rest[i]-'0')*below[i]
	}
	e, why := parseEnding(rest[i:], i)
	return n + e, why
}

// endingsAfter is how many endings a number of so many digits has.
func endingsAfter(digits int) int {
	switch digits {
	case 4:
		return 1 + len(letters)
	case 5:
		return 1
	}
	return endings
}

// parseEnding is the place of an ending among all that a number of so many
// digits has. Five characters leave room for one letter after four digits.
func parseEnding(s string, digits int) (n int, why string) {
	if len(s) > 2 {
		return 0, "has more than two characters after its digits"
	}
	each := 1 + len(letters) // endings that begin with the same letter
	if digits == 4 {
		each = 1
	}
	for i := range len(s) {
		l := strings.IndexByte(letters, s[i])
		if l < 0 {
			return 0, "ends in other than one or two of the letters A to Z without I and O"
		}
		n += 1 + l*each
		each = 1
	}
	return n, ""
}

// NNumber is the registration number that belongs to an address, and false if
// none does: most addresses from adf7c8 to afffff are military.
func NNumber(a track.Address) (string, bool) {
	if a.NonICAO || a.Code < firstN || a.Code > lastN {
		return "", false
	}
	n := int(a.Code) - firstN
	b := append(make([]byte, 0, 6), 'N', byte('1'+n/below[0]))
	n %= below[0]
	for d := 1; d < len(below); d++ {
		if n < endingsAfter(d) {
			return string(appendEnding(b, n, d)), true
		}
		n -= endingsAfter(d)
		b = append(b, byte('0'+n/below[d]))
		n %= below[d]
	}
	return string(b), true
}

// appendEnding writes the ending that parseEnding reads; after four digits it
// is one letter at most.
func appendEnding(b []byte, n, digits int) []byte {
	if n == 0 {
		return b
	}
	n--
	if digits == 4 {
		return append(b, letters[n])
	}
	b = append(b, letters[n/(1+len(letters))])
	if n %= 1 + len(letters); n > 0 {
		b = append(b, letters[n-1])
	}
	return b
}
