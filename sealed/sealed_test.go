package sealed_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/verify"
)

const policy = verify.Basic

// What is not released makes no exhibit, and the error says which file is missing.
func TestNotReleased(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.NewChain(l, "nothing released (synthetic)")
	for name, b := range toylog.Synthetic() {
		c.Change(name, b)
	}
	var e *sealed.NotReleased
	_, err := sealed.Write(&bytes.Buffer{}, c.Input(ledger.Public, policy))
	if !errors.As(err, &e) || e.Err != nil || len(e.Withheld) != 3 {
		t.Errorf("%v", err)
	}
	c.Release(ledger.Public, nil, "case.yaml", "movements.yaml")
	_, err = sealed.Write(&bytes.Buffer{}, c.Input(ledger.Public, policy))
	if !errors.As(err, &e) || e.Err == nil || !slices.Equal(e.Withheld, []string{"sources.yaml (unmarked)"}) {
		t.Errorf("%v", err)
	}
	if !strings.Contains(err.Error(), "not released: sources.yaml (unmarked)") {
		t.Errorf("%v", err)
	}
}

// What does not fit together makes no exhibit.
func TestRefused(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	then, size := l.Checkpoint(), l.Size
	l.Fill(3)
	for name, change := range map[string]func(in *sealed.Input){
		"a growth of another size": func(in *sealed.Input) { in.Growth[0].From-- },
		"no growth":                func(in *sealed.Input) { in.Growth = nil },
		"no checkpoint":            func(in *sealed.Input) { in.Earlier = nil },
		"another key":              func(in *sealed.Input) { in.Key = toylog.NewKey("example.org/toy", "x").VKey },
		"a bad policy":             func(in *sealed.Input) { in.Policy = []byte("x") },
		"no class":                 func(in *sealed.Input) { in.Audience = "everybody" },
		"unmarked":                 func(in *sealed.Input) { in.Audience = ledger.Unmarked },
	} {
		in := c.Input(ledger.Public, policy)
		in.Earlier, in.Growth = map[uint64][]byte{size: then}, []ledger.Growth{l.Growth(size)}
		change(in)
		if _, err := sealed.Write(&bytes.Buffer{}, in); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	for name, change := range map[string]func(rs []ledger.Record) []ledger.Record{
		"no entries":       func(rs []ledger.Record) []ledger.Record { return nil },
		"an entry missing": func(rs []ledger.Record) []ledger.Record { return rs[1:] },
		"a stub": func(rs []ledger.Record) []ledger.Record {
			rs[3].Item, rs[3].ItemSalt, rs[3].Withheld = "", "", "sealed"
			return rs
		},
		"another item": func(rs []ledger.Record) []ledger.Record { rs[3].Item = rs[2].Item; return rs },
	} {
		other := c.Clone(l)
		other.Records = change(other.Records)
		if _, err := sealed.Write(&bytes.Buffer{}, other.Input(ledger.Public, policy)); err == nil {
			t.Errorf("%s is written", name)
		}
	}
}

// Bytes that are stored encrypted go out as they are stored, for who has a key; a
// file of the case cannot.
func TestEncrypted(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	plain, stored := c.Blob("letter", []byte("a letter (synthetic)\n")), c.Blob("letter.age", []byte("not really encrypted: 5eed (synthetic)\n"))
	delete(c.Blobs, plain.SHA256)
	plain.Cipher = &ledger.Cipher{Bytes: stored.Bytes, SHA256: stored.SHA256, SHA512: stored.SHA512, Recipients: []string{"nobody"}}
	c.Seal(ledger.Item{Kind: ledger.Keep, Class: ledger.Public, Blobs: []ledger.Blob{plain}})
	var b bytes.Buffer
	if _, err := sealed.Write(&b, c.Input(ledger.Public, policy)); err != nil {
		t.Fatal(err)
	}
	check := func(b []byte, want int) {
		t.Helper()
		r, err := verify.Run(bytes.NewReader(b), int64(len(b)), verify.Options{LogKey: l.Key.VKey})
		if err != nil || r.Exit != want {
			t.Errorf("exit %d, want %d: %v", r.Exit, want, r.Checks)
		}
	}
	check(b.Bytes(), verify.ExitPass)
	c.Seal(ledger.Item{Kind: ledger.Change, Edit: &ledger.Edit{Path: "more.yaml"}, Blobs: []ledger.Blob{plain}})
	_, err := sealed.Write(&bytes.Buffer{}, c.Input(ledger.Public, policy))
	if err == nil || !strings.Contains(err.Error(), "more.yaml at position 16 is stored encrypted") {
		t.Error(err)
	}
}

// What was erased is withheld, whether the vault still has its item or not.
func TestErased(t *testing.T) {
	l := toylog.NewLog("example.org/toy", "reference")
	c := toylog.Sample(l)
	in := c.Input(ledger.Public, policy)
	var with, without bytes.Buffer
	made, err := sealed.Write(&with, in)
	if err != nil || made.Withheld[ledger.Erased] != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	for i, r := range c.Records {
		if o, err := r.Check(); err == nil && o.Item.Source == "burnt" {
			c.Records[i] = *r.Withhold(ledger.Erased)
			delete(c.Blobs, o.Item.Blobs[0].SHA256)
		}
	}
	if _, err := sealed.Write(&without, c.Input(ledger.Public, policy)); err != nil || !bytes.Equal(with.Bytes(), without.Bytes()) {
		t.Errorf("another exhibit: %v", err)
	}
}
