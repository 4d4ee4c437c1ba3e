package ledger

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// full are items that say everything that a private part can hold, each word and
// digest of which has "secret" in it.
func full() []Item {
	said := func(it Item) Item {
		it.Version, it.Tool, it.By, it.Why = ItemVersion, "t", "secret who", "secret why"
		return it
	}
	encrypted := Blob{Name: "secret.csv", Media: "secret/csv", Bytes: 7, SHA256: "secret256", SHA512: "secret512",
		Cipher: &Cipher{Bytes: 9, SHA256: "age256", SHA512: "age512", Recipients: []string{"secret key"}}}
	plain := Blob{Name: "b", Bytes: 1, SHA256: "x", SHA512: "y"}
	return []Item{
		said(Item{Kind: Open, Case: "secret v. Roe"}),
		said(Item{Kind: Keep, Blobs: []Blob{plain, encrypted, plain, encrypted}, Capture: json.RawMessage(`{"body":{"sha256":"secret"}}`)}),
		said(Item{Kind: Heartbeat, Heartbeat: &Asked{Got: "same", SHA256: "secret"}}),
		said(Item{Kind: Erase, Erased: &Tomb{Position: 3, Reason: "secret", Authority: "secret"}}),
		said(Item{Kind: Export, Exported: &Handed{What: "exhibit", To: "secret"}}),
	}
}

// What an item keeps private is in its private part alone, and both together are
// the item again.
func TestSplit(t *testing.T) {
	for _, want := range full() {
		item, private := want.Split()
		if strings.Contains(string(item), "secret") || !strings.Contains(string(private), "secret") {
			t.Errorf("%s\n%s", item, private)
		}
		got, err := ParseItem(item)
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Reveal(private); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%v\n%+v, want\n%+v", err, *got, want)
		}
	}
	public := Item{Version: ItemVersion, Kind: Keep, Tool: "t", Blobs: []Blob{{Name: "b", SHA256: "x"}}, Capture: json.RawMessage(`{"url":"u"}`)}
	if item, private := public.Split(); string(private) != "{}" || !strings.Contains(string(item), `"capture":{"url":"u"}`) {
		t.Errorf("%s\n%s", item, private)
	}
}

// A private part of another item does not fit.
func TestPrivateFits(t *testing.T) {
	items := full()
	for i := range items {
		for j := range items {
			text, _ := items[i].Split()
			_, private := items[j].Split()
			it, err := ParseItem(text)
			if err != nil {
				t.Fatal(err)
			}
			if err := it.Reveal(private); (err == nil) != (i == j) {
				t.Errorf("the private part of %s in %s: %v", items[j].Kind, items[i].Kind, err)
			}
		}
	}
	for _, bad := range []string{``, `{"by":""}`, `{"BY":"x"}`, `{"by":"x","more":1}`, `{}x`, `[]`} {
		it := Item{Kind: Keep}
		if err := it.Reveal([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	for _, bad := range []string{
		`{"version":2,"kind":"keep","tool":"t","blobs":[{"cipher":{"bytes":1,"sha256":"x","sha512":"y"}}],"capture":{}}`,
		`{"version":2,"kind":"keep","tool":"t","blobs":[{"sha256":"z","cipher":{"bytes":1,"sha256":"x","sha512":"y"}}]}`,
	} {
		if _, err := ParseItem([]byte(bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

// The two texts have commitments that differ even where the texts and salts do not.
func TestCommitments(t *testing.T) {
	if s := (Salt{1}); ItemCommitment(s, []byte("{}")) == PrivateCommitment(s, []byte("{}")) || PrivateCommitment(s, nil) == PrivateCommitment(Salt{2}, nil) {
		t.Error("one commitment for two things")
	}
}
