package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
)

// spool is bytes in a temporary file, which its owner alone may read and which is
// gone after end.
type spool struct{ *os.File }

func newSpool() (spool, error) {
	f, err := os.CreateTemp("", "holdshort-keep-*")
	return spool{f}, err
}

func (s spool) end() {
	_ = s.Close()
	_ = os.Remove(s.Name())
}

// fetched is what is at an address, with the manifest of how it came and what to
// call at the end. It is in a temporary file, unless it is to be encrypted: then
// it never touches the disk.
func (k *keeping) fetched(ctx context.Context, address string) (from io.ReadSeeker, manifest json.RawMessage, end func(), err error) {
	if len(k.encrypt) > 0 {
		body, manifest, err := fetchAddress(ctx, address, nil)
		return bytes.NewReader(body), manifest, func() {}, err
	}
	s, err := newSpool()
	if err != nil {
		return nil, nil, func() {}, err
	}
	if _, manifest, err = fetchAddress(ctx, address, s.File); err == nil {
		_, err = s.Seek(0, io.SeekStart)
	}
	return s.File, manifest, s.end, err
}

// settled is what a file holds at one moment, though it may be written to, and
// what to call at the end.
func (k *keeping) settled(file io.Reader) (from io.ReadSeeker, end func(), err error) {
	if len(k.encrypt) > 0 {
		b, err := io.ReadAll(file)
		return bytes.NewReader(b), func() {}, err
	}
	s, err := newSpool()
	if err != nil {
		return nil, func() {}, err
	}
	if _, err = io.Copy(s, file); err == nil {
		_, err = s.Seek(0, io.SeekStart)
	}
	return s.File, s.end, err
}

// digested is the SHA-256 of bytes in hexadecimal, which can be read again after.
func digested(from io.ReadSeeker) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, from); err != nil {
		return "", err
	}
	_, err := from.Seek(0, io.SeekStart)
	return hex.EncodeToString(h.Sum(nil)), err
}
