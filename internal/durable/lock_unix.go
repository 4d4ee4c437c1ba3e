//go:build unix

package durable

import (
	"errors"
	"os"
	"syscall"
)

// ErrLocked is the error of Lock where another program has the lock.
var ErrLocked = errors.New("another program has it")

// Lock makes the file if it is not there, and holds a lock on it that ends with
// unlock or with the program. Its error is ErrLocked if another has the lock.
func Lock(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrLocked
		}
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}
