package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/holdshort/holdshort/ledger"
)

// holding are the files below dir that hold any of the texts, in their bytes or
// names.
func holding(t testing.TB, dir string, texts ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var b []byte
		if !e.IsDir() {
			if b, err = os.ReadFile(name); err != nil {
				return err
			}
		}
		rel, err := filepath.Rel(dir, name)
		for _, text := range texts {
			if bytes.Contains(b, []byte(text)) || strings.Contains(rel, text) {
				out = append(out, rel)
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is erased leaves an entry that verifies as erased, and no byte of itself,
// in the clear or encrypted.
func TestErase(t *testing.T) {
	v, c := fresh(t)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	const secret, name = "what must not be kept", "its-own-name.txt"
	plain := keepText(c, secret)
	plain.Bytes[0].Name = name
	cipher := keepText(c, secret+" either")
	cipher.Bytes[0].Recipients = []string{id.Recipient().String()}
	out := mustSeal(t, v, keepText(c, "before"), plain, cipher, keepText(c, "after"), keepText(c, "after"))
	sums := []string{out[1].Item.Blobs[0].SHA256, out[1].Item.Blobs[0].SHA512, out[2].Item.Blobs[0].SHA256, out[2].Item.Blobs[0].Cipher.SHA256}
	if len(holding(t, v.Dir(), append(sums, secret)...)) == 0 {
		t.Fatal("there is nothing to erase")
	}
	for p := uint64(2); p <= 4; p++ {
		tomb, err := v.Erase(c, p, "tester", "a court's order (synthetic)", "the court")
		if err != nil {
			t.Fatal(err)
		}
		if tomb.Item.Erased.Position != p || tomb.Item.Kind != ledger.Erase {
			t.Errorf("%+v", tomb.Item.Erased)
		}
	}
	if left := holding(t, v.Dir(), append(sums, secret, name)...); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
	l := checked(t, v.Dir())
	k := chainOf(t, l, c)
	for p := uint64(2); p <= 4; p++ {
		r, err := k.Record(p)
		if err != nil {
			t.Fatal(err)
		}
		o, err := r.Check()
		if err != nil || o.Item != nil || o.Withheld != ledger.Erased {
			t.Fatalf("position %d: %+v, %v", p, o, err)
		}
		if err := r.CheckInclusion(o.Commitment, l.Checkpoint); err != nil {
			t.Error(err)
		}
	}
	// The bytes of position 4 are those of position 5 too, which lives.
	var b strings.Builder
	if err := k.Plain(&b, k.Entry(5).Item.Blobs[0]); err != nil || b.String() != "after" {
		t.Errorf("%q, %v", b.String(), err)
	}
	for p, why := range map[uint64]string{0: "open", 2: "already", 6: "erase", 99: "no entry"} {
		if _, err := v.Erase(c, p, "", "x", "y"); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("erase position %d: %v", p, err)
		}
	}
}

// Encrypted bytes open with each identity and no other; the plaintext never
// touches the disk.
func TestEncrypted(t *testing.T) {
	v, c := fresh(t)
	var ids []*age.X25519Identity
	var keys []string
	for range 3 {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		ids, keys = append(ids, id), append(keys, id.Recipient().String())
	}
	secret := strings.Repeat("a synthetic secret ", 20_000) // more than a buffer
	seen := 0
	d := keepText(c, "")
	d.Bytes[0].Recipients = keys[:2]
	d.Bytes[0].From = &spyReader{r: strings.NewReader(secret), spy: func() {
		seen++
		if left := holding(t, v.Dir(), secret[:19]); len(left) > 0 {
			t.Errorf("on disk while it is read: %v", left)
		}
	}}
	b := mustSeal(t, v, d)[0].Item.Blobs[0]
	if seen < 2 {
		t.Errorf("looked %d times", seen)
	}
	if left := holding(t, v.Dir(), secret[:19]); len(left) > 0 {
		t.Errorf("on disk: %v", left)
	}
	k := chainOf(t, checked(t, v.Dir()), c)
	for i, id := range ids {
		var out strings.Builder
		err := k.Plain(&out, b, id)
		if _, none := errors.AsType[*age.NoIdentityMatchError](err); i == 2 && (!none || out.Len() > 0) {
			t.Errorf("a stranger's identity: %v, %d bytes", err, out.Len())
		} else if i < 2 && (err != nil || out.String() != secret) {
			t.Errorf("identity %d: %v", i, err)
		}
	}
	if b.Bytes != int64(len(secret)) || b.Cipher.Bytes <= b.Bytes {
		t.Errorf("%+v", b)
	}
}

type spyReader struct {
	r   *strings.Reader
	spy func()
}

func (s *spyReader) Read(p []byte) (int, error) {
	s.spy()
	return s.r.Read(p[:min(len(p), 100_000)])
}

// A synthetic name goes through everything that a vault takes, and is found in
// nothing that is public: no file of log/, no name of a file, no error.
func TestPrivacy(t *testing.T) {
	const name = "Synthia Madeup" // a synthetic name: nobody's
	const word = "Synthia"
	v, c := fresh(t)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 { // over the end of a tile
		d := keepText(c, fmt.Sprintf("%s %d", name, i%2))
		d.Bytes[0].Name = name + ".txt"
		d.Item.By, d.Item.Why, d.Item.Source = name, "because of "+name, name
		if i%2 == 0 {
			d.Bytes[0].Recipients = []string{id.Recipient().String()}
		}
		if i > 10 {
			d = Draft{Chain: c, Item: ledger.Item{Kind: ledger.Heartbeat, By: name, Heartbeat: &ledger.Asked{Address: "https://example.org/" + name, Error: name}}}
		}
		mustSeal(t, v, d)
		if i == 12 {
			v.opts.Clock = tick() // back in time: the vault writes a note
		}
	}
	if _, err := v.Erase(c, 1, name, name, name); err != nil {
		t.Fatal(err)
	}
	other, err := v.Enter(t.TempDir(), name+" v. Roe (synthetic)", name)
	if err != nil {
		t.Fatal(err)
	}
	checked(t, v.Dir())
	public := filepath.Join(v.Dir(), "log")
	if found := holding(t, public, word); len(found) > 0 {
		t.Errorf("the log holds the name in %v", found)
	}
	if found := holding(t, v.Dir(), c.String(), other.String()); len(found) > 0 {
		for _, f := range found {
			if !strings.HasPrefix(f, "private"+string(filepath.Separator)) {
				t.Errorf("%s shows which entries belong together", f)
			}
		}
	}
	err = filepath.WalkDir(v.Dir(), func(file string, e fs.DirEntry, err error) error {
		if strings.Contains(file, word) {
			t.Errorf("the file %s is named after a person", file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"a wrong class": func() error {
			_, err := v.Seal(Draft{Chain: c, Item: ledger.Item{Kind: ledger.Keep, By: name, Why: name, Class: "x"}})
			return err
		}(),
		"an erased entry": func() error { _, err := v.Erase(c, 1, name, name, name); return err }(),
		"a caption twice": func() error { _, err := v.Enter(t.TempDir(), name+" v. Roe (synthetic)", name); return err }(),
		"a reader that ends": func() error {
			d := keepText(c, "")
			d.Bytes[0].Name, d.Bytes[0].From = name, failing{}
			_, err := v.Seal(d)
			return err
		}(),
	} {
		if err == nil || strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("it broke off") }
