package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"

	"github.com/holdshort/holdshort/ledger"
)

func newWitnessKey(name string) (skey, vkey string, err error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", err
	}
	if skey, vkey, err = ledger.NewCosignKey(name, key); err != nil {
		return "", "", usage("for instance --name example.com/witness", "--name: %s", err)
	}
	return skey, vkey, nil
}

// writeSecret writes a new file that only its owner may read.
func writeSecret(name, text string) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &failure{exitFailed, err, "choose a name that is not taken"}
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if shut := f.Close(); err == nil {
		err = shut
	}
	if err != nil {
		_ = os.Remove(name)
	}
	return err
}
