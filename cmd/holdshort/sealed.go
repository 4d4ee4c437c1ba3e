package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/verify"
)

// writeSealed writes a sealed exhibit to a file that does not exist yet, or over
// one that does if force is set. Nothing is left behind of one that cannot be made
// or that does not pass its own checks.
func writeSealed(name string, force bool, in *sealed.Input) (*sealed.Made, error) {
	if _, err := os.Lstat(name); err == nil && !force {
		return nil, &failure{exitFailed, &os.PathError{Op: "write", Path: name, Err: os.ErrExist}, "choose another name, or give --force"}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+strings.TrimPrefix(filepath.Base(name), ".")+".*")
	if err != nil {
		return nil, &failure{exitFailed, err, "write to a folder that exists and is yours to write"}
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	made, err := sealed.Write(tmp, in)
	var few *sealed.NotReleased
	if errors.As(err, &few) {
		return nil, &failure{exitFailed, err, "release the case's files: holdshort release CASE --files ./ --class public --why ..."}
	}
	if err != nil {
		return nil, err
	}
	r, err := verify.Run(tmp, made.Size, verify.Options{Verifier: tool(), Policy: in.Policy, LogKey: in.Key, Derive: in.Derive})
	if err != nil {
		return nil, err
	}
	if r.Exit == verify.ExitFail {
		return nil, fmt.Errorf("the exhibit does not pass its own checks: %s", strings.Join(faults(r), "; "))
	}
	if in.Audience == ledger.Public {
		if err := tmp.Chmod(0o644); err != nil {
			return nil, err
		}
	}
	if err := tmp.Close(); err != nil {
		return nil, err
	}
	return made, os.Rename(tmp.Name(), name)
}

// faults are the lines of the checks that fail.
func faults(r *verify.Report) []string {
	var out []string
	for _, c := range r.Checks {
		if c.Status == verify.Fail {
			out = append(out, fmt.Sprintf("%d %s: %s", c.Number, c.Name, strings.Join(c.Lines, ", ")))
		}
	}
	return out
}
