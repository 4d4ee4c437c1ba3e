package cite

import "testing"

// The digest of "abc" is the first example of FIPS 180-4.
const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func TestDigestText(t *testing.T) {
	if got := Sum([]byte("abc")).String(); got != abc {
		t.Fatalf("got %s", got)
	}
	d, err := ParseDigest(abc)
	if err != nil || d.String() != abc {
		t.Fatalf("got %s, %v", d, err)
	}
	zero := Digest{}.String()
	for _, bad := range []string{"", "abc", abc[:70], abc + "0", "md5:" + abc[7:], "sha256:BA" + abc[9:], "sha256:zz" + abc[9:], zero} {
		if d, err := ParseDigest(bad); err == nil || !d.IsZero() {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
}

func TestCiteText(t *testing.T) {
	if s := (Cite{"S1", "p. 3"}).String(); s != "S1 (p. 3)" {
		t.Errorf("got %q", s)
	}
	if Compare(Cite{"S1", "b"}, Cite{"S1", "a"}) <= 0 || Compare(Cite{"S1", ""}, Cite{"S2", ""}) >= 0 {
		t.Error("cites are not ordered by source, then place")
	}
}

func TestListText(t *testing.T) {
	if s := List(nil); s != "" {
		t.Errorf("no cites are %q", s)
	}
	if s := List([]Cite{{"S1", ""}, {"S2", "p. 3"}}); s != "[S1, S2 (p. 3)]" {
		t.Errorf("got %q", s)
	}
}
