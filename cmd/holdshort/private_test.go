package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"
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

// guesses are the digests of bytes as they could stand in a file, by which whoever
// guesses the bytes could tell that they are right.
func guesses(b []byte) [][]byte {
	var out [][]byte
	s256, s512 := sha256.Sum256(b), sha512.Sum512(b)
	for _, sum := range [][]byte{s256[:], s512[:]} {
		out = append(out, sum, []byte(hex.EncodeToString(sum)), []byte(strings.ToUpper(hex.EncodeToString(sum))),
			[]byte(base64.RawStdEncoding.EncodeToString(sum)), []byte(base64.RawURLEncoding.EncodeToString(sum)))
	}
	return out
}

// unguessable checks that a file has no digest of others: unguessable FILE OTHER...
func unguessable(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: unguessable file others...")
	}
	in := []byte(ts.ReadFile(args[0]))
	for _, name := range args[1:] {
		for _, g := range guesses([]byte(ts.ReadFile(name))) {
			if bytes.Contains(in, g) {
				ts.Fatalf("%s has the digest %q of %s", args[0], g, name)
			}
		}
	}
}

// A synthetic name, nobody's, is in records that are sealed, unmarked, encrypted
// and erased, and in what is said of those that are public: as the name of a file,
// a reason, an authority, a pseudonym, whom an exhibit is for and in the bytes. No
// byte of the public exhibit has it, nor the digest of bytes that are withheld; that
// for the audience sealed has it.
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
	must("release", at("case"), "7", "--class", "sealed", "--by", name, "--why", "it names "+name)
	put("case/people/"+name+".txt", "synthetic, "+name+"\n")
	must("seal", at("case"), "--class", "source-protecting", "--by", name, "--why", "for "+name)
	// What is public goes out encrypted, without what it is in the clear.
	keep(name+"-encrypted.csv", append([]string{"--class", "public"}, keys...)...)
	// A file that named somebody: that version is withheld, the next erased, the one
	// after them public. Of another, no version is left.
	must("release", at("case"), "--files", "case.yaml", "--files", "*.yaml", "--files", name+".yaml", "--class", "public", "--by", name, "--why", "filed for "+name)
	put("case/lists.yaml", "# "+name+", a draft\n")
	put("case/"+name+".yaml", "# gone\n")
	must("seal", at("case"), "--by", name)
	put("case/lists.yaml", "# "+name+", another draft\n")
	if err := os.Remove(at("case/" + name + ".yaml")); err != nil {
		t.Fatal(err)
	}
	must("seal", at("case"), "--by", name)
	erased := []string{"--by", name, "--reason", name, "--authority", name}
	for _, p := range positionsOf(t, at("case"), name+".yaml (new)", "lists.yaml (changed)") {
		must(append([]string{"erase", at("case"), p}, erased...)...)
	}
	for _, p := range positionsOf(t, at("case"), "lists.yaml (new)") {
		must("release", at("case"), p, "--class", "sealed", "--by", name, "--why", name)
	}
	put("case/lists.yaml", "lists: [{id: more, items: [flight]}]\n")
	withheld = withheld[:len(withheld)-1] // that one is public
	must("seal", at("case"), "--by", name, "--why", name)
	// One private part is marked, for other eyes than everybody's.
	must("release", at("case"), "0", "8", "--private", "--class", "sealed", "--by", name, "--why", name)
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
		for _, g := range guesses(b) {
			if bytes.Contains(public, g) {
				t.Errorf("the public exhibit has the digest %q of %q", g, b)
			}
		}
	}
	if !bytes.Contains(sealed, []byte("it names "+name)) {
		t.Error("the exhibit for the audience sealed does not show the private part that was marked for it")
	}
	if !bytes.Contains(public, []byte("lists: [{id: more")) {
		t.Error("the public exhibit does not have the version that is public")
	}
	if code, out, errs := program("verify", at("public.zip")); code != 2 || strings.Contains(out+errs, name) {
		t.Errorf("verify: %d\n%s%s", code, out, errs)
	}
}

// positionsOf are the positions of entries that a list shows as one of what.
func positionsOf(t *testing.T, dir string, what ...string) (out []string) {
	t.Helper()
	c, err := (&vaultFlags{}).read(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.View(0).Entries {
		if slices.Contains(what, l.What) {
			out = append(out, strconv.FormatUint(l.Position, 10))
		}
	}
	if len(out) != len(what) {
		t.Fatalf("%v are entries %v", what, out)
	}
	return out
}
