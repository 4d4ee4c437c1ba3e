package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	before = []byte("what was there")
	after  = bytes.Repeat([]byte("what is written "), 10_000)
)

// steps are those of one write, in order.
var steps = []string{"write", "sync", "name", "sync folder"}

func TestWriteFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	for _, b := range [][]byte{before, after, nil} {
		if err := WriteFile(name, b); err != nil {
			t.Fatal(err)
		}
		if got := read(t, name); !bytes.Equal(got, b) {
			t.Errorf("%d bytes", len(got))
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	only(t, name)
}

func TestCreate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	if err := Create(name, before); err != nil {
		t.Fatal(err)
	}
	if err := Create(name, after); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), name) {
		t.Errorf("over another: %v", err)
	}
	if got := read(t, name); !bytes.Equal(got, before) {
		t.Errorf("%d bytes", len(got))
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	only(t, name)
}

// Each step is made to fail. Up to the naming the file is as it was; after it the
// file is whole, though the write says that it failed.
func TestFailedSteps(t *testing.T) {
	defer func(a func(string, string, func() error) error) { Around = a }(Around)
	for i, bad := range steps {
		dir := t.TempDir()
		name, fresh := filepath.Join(dir, "old"), filepath.Join(dir, "new")
		Around = func(_, _ string, do func() error) error { return do() }
		if err := WriteFile(name, before); err != nil {
			t.Fatal(err)
		}
		boom := errors.New("the disk is gone")
		Around = func(s, _ string, do func() error) error {
			if s == bad {
				return boom
			}
			return do()
		}
		if err := WriteFile(name, after); !errors.Is(err, boom) {
			t.Errorf("%s: %v", bad, err)
		}
		if err := Create(fresh, after); !errors.Is(err, boom) {
			t.Errorf("%s: %v", bad, err)
		}
		named := i > slices.Index(steps, "name")
		if got := read(t, name); !bytes.Equal(got, before) && !named || !bytes.Equal(got, after) && named {
			t.Errorf("%s: %d bytes", bad, len(got))
		}
		if got, err := os.ReadFile(fresh); named != (err == nil) || named && !bytes.Equal(got, after) {
			t.Errorf("%s: %d bytes, %v", bad, len(got), err)
		}
	}
}

// The program is ended before each step, with nothing cleared up. What has a
// name is whole; what else is left has a temporary name.
func TestCrash(t *testing.T) {
	if at := os.Getenv("DURABLE_CRASH"); at != "" {
		crashAt(at)
		return
	}
	for i, at := range steps {
		for op, was := range map[string][]byte{"replace": before, "create": nil} {
			name := filepath.Join(t.TempDir(), "x")
			if was != nil {
				if err := os.WriteFile(name, was, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(os.Args[0], "-test.run=^TestCrash$")
			cmd.Env = append(os.Environ(), "DURABLE_CRASH="+op+"|"+at+"|"+name)
			var exit *exec.ExitError
			if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != crashed {
				t.Fatalf("%s at %s: %v", op, at, err)
			}
			want := was
			if i > slices.Index(steps, "name") {
				want = after
			}
			got, err := os.ReadFile(name)
			if !bytes.Equal(got, want) || (err == nil) != (want != nil) {
				t.Errorf("%s at %s: %d bytes, %v", op, at, len(got), err)
			}
			entries, err := os.ReadDir(filepath.Dir(name))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if n := e.Name(); n != "x" && !(strings.HasPrefix(n, ".") && strings.HasSuffix(n, TempSuffix)) {
					t.Errorf("%s at %s left %q", op, at, n)
				}
			}
		}
	}
}

const crashed = 9

// crashAt does what "replace|STEP|FILE" or "create|STEP|FILE" says and ends the
// program before the step.
func crashAt(what string) {
	op, rest, _ := strings.Cut(what, "|")
	at, name, _ := strings.Cut(rest, "|")
	Around = func(s, _ string, do func() error) error {
		if s == at {
			os.Exit(crashed)
		}
		return do()
	}
	if op == "create" {
		_ = Create(name, after)
	} else {
		_ = WriteFile(name, after)
	}
}

func TestMkdirAll(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b", "c")
	for range 2 {
		if err := MkdirAll(deep); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(deep); err != nil || !info.IsDir() {
		t.Errorf("%v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{file, filepath.Join(file, "x")} {
		if err := MkdirAll(bad); err == nil {
			t.Errorf("a folder was made at %s", bad)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// only checks that nothing but the file is in its folder.
func only(t *testing.T, name string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
