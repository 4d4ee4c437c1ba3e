package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// forms are ways in which a word could stand in a file: as it is, in hex, and in
// base64 at each of three offsets.
func forms(word string) [][]byte {
	out := [][]byte{[]byte(word), []byte(hex.EncodeToString([]byte(word)))}
	for n := range 3 {
		s := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat(" ", n) + word))
		out = append(out, []byte(s[4:len(s)-4])) // without what its neighbours change
	}
	return out
}

// A synthetic name, nobody's, is in records that are sealed, unmarked, encrypted
// and erased: as the name of a file, a reason, a pseudonym, whom an exhibit is for
// and in the bytes. No byte of the public exhibit has it, nor the digest of bytes
// that are withheld; that for the audience sealed has it.
func TestPublicExhibitHasNoName(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	const name = "Synthia-Madeup" // a synthetic name: nobody's
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	var withheld [][]byte
	put := func(file, text string) string {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(at(file)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		withheld = append(withheld, []byte(text))
		return at(file)
	}
	must := func(args ...string) {
		t.Helper()
		if code, out, errs := program(args...); code != 0 {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	var keys []string
	for range 2 {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, "--encrypt-to", id.Recipient().String())
	}
	must("init", at("case"))
	said := []string{"--by", name, "--why", "for " + name}
	keep := func(file string, more ...string) {
		t.Helper()
		must(append(append([]string{"keep", at("case"), put(file, "synthetic, on "+name+", "+file+"\n")}, said...), more...)...)
	}
	keep(name+".txt", "--class", "sealed")                                                                             // 1, after the first entry
	must("seal", at("case"), "--by", "clerk", "--why", "as filed")                                                     // 2
	keep(name + "-unmarked.txt")                                                                                       // 3
	keep(name+"-annex.csv", append([]string{"--annex"}, keys...)...)                                                   // 4
	keep(name+"-party.txt", "--class", "party-only")                                                                   // 5
	keep(name+"-erased.txt", "--class", "public")                                                                      // 6
	keep(name+"-withdrawn.txt", "--class", "public")                                                                   // 7
	must("erase", at("case"), "6", "--by", name, "--reason", "it names "+name, "--authority", "the court (synthetic)") // 8
	// The first entry and a tombstone are public unless marked.
	must("release", at("case"), "0", "8", "--class", "sealed", "--by", name, "--why", "so do these")
	must("release", at("case"), "7", "--class", "sealed", "--by", name, "--why", "it names "+name)
	put("case/people/"+name+".txt", "synthetic, "+name+"\n")
	must("seal", at("case"), "--class", "source-protecting", "--by", name, "--why", "for "+name)
	must("release", at("case"), "--files", "case.yaml", "--class", "public", "--by", "clerk", "--why", "filed")
	// An exhibit is sealed itself, with whom it is for, and the next must not show it.
	must("exhibit", at("case"), "--sealed", "-o", at("party.zip"), "--audience", "sealed", "--to", name, "--by", name, "--why", "for "+name)
	must("exhibit", at("case"), "--sealed", "-o", at("public.zip"), "--by", name, "--why", "for "+name)

	read := func(file string) []byte {
		t.Helper()
		b, err := os.ReadFile(at(file))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	public, sealed := read("public.zip"), read("party.zip")
	if !bytes.Contains(sealed, []byte(name)) {
		t.Error("the exhibit for the audience sealed has no name, so that this test shows nothing")
	}
	for _, form := range forms(name) {
		if i := bytes.Index(public, form); i >= 0 {
			t.Errorf("byte %d of the public exhibit: %q", i, public[max(0, i-200):min(len(public), i+80)])
		}
	}
	for _, b := range withheld {
		s256, s512 := sha256.Sum256(b), sha512.Sum512(b)
		for _, sum := range [][]byte{s256[:], s512[:]} {
			if bytes.Contains(public, []byte(hex.EncodeToString(sum))) || bytes.Contains(public, sum) {
				t.Errorf("the public exhibit has the digest %x of %q", sum, b)
			}
		}
	}
	if code, out, errs := program("verify", at("public.zip")); code != 2 || strings.Contains(out+errs, name) {
		t.Errorf("verify: %d\n%s%s", code, out, errs)
	}
}
