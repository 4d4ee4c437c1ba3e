package ledger

import "testing"

// An item has one reading: what another reader of JSON could take otherwise is
// refused.
func TestItemsAreExact(t *testing.T) {
	good := `{"version":1, "kind":"keep","tool":"t","blobs":[{"name":"a","bytes":1,"sha256":"x","sha512":"y"}],"capture":{"Any":"thing","x":""}}`
	if _, err := ParseItem([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		`{"version":1,"KIND":"keep","tool":"t"}`,
		`{"version":1,"kind":"keep","tool":"t","by":""}`,
		`{"version":1,"kind":"keep","tool":"t","blobs":[]}`,
		`{"version":1,"kind":"keep","tool":"t","blobs":[{"Name":"a","bytes":1,"sha256":"x","sha512":"y"}]}`,
		"{\"version\":1,\"kind\":\"keep\",\"tool\":\"\xff\"}",
		`{"version":1,"kind":"keep","tool":"t","else":1}`,
		`{"version":2,"kind":"keep","tool":"t"}`,
		good + "x",
	} {
		if _, err := ParseItem([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
