package address

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/track"
)

// plane is a row of plane-alert-db: an address and the registration that its
// editors have for it.
type plane struct {
	addr  track.Address
	reg   string
	civil bool
}

func planes(t *testing.T) []plane {
	t.Helper()
	f, err := os.Open("../../shared/data/reference/plane-alert-db.csv.gz")
	if err != nil {
		t.Skip("no plane-alert-db:", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []plane
	for _, row := range rows[1:] {
		if a, ok := track.ParseAddress(row[0]); ok {
			out = append(out, plane{a, strings.ToUpper(row[1]), row[5] != "Mil"})
		}
	}
	return out
}

// The addresses and N-numbers of the database agree, but for those that have
// been looked at: 15 private jets on close addresses whose numbers are N163xx,
// as temporary addresses for privacy would be; numbers with letters or digits
// exchanged; aircraft registered anew; and one on a military address.
func TestRegister(t *testing.T) {
	agree, private, other := 0, 0, 0
	for _, p := range planes(t) {
		want, err := FromNNumber(p.reg)
		if err != nil {
			continue
		}
		n, ok := NNumber(p.addr)
		switch {
		case want == p.addr && ok && n == p.reg:
			agree++
		case strings.HasPrefix(n, "N163"):
			private++
		default:
			other++
			t.Logf("%v is %s in the database; its number is %s", p.addr, p.reg, n)
		}
	}
	t.Logf("%d agree, %d privacy addresses, %d others", agree, private, other)
	if agree != 2967 || private != 15 || other != 8 {
		t.Errorf("%d agree, %d privacy addresses, %d others", agree, private, other)
	}
}

// prefixes are nationality marks, and the code of their country.
var prefixes = map[string]string{
	"OE": "AT", "OO": "BE", "HB": "CH", "D": "DE", "EC": "ES", "F": "FR", "G": "GB", "M": "IM", "2": "GG", "I": "IT",
	"PH": "NL", "SP": "PL", "RA": "RU", "SE": "SE", "TC": "TR", "UR": "UA", "OY": "DK", "LN": "NO", "OH": "FI", "LX": "LU",
	"C": "CA", "VH": "AU", "ZK": "NZ", "ZS": "ZA", "PP": "BR", "PR": "BR", "LV": "AR", "LQ": "AR", "XA": "MX", "XC": "MX",
	"VT": "IN", "AP": "PK", "HZ": "SA", "A6": "AE", "A7": "QA", "A9C": "BH", "9K": "KW", "A4O": "OM", "4X": "IL", "JY": "JO",
	"UP": "KZ", "EZ": "TM", "EX": "KG", "4K": "AZ", "EK": "AM", "EW": "BY", "YL": "LV", "ES": "EE", "LY": "LT", "OM": "SK",
	"OK": "CZ", "HA": "HU", "YU": "RS", "9A": "HR", "S5": "SI", "SX": "GR", "9H": "MT", "T7": "SM", "5B": "CY", "CS": "PT",
	"EI": "IE", "TF": "IS", "CN": "MA", "7T": "DZ", "SU": "EG", "5N": "NG", "5Y": "KE", "9J": "ZM", "V5": "NA", "9M": "MY",
	"PK": "ID", "VN": "VN", "V8": "BN", "P2": "PG", "CX": "UY", "EP": "IR", "YI": "IQ", "YK": "SY", "UN": "KZ", "P4": "NL",
	"TJ": "CM", "TT": "TD", "C5": "GM", "9Q": "CD", "TR": "GA", "Z": "ZW", "5A": "LY", "ST": "SD", "D2": "AO", "4O": "ME",
	"E7": "BA", "3A": "MC", "Z3": "MK", "LZ": "BG", "TN": "CG", "TU": "CI", "6V": "SN", "5X": "UG", "5H": "TZ", "TZ": "ML",
}

// The country of an address is that of the nationality mark, for nearly every
// civil aircraft of the database.
func TestNationality(t *testing.T) {
	agree, differ := 0, 0
	for _, p := range planes(t) {
		mark, _, ok := strings.Cut(p.reg, "-")
		want := prefixes[mark]
		if !ok || !p.civil || want == "" {
			continue
		}
		if iso, _, _ := Country(p.addr); iso == want {
			agree++
		} else {
			differ++
			t.Logf("%v is %s, a mark of %s; its block is of %q", p.addr, p.reg, want, iso)
		}
	}
	t.Logf("%d agree, %d differ", agree, differ)
	if agree < 2500 || differ*50 > agree {
		t.Errorf("%d agree, %d differ", agree, differ)
	}
}
