package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/holdshort/holdshort/vault"
)

// An exhibit that may have only so many checkpoints has those by which one key leads
// to the next, and then the largest; none that covers nothing of the case.
func TestEarlierOf(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "case")
	must := func(args ...string) {
		t.Helper()
		if code, out, errs := program(args...); code != 0 {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	must("init", dir)
	for n := range 8 { // each checkpoint is kept, as a witness's would be
		must("seal", dir, "--heartbeat")
		if n == 1 || n == 3 {
			must("rotate", dir, "--by", "keeper", "--why", "for a test")
		}
		b, err := os.ReadFile(filepath.Join(dir, "vault", "log", "checkpoint"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := vault.Read(filepath.Join(dir, "vault"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "vault", "private", "witnessed", strconv.FormatUint(c.Checkpoint.Size, 10)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := (&vaultFlags{}).read(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Log.Witnessed()
	if err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int][]uint64{99: {3, 5, 6, 8, 9, 10, 11, 12}, 8: {3, 5, 6, 8, 9, 10, 11, 12}, 7: {5, 6, 8, 9, 10, 11, 12}, 6: {5, 8, 9, 10, 11, 12}, 4: {5, 8, 11, 12}, 3: {5, 8, 12}} {
		var got []uint64
		for _, w := range earlierOf(c, all, most) {
			got = append(got, w.Checkpoint.Size)
		}
		if !slices.Equal(got, want) {
			t.Errorf("at most %d: %v, want %v", most, got, want)
		}
	}
}
