package durable

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// now is a context that is done: do not wait.
func now() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	l, err := Acquire(now(), name)
	if err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	if _, err := Acquire(now(), name); !errors.As(err, &locked) || locked.PID != os.Getpid() || locked.Name != name {
		t.Errorf("a second lock: %v", err)
	}
	got := make(chan error)
	go func() {
		l, err := Acquire(context.Background(), name)
		if err == nil {
			err = l.Release()
		}
		got <- err
	}()
	select {
	case err := <-got:
		t.Errorf("it did not wait: %v", err)
	case <-time.After(3 * retry):
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("after the release: %v", err)
	}
	if _, err := Acquire(now(), filepath.Join(name, "x")); err == nil || errors.As(err, &locked) && locked.Name != name {
		t.Errorf("a lock in a file: %v", err)
	}
}

// A process that is killed leaves no lock, only its id.
func TestLockOfTheDead(t *testing.T) {
	if name := os.Getenv("DURABLE_LOCK"); name != "" {
		if _, err := Acquire(now(), name); err != nil {
			os.Exit(1)
		}
		os.Stdout.WriteString("held\n")
		_, _ = io.ReadAll(os.Stdin)
		return
	}
	name := filepath.Join(t.TempDir(), "lock")
	cmd := exec.Command(os.Args[0], "-test.run=^TestLockOfTheDead$")
	cmd.Env = append(os.Environ(), "DURABLE_LOCK="+name)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("held\n"))); err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	if _, err := Acquire(now(), name); !errors.As(err, &locked) || locked.PID != cmd.Process.Pid {
		t.Errorf("while process %d has it: %v", cmd.Process.Pid, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	l, err := Acquire(now(), name)
	if err != nil {
		t.Fatalf("after its death: %v", err)
	}
	if err := l.Release(); err != nil {
		t.Error(err)
	}
}
