package vault

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestCrashChild is not a test: it is the process that the tests below kill. It
// keeps texts and prints each acknowledgement, "position text".
func TestCrashChild(t *testing.T) {
	dir := os.Getenv("VAULT_CHILD")
	if dir == "" {
		t.Skip("it is run by TestKilled and TestSystemCalls")
	}
	if err := child(dir, os.Getenv("VAULT_CHILD_TAG"), os.Getenv("VAULT_CHILD_LOAD") != ""); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(3)
	}
	os.Exit(0)
}

func child(dir, tag string, load bool) error {
	s := &session{dir: dir, vault: filepath.Join(dir, "vault")}
	v, err := s.start()
	if err != nil {
		return err
	}
	defer v.Close()
	var mu sync.Mutex
	keep := func(text string) error {
		var ds []Draft
		for n := range 3 { // files of bytes that are written side by side
			ds = append(ds, keepText(s.chain, fmt.Sprintf("%s.%d", text, n)))
		}
		out, err := v.Seal(ds...)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		for n, o := range out {
			if _, err := fmt.Fprintf(os.Stdout, "%d %s.%d\n", o.Position, text, n); err != nil {
				return err
			}
		}
		return nil
	}
	if !load {
		for i := range 4 {
			if err := keep(fmt.Sprintf("%s-%d", tag, i)); err != nil {
				return err
			}
		}
		return nil
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; keep(fmt.Sprintf("%s-%d-%d", tag, w, i)) == nil; i++ {
			}
		})
	}
	wg.Wait()
	return errors.New("the load ended")
}

func childCommand(dir, tag string, wrap ...string) *exec.Cmd {
	args := append(wrap, os.Args[0], "-test.run=^TestCrashChild$")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "VAULT_CHILD="+dir, "VAULT_CHILD_TAG="+tag)
	return cmd
}

// acknowledged adds what a child printed to what was acknowledged before.
func (s *session) acknowledged(t *testing.T, out io.Reader) {
	t.Helper()
	in := bufio.NewScanner(out)
	for in.Scan() {
		position, text, ok := strings.Cut(in.Text(), " ")
		p, err := strconv.ParseUint(position, 10, 63)
		if !ok || err != nil {
			continue // a line that broke off, or the test binary's own
		}
		if was, ok := s.acks[p]; ok {
			t.Errorf("position %d was acknowledged for %q and for %q", p, was, text)
		}
		s.acks[p] = text
	}
}

// A process that seals under load is killed at random moments, again and again
// on one vault. Nothing that it acknowledged is lost, and the vault is whole.
func TestKilled(t *testing.T) {
	kills := 100
	if testing.Short() {
		kills = 5
	}
	s := newSession(t)
	for n := range kills {
		cmd := childCommand(s.dir, fmt.Sprint(n))
		cmd.Env = append(cmd.Env, "VAULT_CHILD_LOAD=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20+rand.IntN(180))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		s.acknowledged(t, out)
		err = cmd.Wait()
		timer.Stop()
		if cmd.ProcessState.ExitCode() != -1 {
			t.Fatalf("the child ended by itself: %v", err)
		}
		if n%10 == 9 || n == kills-1 {
			if err := s.verify(); err != nil {
				t.Fatalf("after kill %d: %v", n, err)
			}
		}
	}
	t.Logf("%d kills, %d entries acknowledged", kills, len(s.acks))
	if len(s.acks) < kills/2 {
		t.Errorf("%d entries: the process was killed before it did anything", len(s.acks))
	}
}

// Each system call on the path fails at some of its times, made to by strace.
func TestSystemCalls(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("SKIPPED: strace is not installed (make tools installs it), so no system call is made to fail")
	}
	if out, err := exec.Command(strace, "-f", "-o", "/dev/null", "true").CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: strace cannot trace here: %v %s", err, out)
	}
	times := []int{1, 2, 3, 5, 8, 13, 21, 34}
	if testing.Short() {
		times = []int{2, 9}
	}
	injected := map[string]int{}
	for _, call := range []string{"write", "fsync", "renameat", "linkat", "openat", "mkdirat", "flock", "fchmod"} {
		for _, n := range times {
			s := newSession(t)
			log := filepath.Join(t.TempDir(), "log")
			cmd := childCommand(s.dir, "x", strace, "-f", "-qq", "-o", log, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=ENOSPC:when=%d", call, n))
			var out, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &stderr
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
			err := cmd.Run()
			stop()
			cancel()
			trace, readErr := os.ReadFile(log)
			if readErr != nil {
				t.Fatal(readErr)
			}
			if !bytes.Contains(trace, []byte("(INJECTED)")) {
				break // the call is not made so often
			}
			injected[call]++
			s.acknowledged(t, &out)
			if err := s.verify(); err != nil {
				t.Errorf("%s number %d: %v", call, n, err)
			}
			if err != nil && !strings.Contains(stderr.String(), "no space left on device") {
				t.Logf("%s number %d: the child says %.200q", call, n, stderr.String())
			}
		}
	}
	t.Logf("injected: %v", injected)
	for _, call := range []string{"write", "fsync", "linkat", "openat", "mkdirat", "flock"} {
		if injected[call] == 0 {
			t.Errorf("%s was never made to fail", call)
		}
	}
}

// A full disk gives one clear error and an unharmed vault, which goes on when
// there is room.
func TestDiskFull(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can mount a small disk to fill")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: a small disk cannot be mounted: %v %s", err, out)
	}
	defer func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	}()
	s := newSession(t)
	s.dir, s.vault = filepath.Join(dir, "case"), filepath.Join(dir, "case", "vault")
	v, err := s.start()
	if err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(dir, "ballast")
	full := 0
	for n := 1; n <= 60; n++ {
		// Less and less room is left, down to none.
		if err := os.WriteFile(ballast, make([]byte, n*16<<10), 0o600); err != nil {
			_ = os.WriteFile(ballast, nil, 0o600)
			fill(t, ballast)
		}
		text := strings.Repeat("x", 3000) + fmt.Sprint(n)
		out, err := v.Seal(keepText(s.chain, text))
		switch {
		case err == nil:
			s.acks[out[0].Position] = text
		case strings.Contains(err.Error(), "no space left on device"):
			full++
		default:
			t.Errorf("item %d: %v", n, err)
		}
	}
	if full == 0 || len(s.acks) == 0 {
		t.Errorf("%d items kept, %d refused", len(s.acks), full)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	out, err := v.Seal(keepText(s.chain, "room again"))
	if err != nil {
		t.Fatalf("when there is room again: %v", err)
	}
	s.acks[out[0].Position] = "room again"
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.compare(); err != nil {
		t.Error(err)
	}
}

// fill writes until there is no room.
func fill(t *testing.T, name string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			return
		}
	}
}
