//go:build !unix

package durable

import (
	"errors"
	"os"
)

// ErrLocked is the error of Lock where another program has the lock.
var ErrLocked = errors.New("another program has it")

// Lock makes the file if it is not there, and holds it until unlock. BUG: on
// systems other than Unix it does not keep another program out.
func Lock(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}
