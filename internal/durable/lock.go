package durable

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// Lock is one process's hold on a file, which ends with the process whatever
// happens to it.
type Lock struct{ file *os.File }

// LockedError is that another process has the lock.
type LockedError struct {
	Name string
	PID  int // 0 if it did not say
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("%s is held by another process", e.Name)
	}
	return fmt.Sprintf("%s is held by process %d", e.Name, e.PID)
}

// retry is how often a waiting process tries again.
const retry = 50 * time.Millisecond

// Acquire takes the lock on the file name, which it makes with permissions 0600
// if it is not there, and writes the process's id into it. If another process
// has it, Acquire tries until ctx is done, and then returns a *LockedError. A
// network file system may let two processes have one lock.
func Acquire(ctx context.Context, name string) (*Lock, error) {
	var f *os.File
	err := Around("lock", name, func() (err error) {
		f, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
		return err
	})
	if err != nil {
		if f != nil {
			_ = f.Close()
		}
		return nil, err
	}
	for {
		held, err := lockFile(f)
		switch {
		case err != nil:
			_ = f.Close()
			return nil, fmt.Errorf("lock %s: %w", name, err)
		case !held:
			sign(f)
			return &Lock{f}, nil
		}
		select {
		case <-ctx.Done():
			defer f.Close()
			return nil, &LockedError{name, holder(f)}
		case <-time.After(retry):
		}
	}
}

// sign writes this process's id into the file, for others to read. The lock is
// held even if it cannot.
func sign(f *os.File) {
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
}

// holder is the process that has signed the file.
func holder(f *os.File) int {
	b, err := io.ReadAll(io.LimitReader(io.NewSectionReader(f, 0, 20), 20))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return pid
}

// Release lets others have the lock.
func (l *Lock) Release() error {
	_ = l.file.Truncate(0)
	return l.file.Close()
}
