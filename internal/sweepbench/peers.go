package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed peers.py
var script []byte

// peers measures the same job in other programs, those that are there, on the same
// file: which aircraft have a position in the box at the time.
func peers(file, python string) error {
	dir, err := os.MkdirTemp("", "sweepbench-peers-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "peers.py")
	if err := os.WriteFile(name, script, 0o600); err != nil {
		return err
	}
	cmd := exec.Command(python, name, file, dir)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Printf("peers were not measured: %v\n", err)
	}
	return nil
}
