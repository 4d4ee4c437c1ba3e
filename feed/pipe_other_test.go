//go:build !unix

package feed

import "errors"

func makePipe(string) error { return errors.ErrUnsupported }
