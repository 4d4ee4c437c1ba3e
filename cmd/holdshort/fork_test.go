package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A hostile operator has two copies of one vault, with what each remembers of what
// it signed, and goes on with each in another way under one key. What he hands out
// to two sides is synthetic, and made by the verbs alone. Two exhibits show the
// fork, or one honest witness that both copies ask.
func TestForkByVerbs(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	on := func(side string, args ...string) (int, string, string) {
		t.Setenv("XDG_CONFIG_HOME", at(side+"-memory"))
		return program(args...)
	}
	must := func(side string, args ...string) {
		t.Helper()
		if code, out, errs := on(side, args...); code != 0 {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	keep := func(side, text string) {
		t.Helper()
		name := at(text)
		if err := os.WriteFile(name, []byte(text+" (synthetic)\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		must(side, "keep", at(side), name, "--class", "public")
	}
	must("one", "init", at("one"))
	must("one", "seal", at("one"), "--class", "public")
	for _, d := range []string{"one", "one-memory"} {
		if err := os.CopyFS(at(strings.Replace(d, "one", "two", 1)), os.DirFS(at(d))); err != nil {
			t.Fatal(err)
		}
	}
	c, err := (&vaultFlags{}).read(at("one"))
	if err != nil {
		t.Fatal(err)
	}
	key := c.Log.Key
	must("one", "exhibit", at("one"), "--sealed", "-o", at("before.zip"))
	keep("one", "told to one side")
	for _, text := range []string{"told to the other", "and more"} {
		keep("two", text)
	}
	must("one", "exhibit", at("one"), "--sealed", "-o", at("one.zip"))
	must("two", "exhibit", at("two"), "--sealed", "-o", at("two.zip"))
	for _, x := range []struct {
		exhibit, known string
		exit           int
	}{{"one.zip", "before.zip", 0}, {"one.zip", "two.zip", 1}, {"two.zip", "one.zip", 1}} {
		must("one", "verify", at(x.exhibit), "--log-key", key) // each by itself is whole
		code, out, errs := on("one", "verify", at(x.exhibit), "--log-key", key, "--known", at(x.known))
		if code != x.exit || strings.Contains(out, "FORK: ") != (x.exit == 1) {
			t.Errorf("%s beside %s: exit %d\n%s%s", x.exhibit, x.known, code, out, errs)
		}
	}

	if err := os.WriteFile(at("logs.txt"), []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	vkey, url := startWitness(t, dir, "honest", at("logs.txt"))
	must("one", "witness", "ask", at("one"), "--witness", vkey+"="+url)
	code, out, errs := on("two", "witness", "ask", at("two"), "--witness", vkey+"="+url)
	if code != 1 || out != "" || !strings.Contains(errs, "the log was forked") {
		t.Errorf("the witness cosigns the other history: %d\n%s%s", code, out, errs)
	}
	policy := "name court\nlog " + key + "\nwitness honest " + vkey + "\nquorum honest\n"
	if err := os.WriteFile(at("policy"), []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	must("one", "exhibit", at("one"), "--sealed", "-o", at("seen.zip"))
	must("two", "exhibit", at("two"), "--sealed", "-o", at("unseen.zip"))
	for name, want := range map[string]int{"seen.zip": 0, "unseen.zip": 2} {
		if code, out, errs := on("one", "verify", at(name), "--policy", at("policy")); code != want {
			t.Errorf("%s: exit %d, want %d\n%s%s", name, code, want, out, errs)
		}
	}
}
