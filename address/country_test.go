package address

import (
	"encoding/csv"
	"math/bits"
	"os"
	"testing"

	"github.com/holdshort/holdshort/track"
)

func TestCountry(t *testing.T) {
	for _, c := range []struct{ hex, iso string }{
		{"a2c4e0", "US"}, {"ae016a", "US"}, {"c0173f", "CA"}, {"406b90", "GB"}, {"3c664e", "DE"}, {"8a0452", "ID"},
		{"4b7fff", "CH"}, {"4b8000", "TR"}, {"0b206f", "SV"}, {"7c4779", "AU"}, {"43eae4", "IM"}, {"42462d", "BM"},
		{"424858", "KY"}, {"424900", "GB"}, {"43eec7", "GG"}, {"789208", "CN"}, {"4d2401", "MT"}, {"516001", "ME"},
		{"004000", "ZW"}, {"0043ff", "ZW"}, {"e94fff", "BO"}, {"0acfff", "CO"},
		{"000000", ""}, {"004400", ""}, {"003fff", ""}, {"f00001", ""}, {"f09000", ""}, {"ddb056", ""}, {"ffffff", ""}, {"~a2c4e0", ""},
	} {
		a, ok := track.ParseAddress(c.hex)
		if !ok {
			t.Fatal(c.hex)
		}
		if iso, name, ok := Country(a); iso != c.iso || ok != (c.iso != "") || ok != (name != "") {
			t.Errorf("%s is %q %q %v; want %q", c.hex, iso, name, ok, c.iso)
		}
	}
}

// Blocks are in order and apart, and of the sizes that Annex 10 has, each
// beginning at a multiple of its size.
func TestBlocks(t *testing.T) {
	seen := map[string]bool{"MT": true, "SM": true, "MN": true}
	for i, b := range blocks {
		size := b.last - b.first + 1
		if i > 0 && b.first <= blocks[i-1].last {
			t.Errorf("%06x overlaps the block before it", b.first)
		}
		switch size {
		case 1 << 10, 1 << 12, 1 << 15, 1 << 18, 1 << 20:
		case 1 << 11:
			if !seen[b.iso] {
				t.Errorf("%06x to %06x has a size that Annex 10 does not have", b.first, b.last)
			}
		default:
			t.Errorf("%06x to %06x has a size that Annex 10 does not have", b.first, b.last)
		}
		if bits.OnesCount32(size) == 1 && b.first%size != 0 {
			t.Errorf("%06x to %06x is not aligned", b.first, b.last)
		}
	}
	for i, p := range parts {
		if i > 0 && p.first <= parts[i-1].last || p.last < p.first {
			t.Errorf("part %06x is out of order", p.first)
		}
		if b, ok := find(blocks, p.first); !ok || p.last > b.last {
			t.Errorf("part %06x to %06x is not within one block", p.first, p.last)
		}
	}
}

// Codes are ISO 3166-1, one to a name, and one block to a State.
func TestCodes(t *testing.T) {
	f, err := os.Open("../../shared/data/reference/ourairports_countries.csv")
	if err != nil {
		t.Skip("no table of countries:", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for _, r := range rows[1:] {
		known[r[1]] = r[2]
	}
	count := map[string]int{}
	differ := 0
	for _, b := range blocks {
		count[b.iso]++
		if known[b.iso] == "" {
			t.Errorf("%s, %s, is no code", b.iso, b.name)
		}
		if count[b.iso] > 1 {
			t.Errorf("%s has two blocks", b.name)
		}
		if known[b.iso] != b.name {
			differ++
			t.Logf("%s is %q here, %q there", b.iso, b.name, known[b.iso])
		}
	}
	t.Logf("%d blocks, %d names differ", len(blocks), differ)
	if differ > 15 {
		t.Errorf("%d names differ from the table", differ)
	}
}
