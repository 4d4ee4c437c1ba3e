package durable

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestAppend(t *testing.T) {
	defer func(f func(string, string, func() error) error) { Around = f }(Around)
	name := filepath.Join(t.TempDir(), "x")
	for range 3 {
		if err := Append(name, before); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, name); !bytes.Equal(got, bytes.Repeat(before, 3)) {
		t.Errorf("%q", got)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	// What was there stays, whichever step fails.
	boom := errors.New("the disk is gone")
	for _, bad := range []string{"write", "sync"} {
		Around = func(step, _ string, do func() error) error {
			if step == bad {
				return boom
			}
			return do()
		}
		if err := Append(name, after); !errors.Is(err, boom) {
			t.Errorf("%s: %v", bad, err)
		}
		if got := read(t, name); !bytes.HasPrefix(got, bytes.Repeat(before, 3)) {
			t.Errorf("%s: %q", bad, got)
		}
	}
	Around = func(_, _ string, do func() error) error { return do() }
	if err := Truncate(name, int64(len(before))); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name); !bytes.Equal(got, before) {
		t.Errorf("%q", got)
	}
	if err := Append(filepath.Join(name, "y"), before); err == nil {
		t.Error("a file was taken for a folder")
	}
	if err := Truncate(filepath.Join(name, "y"), 0); err == nil {
		t.Error("a file was taken for a folder")
	}
}
