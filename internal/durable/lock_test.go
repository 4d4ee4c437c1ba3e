//go:build unix

package durable

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	unlock, err := Lock(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(name); !errors.Is(err, ErrLocked) {
		t.Errorf("taken twice: %v", err)
	}
	unlock()
	if unlock, err = Lock(name); err != nil {
		t.Fatalf("after the unlocking: %v", err)
	}
	unlock()
}
