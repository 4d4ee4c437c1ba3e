package ledger

import "testing"

// An item has one reading: what another reader of JSON could take otherwise is
// refused.
func TestItemsAreExact(t *testing.T) {
	good := `{"version":2, "kind":"keep","tool":"t","blobs":[{"name":"a","bytes":1,"sha256":"x","sha512":"y"}],"capture":{"Any":"thing","x":""}}`
	if _, err := ParseItem([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		`{"version":2,"KIND":"keep","tool":"t"}`,
		`{"version":2,"kind":"keep","tool":"t","source":""}`,
		`{"version":2,"kind":"keep","tool":"t","by":"somebody"}`,
		`{"version":2,"kind":"change","tool":"t","edit":{"path":"a","was":"x"}}`,
		`{"version":2,"kind":"release","tool":"t","released":{"class":"public","positions":[1],"pattern":"./"}}`,
		`{"version":2,"kind":"release","tool":"t","released":{"class":"public","pattern":"./","private":true}}`,
		`{"version":2,"kind":"keep","tool":"t","blobs":[{"name":"a","cipher":{"bytes":1,"sha256":"x","sha512":"y"}}]}`,
		`{"version":2,"kind":"keep","tool":"t","blobs":[]}`,
		`{"version":2,"kind":"keep","tool":"t","blobs":[{"Name":"a","bytes":1,"sha256":"x","sha512":"y"}]}`,
		"{\"version\":1,\"kind\":\"keep\",\"tool\":\"\xff\"}",
		`{"version":2,"kind":"keep","tool":"t","else":1}`,
		`{"version":1,"kind":"keep","tool":"t"}`,
		good + "x",
	} {
		if _, err := ParseItem([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
