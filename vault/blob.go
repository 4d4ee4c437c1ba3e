package vault

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"github.com/holdshort/holdshort/ledger"
)

// Content is bytes to keep.
type Content struct {
	Name  string    // as it came, without a folder
	Media string    // media type, if it is known
	From  io.Reader // read to its end, while others of the batch are read
	// Recipients are age public keys. If there are any, what is stored is
	// encrypted to each of them, and the bytes themselves never touch the disk.
	Recipients []string
}

// sums are both digests of bytes as they pass, and their number.
type sums struct {
	n    int64
	s256 hash.Hash
	s512 hash.Hash
}

func newSums() *sums { return &sums{s256: sha256.New(), s512: sha512.New()} }

// Write implements io.Writer.
func (s *sums) Write(b []byte) (int, error) {
	s.n += int64(len(b))
	s.s256.Write(b)
	s.s512.Write(b)
	return len(b), nil
}

func (s *sums) sha256() string { return hex.EncodeToString(s.s256.Sum(nil)) }
func (s *sums) sha512() string { return hex.EncodeToString(s.s512.Sum(nil)) }

// ParseRecipients reads age public keys, such as age1….
func ParseRecipients(keys []string) ([]age.Recipient, error) {
	var out []age.Recipient
	for _, k := range keys {
		r, err := age.ParseRecipients(strings.NewReader(k))
		if err != nil || len(r) != 1 {
			return nil, fmt.Errorf("%q is not an age public key", k)
		}
		out = append(out, r...)
	}
	return out, nil
}

// pour copies from to dst, through age if there are recipients, and sums what
// came.
func pour(dst io.Writer, plain *sums, from io.Reader, recipients []age.Recipient) error {
	buf := make([]byte, 256<<10)
	if len(recipients) == 0 {
		_, err := io.CopyBuffer(io.MultiWriter(dst, plain), from, buf)
		return err
	}
	enc, err := age.Encrypt(dst, recipients...)
	if err != nil {
		return err
	}
	if _, err := io.CopyBuffer(io.MultiWriter(enc, plain), from, buf); err != nil {
		return err
	}
	return enc.Close()
}

// checkBlob recomputes the digests of what is stored of a blob.
func (l layout) checkBlob(b ledger.Blob) error {
	n, s256, s512 := b.Bytes, b.SHA256, b.SHA512
	if b.Cipher != nil {
		n, s256, s512 = b.Cipher.Bytes, b.Cipher.SHA256, b.Cipher.SHA512
	}
	if _, err := ledger.ParseHash(s256); err != nil {
		return err
	}
	return checkFile(l.blob(s256), n, s256, s512)
}

func checkFile(name string, n int64, s256, s512 string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := newSums()
	if _, err := io.Copy(s, f); err != nil {
		return err
	}
	if s.n != n || s.sha256() != s256 || s.sha512() != s512 {
		return fmt.Errorf("%s does not hold the bytes that its name says", name)
	}
	return nil
}
