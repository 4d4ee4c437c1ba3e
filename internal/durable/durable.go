// Package durable writes files that survive a crash: after a write has returned
// without an error, the file is there and whole, and before that it is as it
// was. A crash can leave a temporary file, whose name begins with a full stop
// and ends in TempSuffix; nothing ever reads it.
//
// The way is the usual one: a temporary file in the same folder, fsync, a link
// or rename to its name, fsync of the folder. It rests on a local file system
// that keeps those promises. Network file systems often do not.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// TempSuffix ends the name of a temporary file.
const TempSuffix = ".tmp"

// step is called before each step of a write, with its name. Tests make it fail,
// or end the program.
var step = func(name string) error { return nil }

// WriteFile writes b to the file name, with permissions 0644, in place of what
// may be there. After an error the file is either as it was or whole with the
// new bytes.
func WriteFile(name string, b []byte) error { return write(name, b, rename) }

// Create writes b to a new file, with permissions 0444, since what is created
// is not meant to change. If there is one of that name already, its error is
// fs.ErrExist and the file is untouched. Two that create one name at the same
// time cannot both succeed.
func Create(name string, b []byte) error { return write(name, b, link) }

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
	if err := fill(f, b); err != nil {
		_ = f.Close()
		return err
	}
	if errors.Is(stat, fs.ErrNotExist) {
		return syncDir(filepath.Dir(name))
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

// write writes b to a temporary file and gives it its name by put.
func write(name string, b []byte, put func(temp, name string) error) (err error) {
	dir := filepath.Dir(name)
	temp, err := os.CreateTemp(dir, "."+filepath.Base(name)+".*"+TempSuffix)
	if err != nil {
		return err
	}
	defer func() {
		_ = temp.Close()
		_ = os.Remove(temp.Name())
		if err != nil {
			err = fmt.Errorf("write %s: %w", name, err)
		}
	}()
	if err := fill(temp, b); err != nil {
		return err
	}
	if err := step("name"); err != nil {
		return err
	}
	if err := put(temp.Name(), name); err != nil {
		return err
	}
	return syncDir(dir)
}

// fill writes b to the file, waits until the disk has it, and closes the file.
func fill(temp *os.File, b []byte) error {
	if err := step("write"); err != nil {
		return err
	}
	if _, err := temp.Write(b); err != nil {
		return err
	}
	if err := step("sync"); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	return temp.Close()
}

// rename gives a file its name, in place of what has it.
func rename(temp, name string) error {
	if err := os.Chmod(temp, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, name)
}

// link gives a file its name unless that is taken, which rename would not tell.
func link(temp, name string) error {
	if err := os.Chmod(temp, 0o444); err != nil {
		return err
	}
	err := os.Link(temp, name)
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	return err
}

// MkdirAll makes a folder and those above it that are missing, and waits until
// the disk has each.
func MkdirAll(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if up := filepath.Dir(dir); up != dir {
		if err := MkdirAll(up); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		if info, stat := os.Stat(dir); stat == nil && info.IsDir() {
			return nil // another made it meanwhile
		}
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// syncDir waits until the disk has the names in a folder. Windows has no such
// call; its file system writes names in order.
func syncDir(dir string) error {
	if err := step("sync folder"); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
