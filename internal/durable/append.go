package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Append writes b to the end of a file, with permissions 0644, and makes it if it
// is not there. After an error, or a crash, the file may end in a part of b: a
// reader must be able to tell a part from the whole.
func Append(name string, b []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("append to %s: %w", name, err)
		}
	}()
	_, stat := os.Lstat(name)
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := Around("write", name, func() error { _, err := f.Write(b); return err }); err != nil {
		return err
	}
	if err := Around("sync", name, f.Sync); err != nil {
		return err
	}
	if errors.Is(stat, fs.ErrNotExist) {
		return SyncDir(filepath.Dir(name))
	}
	return nil
}

// Truncate cuts a file to its first n bytes.
func Truncate(name string, n int64) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Truncate(n); err != nil {
		return fmt.Errorf("cut %s: %w", name, err)
	}
	return f.Sync()
}
