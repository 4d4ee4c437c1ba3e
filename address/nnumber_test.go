package address

import (
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// Pairs as published: the ends of the range, and aircraft whose register page,
// trace file or fleet list gives both.
var pairs = []struct{ number, hex string }{
	{"N1", "a00001"}, {"N1A", "a00002"}, {"N1AA", "a00003"}, {"N1B", "a0001b"}, {"N1ZZ", "a00259"}, {"N10", "a0025a"},
	{"N99999", "adf7c7"}, {"N2", "a18d50"},
	{"N276GX", "a2bd72"}, {"N278GX", "a2c4e0"}, {"N703KW", "a960a9"},
	{"N899DN", "ac671b"}, {"N8718Q", "abfd8c"}, {"N441FS", "a54ee2"}, {"N56821", "a7475a"},
	{"N1072M", "a0215f"}, {"N9790K", "ada776"},
}

func TestPairs(t *testing.T) {
	for _, p := range pairs {
		want, _ := track.ParseAddress(p.hex)
		if got, err := FromNNumber(p.number); err != nil || got != want {
			t.Errorf("%s is %v, %v; want %s", p.number, got, err, p.hex)
		}
		if got, ok := NNumber(want); !ok || got != p.number {
			t.Errorf("%s is %q; want %s", p.hex, got, p.number)
		}
	}
	if a, err := FromNNumber("n278gx"); err != nil || a.String() != "a2c4e0" {
		t.Errorf("small letters: %v, %v", a, err)
	}
}

// Every address of the range has one number and every number one address. The
// numbers come in the order in which they sort, digits after letters.
func TestAllNNumbers(t *testing.T) {
	last := ""
	count := 0
	order := strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8", "i", "9", "j")
	for code := uint32(firstN); code <= lastN; code++ {
		a := track.Address{Code: code}
		n, ok := NNumber(a)
		if !ok {
			t.Fatalf("%v has no number", a)
		}
		back, err := FromNNumber(n)
		if err != nil || back != a {
			t.Fatalf("%v is %s, which is %v, %v", a, n, back, err)
		}
		key := order.Replace(n)
		if key <= last {
			t.Fatalf("%s is not after the one before it", n)
		}
		last = key
		count++
	}
	if count != 915399 {
		t.Errorf("%d numbers", count)
	}
}

func TestNotNNumbers(t *testing.T) {
	for _, s := range []string{"", "N", "N0", "N01", "NA", "N1I", "N1O", "N1AAA", "N1234AB", "N123456", "N12A3", "N1234A5", "1", "X1", "N-1", "N 1", "C-GABC", "N278GX ", "NX917F", "N1é"} {
		if a, err := FromNNumber(s); err == nil {
			t.Errorf("%q is %v", s, a)
		} else if !strings.Contains(err.Error(), "registration number") {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, a := range []track.Address{{}, {Code: 0xa00000}, {Code: 0xadf7c8}, {Code: 0xae016a}, {Code: 0xa00001, NonICAO: true}} {
		if n, ok := NNumber(a); ok {
			t.Errorf("%v is %s", a, n)
		}
	}
}

// What FromNNumber accepts, NNumber gives back but for the case of letters.
func FuzzNNumber(f *testing.F) {
	for _, p := range pairs {
		f.Add(p.number)
	}
	f.Add("N1234I")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := FromNNumber(s)
		if err != nil {
			return
		}
		if n, ok := NNumber(a); !ok || n != strings.ToUpper(s) {
			t.Errorf("%q is %v, which is %q", s, a, n)
		}
	})
}
