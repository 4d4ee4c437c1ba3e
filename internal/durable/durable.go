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

// Around is called with each step of a write, its name and the file it is for,
// and does it. Tests make a step fail before or after it took effect, or end the
// program there. It is set before anything is written, never during, and is called
// by several goroutines at once where files are written side by side.
var Around = func(step, name string, do func() error) error { return do() }

// WriteFile writes b to the file name, with permissions 0644, in place of what
// may be there. After an error the file is either as it was or whole with the
// new bytes.
func WriteFile(name string, b []byte) error { return write(name, b, 0o644, (*Writer).Replace) }

// WritePrivate is WriteFile with permissions 0600.
func WritePrivate(name string, b []byte) error { return write(name, b, 0o600, (*Writer).Replace) }

// Create writes b to a new file, with permissions 0444, since what is created
// is not meant to change. If there is one of that name already, its error is
// fs.ErrExist and the file is untouched. Two that create one name at the same
// time cannot both succeed.
func Create(name string, b []byte) error { return write(name, b, 0o444, (*Writer).Create) }

// CreatePrivate is Create with permissions 0400.
func CreatePrivate(name string, b []byte) error { return write(name, b, 0o400, (*Writer).Create) }

// write writes b to a temporary file beside name and gives it that name by put.
func write(name string, b []byte, perm fs.FileMode, put func(w *Writer, name string, perm fs.FileMode) error) error {
	w, err := NewWriter(filepath.Dir(name), "."+filepath.Base(name))
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return put(w, name, perm)
}

// Writer is a file without a name yet, for bytes that come bit by bit.
type Writer struct {
	file *os.File
}

// NewWriter makes a temporary file in dir, whose name begins with prefix, which
// should begin with a full stop. Its permissions are 0600. Close removes it
// unless it was given a name.
func NewWriter(dir, prefix string) (*Writer, error) {
	var f *os.File
	err := Around("temp", dir, func() (err error) {
		f, err = os.CreateTemp(dir, prefix+".*"+TempSuffix)
		return err
	})
	if err != nil {
		if f != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
		return nil, err
	}
	return &Writer{file: f}, nil
}

// Write adds to the file.
func (w *Writer) Write(b []byte) (n int, err error) {
	err = Around("write", w.file.Name(), func() (err error) {
		n, err = w.file.Write(b)
		return err
	})
	return n, err
}

// Create gives the file a name that nothing has yet, waits until the disk has
// it, and closes it. If the name is taken, its error is fs.ErrExist.
func (w *Writer) Create(name string, perm fs.FileMode) error { return w.put(name, perm, link) }

// Replace gives the file a name in place of what has it, waits until the disk
// has it, and closes it.
func (w *Writer) Replace(name string, perm fs.FileMode) error { return w.put(name, perm, os.Rename) }

func (w *Writer) put(name string, perm fs.FileMode, give func(temp, name string) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", name, err)
		}
	}()
	if err := w.finish(name, perm); err != nil {
		return err
	}
	if err := Around("name", name, func() error { return give(w.file.Name(), name) }); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(name))
}

// Finish waits until the disk has the bytes, and closes the file, which still has
// no name. It is the first half of Create, for files that are written side by
// side: Name and SyncDir are the rest.
func (w *Writer) Finish(perm fs.FileMode) error { return w.finish(w.file.Name(), perm) }

func (w *Writer) finish(name string, perm fs.FileMode) error {
	if err := w.file.Chmod(perm); err != nil {
		return err
	}
	if err := Around("sync", name, w.file.Sync); err != nil {
		return err
	}
	return w.file.Close()
}

// Name gives a finished file a name that nothing has yet. The disk has the name
// once SyncDir of its folder has returned. If it is taken, the error is
// fs.ErrExist.
func (w *Writer) Name(name string) error {
	err := Around("name", name, func() error { return link(w.file.Name(), name) })
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// Close removes the file unless it was given a name.
func (w *Writer) Close() {
	_ = w.file.Close()
	_ = os.Remove(w.file.Name())
}

// link gives a file its name unless that is taken, which rename would not tell.
func link(temp, name string) error {
	err := os.Link(temp, name)
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	return err
}

// Rename gives a file that is on disk the name of another in the same folder, in
// its place, and waits until the disk has done so.
func Rename(from, to string) error {
	if err := Around("name", to, func() error { return os.Rename(from, to) }); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(to))
}

// Remove removes a file, if it is there, and waits until the disk has done so.
func Remove(name string) error {
	err := Around("remove", name, func() error { return os.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return SyncDir(filepath.Dir(name))
}

// MkdirAll makes a folder and those above it that are missing, with permissions
// 0755, and waits until the disk has each.
func MkdirAll(dir string) error { return mkdirAll(dir, 0o755) }

// MkdirPrivate is MkdirAll with permissions 0700.
func MkdirPrivate(dir string) error { return mkdirAll(dir, 0o700) }

func mkdirAll(dir string, perm fs.FileMode) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if up := filepath.Dir(dir); up != dir {
		if err := mkdirAll(up, perm); err != nil {
			return err
		}
	}
	if err := Around("mkdir", dir, func() error { return os.Mkdir(dir, perm) }); err != nil {
		if info, stat := os.Stat(dir); errors.Is(err, fs.ErrExist) && stat == nil && info.IsDir() {
			return nil // another made it meanwhile
		}
		return err
	}
	return SyncDir(filepath.Dir(dir))
}

// Mkdir makes a folder with permissions 0700 in one that is there, unless it is
// there already. The disk has it once SyncDir of the one above has returned.
func Mkdir(dir string) error {
	err := Around("mkdir", dir, func() error { return os.Mkdir(dir, 0o700) })
	if info, stat := os.Stat(dir); errors.Is(err, fs.ErrExist) && stat == nil && info.IsDir() {
		return nil
	}
	return err
}

// SyncDir waits until the disk has the names in a folder. Windows has no such
// call; its file system writes names in order.
func SyncDir(dir string) error {
	return Around("sync folder", dir, func() error {
		if runtime.GOOS == "windows" {
			return nil
		}
		d, err := os.Open(dir)
		if err != nil {
			return err
		}
		defer d.Close()
		return d.Sync()
	})
}
