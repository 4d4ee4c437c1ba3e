package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/holdshort/holdshort/internal/durable"
)

// lockFolder keeps a second program that works on a folder out of it, and makes
// the folder if need be.
func lockFolder(dir string) (unlock func(), err error) {
	if err := durable.MkdirAll(dir); err != nil {
		return nil, err
	}
	now, cancel := context.WithCancel(context.Background())
	cancel() // it does not wait
	l, err := durable.Acquire(now, filepath.Join(dir, "lock"))
	var locked *durable.LockedError
	switch {
	case errors.As(err, &locked):
		return nil, &failure{exitFailed, fmt.Errorf("process %d works on %s already", locked.PID, dir), "end the other one first"}
	case err != nil:
		return nil, err
	}
	return func() { _ = l.Release() }, nil
}
