// Command webgen makes the files of the page that package web embeds, from
// TypeScript and CSS in web/ui:
//
//	go run ./internal/webgen [-root .]
//
// The libraries that the page is made with are those of web/ui/package-lock.json,
// which npm ci --ignore-scripts puts into web/ui/node_modules. What is made is
// committed, and a test holds it current.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", ".", "the root of the module")
	flag.Parse()
	if err := run(*root); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// run makes the files afresh: what was there and is not made any more goes.
func run(root string) error {
	files, err := build(filepath.Join(root, "web", "ui"))
	if err != nil {
		return err
	}
	dist := filepath.Join(root, "web", "dist")
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dist, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
