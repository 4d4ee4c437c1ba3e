package vault

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/internal/durable"
)

// newKey makes a log's key: the line to sign with and the line to verify with.
// Without an origin its name is one under vault.invalid, which can belong to
// nobody (RFC 2606).
func newKey(origin string) (skey, vkey string, err error) {
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", err
	}
	if origin == "" {
		origin = "vault.invalid/" + hex.EncodeToString(pub)[:12]
	}
	if vkey, err = note.NewEd25519VerifierKey(origin, pub); err != nil {
		return "", "", fmt.Errorf("origin %q: %w", origin, err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return "", "", fmt.Errorf("origin %q holds a space or a plus sign", origin)
	}
	const algEd25519 = 1 // of signed notes
	seed := append([]byte{algEd25519}, priv.Seed()...)
	skey = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, v.KeyHash(), base64.StdEncoding.EncodeToString(seed))
	return skey, vkey, nil
}

// verifierKey is the line to verify with that belongs to a line to sign with.
func verifierKey(skey string) (string, error) {
	parts := strings.SplitN(strings.TrimPrefix(skey, "PRIVATE+KEY+"), "+", 3)
	if len(parts) != 3 {
		return "", fmt.Errorf("it is not the key of a signed note")
	}
	seed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return "", fmt.Errorf("it is not the key of a signed note")
	}
	pub := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(parts[0], pub)
}

// makeKey makes the vault's key, or finds that of a creation that broke off.
func (l layout) makeKey(origin string) error {
	if _, err := os.Stat(l.key()); err == nil {
		_, vkey, err := l.readSigner()
		if err != nil {
			return err
		}
		return durable.WriteFile(l.publicKey(), []byte(vkey+"\n"))
	}
	skey, vkey, err := newKey(origin)
	if err != nil {
		return err
	}
	if err := durable.WritePrivate(l.key(), []byte(skey+"\n")); err != nil {
		return err
	}
	return durable.WriteFile(l.publicKey(), []byte(vkey+"\n"))
}

// readSigner reads the vault's key to sign with, and the line to verify with that
// belongs to it.
func (l layout) readSigner() (note.Signer, string, error) { return readSigner(l.key()) }

// readSigner reads a key to sign with. Its error shows nothing of the key.
func readSigner(name string) (note.Signer, string, error) {
	skey, err := readLine(name)
	if err != nil {
		return nil, "", err
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		return nil, "", fmt.Errorf("%s is not the key of a signed note", name)
	}
	vkey, err := verifierKey(skey)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, err)
	}
	return s, vkey, nil
}

// readLine is the one line that a file holds.
func readLine(name string) (string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	line, ok := strings.CutSuffix(string(b), "\n")
	if !ok || strings.Contains(line, "\n") {
		return "", fmt.Errorf("%s does not hold one line", name)
	}
	return line, nil
}

// readVerifier reads the key to verify with, as a line and as a verifier.
func (l layout) readVerifier() (string, note.Verifier, error) {
	vkey, err := readLine(l.publicKey())
	if err != nil {
		return "", nil, err
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return "", nil, fmt.Errorf("%s is not the verifier key of a signed note", l.publicKey())
	}
	return vkey, v, nil
}
