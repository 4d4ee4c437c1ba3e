package archive_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/holdshort/holdshort/archive"
	"github.com/holdshort/holdshort/archive/archivetest"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// holds are the positions of an archive, which must be whole.
func holds(t *testing.T, dir string) []track.Point {
	t.Helper()
	c, err := archive.Check(t.Context(), dir)
	if errors.Is(err, archive.ErrNone) {
		return nil
	}
	if err != nil || len(c.Problems) > 0 {
		t.Fatalf("%v, %v", err, c)
	}
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []track.Point
	for p, err := range a.History(t.Context(), archive.Query{Between: span.Of(0, 4_000_000_000_000)}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// Each step of each write fails once before it took effect and once after, by a
// full disk. The archive is then what it was or has all that came, is whole, and
// takes the same again.
func TestFaults(t *testing.T) {
	points := archivetest.Points(5, 6, 40)
	first, second := points[:100], points[100:]
	failed := 0
	defer func(around func(string, string, func() error) error) { durable.Around = around }(durable.Around)
	for _, after := range []bool{false, true} {
		for at := 0; ; at++ {
			dir := t.TempDir()
			put(t, dir, first, 1, 0)
			n := 0
			durable.Around = func(step, name string, do func() error) error {
				if n++; n != at+1 {
					return do()
				}
				if after {
					_ = do()
				}
				return &fs.PathError{Op: step, Path: name, Err: syscall.ENOSPC}
			}
			err := archive.Put(t.Context(), dir, second, 0, 1, 0)
			durable.Around = func(_, _ string, do func() error) error { return do() }
			if n <= at {
				break // it has no such step
			}
			failed++
			if err == nil || !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("step %d failed, and the error is %v", at, err)
			}
			if have := len(holds(t, dir)); have != len(first) && have != len(points) {
				t.Fatalf("after step %d failed the archive holds %d positions, neither %d nor %d", at, have, len(first), len(points))
			} else if have == len(first) {
				put(t, dir, second, 1, 0)
			}
			if have := len(holds(t, dir)); have != len(points) {
				t.Fatalf("after step %d failed and all came again the archive holds %d positions, not %d", at, have, len(points))
			}
		}
	}
	t.Logf("%d failures", failed)
	if failed < 40 {
		t.Errorf("only %d steps failed", failed)
	}
}

// TestHelper is the process that TestKilled kills.
func TestHelper(t *testing.T) {
	dir := os.Getenv("HOLDSHORT_ARCHIVE")
	if dir == "" {
		t.Skip("it is run by TestKilled")
	}
	points := archivetest.Points(6, 12, 200)
	for n := range 100 {
		if err := archive.Put(t.Context(), dir, points, n, 100, 5); err != nil {
			t.Fatal(err)
		}
		fmt.Println("added", n)
		if n%3 == 2 {
			if _, err := archive.Compact(t.Context(), dir); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A process is killed at any moment while it adds and compacts. What it had said
// is added is there, and nothing half.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	points := archivetest.Points(6, 12, 200)
	r := rand.New(rand.NewPCG(1, 1))
	acknowledged := 0
	for range 12 {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run=^TestHelper$", "-test.v")
		cmd.Env = append(os.Environ(), "HOLDSHORT_ARCHIVE="+dir)
		var said strings.Builder
		cmd.Stdout = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(100+r.IntN(1200)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		added := strings.Count(said.String(), "added")
		acknowledged += added
		have := len(holds(t, dir))
		if per := len(points) / 100; have != added*per && have != (added+1)*per {
			t.Fatalf("%d changes of %d positions were acknowledged, and the archive holds %d", added, per, have)
		}
		if err := archive.Put(t.Context(), dir, archivetest.Points(7, 2, 10), 0, 1, 0); err != nil {
			t.Fatal(err)
		}
		if c, err := archive.Check(t.Context(), dir); err != nil || len(c.Problems)+len(c.Unlisted) > 0 {
			t.Fatalf("after the next change: %v, %+v", err, c)
		}
	}
	t.Logf("%d changes were acknowledged", acknowledged)
	if acknowledged == 0 {
		t.Error("every process was killed before it had added anything")
	}
}

// While one process changes an archive another cannot, and is told so.
func TestTwo(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, archivetest.Points(8, 2, 20), 1, 0)
	a, err := archive.Begin(t.Context(), dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	var locked *durable.LockedError
	if _, err := archive.Begin(ctx, dir, archive.Options{}); !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Errorf("a second change: %v", err)
	}
	if _, err := archive.Compact(ctx, dir); !errors.As(err, &locked) {
		t.Errorf("compacting: %v", err)
	}
	if n := len(holds(t, dir)); n != 40 {
		t.Errorf("a reader meanwhile found %d positions", n)
	}
	a.Abort()
	if _, err := archive.Compact(t.Context(), dir); err != nil {
		t.Error(err)
	}
}

// Compacting changes no answer.
func TestCompact(t *testing.T) {
	points := archivetest.Points(4, 40, 100)
	dir := t.TempDir()
	before := put(t, dir, points, 4, 0)
	r := rand.New(rand.NewPCG(3, 3))
	var asked []archive.Ask
	var found [][]archive.Presence
	for range 60 {
		q := askAbout(r, points)
		got, err := before.Who(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		asked, found = append(asked, q), append(found, got)
	}
	was := holds(t, dir)
	n, err := archive.Compact(t.Context(), dir)
	if err != nil || n.Before <= n.After || n.After == 0 {
		t.Fatalf("%+v, %v", n, err)
	}
	if is := holds(t, dir); len(is) != len(was) {
		t.Fatalf("%d positions, were %d", len(is), len(was))
	} else {
		for i := range is {
			if !archivetest.Same(&is[i], &was[i]) {
				t.Fatalf("position %d changed", i)
			}
		}
	}
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range asked {
		got, err := a.Who(t.Context(), q)
		if err != nil || len(got) != len(found[i]) {
			t.Fatalf("%d answers, were %d; %v", len(got), len(found[i]), err)
		}
		for k := range got {
			g, w := got[k], found[i][k]
			if g.In != w.In || g.Contradicted != w.Contradicted || archive.WhomOf(&g.Who) != archive.WhomOf(&w.Who) || !samePlace(g.Before, w.Before) || !samePlace(g.After, w.After) {
				t.Fatalf("an answer changed from\n%+v to\n%+v", w, g)
			}
		}
	}
}

// Every altered file is noticed, and none makes a reader panic.
func TestAltered(t *testing.T) {
	dir := t.TempDir()
	a := put(t, dir, archivetest.Points(9, 5, 60), 1, 0)
	r := rand.New(rand.NewPCG(5, 5))
	tried := 0
	for _, f := range a.Manifest().Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		alter := func(b []byte) {
			tried++
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if c, err := archive.Check(t.Context(), dir); err != nil || len(c.Problems) == 0 {
				t.Errorf("%s altered, and no problem is found: %v", f.Name, err)
			}
			for _, err := range a.History(t.Context(), archive.Query{Between: span.Of(0, 4_000_000_000_000)}) {
				if err != nil {
					break
				}
			}
		}
		for range 25 {
			b := append([]byte(nil), good...)
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			alter(b)
		}
		alter(good[:len(good)/2])
		alter(nil)
		if err := os.WriteFile(name, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := archive.Check(t.Context(), dir); err != nil || len(c.Problems) > 0 || tried < 50 {
		t.Errorf("put back: %v, %+v after %d alterations", err, c, tried)
	}
}

// A folder that cannot be written is a clear error, and is read all the same.
func TestReadOnly(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root writes everywhere")
	}
	dir := t.TempDir()
	put(t, dir, archivetest.Points(10, 2, 20), 1, 0)
	for _, name := range []string{"fixes", "adds", "."} {
		if err := os.Chmod(filepath.Join(dir, name), 0o500); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(filepath.Join(dir, name), 0o700)
	}
	if err := archive.Put(t.Context(), dir, archivetest.Points(11, 2, 20), 0, 1, 0); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("adding: %v", err)
	}
	if n := len(holds(t, dir)); n != 40 {
		t.Errorf("%d positions", n)
	}
}
