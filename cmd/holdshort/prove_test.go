package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A proof has the cosignatures that were got, so that it meets a policy which asks
// for witnesses; without them it is intact and below it.
func TestProofCosigned(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must := func(args ...string) {
		t.Helper()
		if code, out, errs := program(args...); code != 0 {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	must("init", at("case"))
	must("seal", at("case"))
	vkey, url := startWitness(t, dir, "one", filepath.Join(at("case"), "vault", "log", "key"))
	key, err := os.ReadFile(filepath.Join(at("case"), "vault", "log", "key"))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("log %s\nwitness one %s\nquorum one\n", strings.TrimSpace(string(key)), vkey)
	if err := os.WriteFile(at("policy"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	must("prove", at("case"), "1", "-o", at("before"))
	must("witness", "ask", at("case"), "--witness", vkey+"="+url)
	must("prove", at("case"), "1", "-o", at("after"))
	for name, want := range map[string]int{"before": 2, "after": 0} {
		if code, out, errs := program("verify", at(name), "--policy", at("policy")); code != want {
			t.Errorf("%s: %d\n%s%s", name, code, out, errs)
		}
	}
}
