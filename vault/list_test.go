package vault

import (
	"fmt"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/ledger"
)

// A web archive whose addresses and dates are long, and of characters that take seven
// bytes each in a record, makes no entry that an exhibit could not hold: a line has
// 16 MiB at most (docs/formats/sealed-exhibit.md).
func TestHostileListing(t *testing.T) {
	v, c := fresh(t)
	odd := strings.Repeat("\x01", 4096)
	text := strings.Repeat(fmt.Sprintf("WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Length: 0\r\n\r\n\r\n\r\n", odd, odd), MaxListed)
	out := mustSeal(t, v, Draft{Chain: c, Item: ledger.Item{Kind: ledger.Keep}, Bytes: []Content{{Name: "odd.warc", From: strings.NewReader(text)}}})
	if it := out[0].Item; len(it.Listing) == 0 || len(it.Listing)+it.Unlisted != MaxListed {
		t.Errorf("%d listed and %d not", len(it.Listing), it.Unlisted)
	}
	r, err := chainOf(t, checked(t, v.Dir()), c).Record(out[0].Position)
	if err != nil || len(r.Line()) > 16<<20 {
		t.Errorf("a line of %d bytes, %v", len(r.Line()), err)
	}
}
