// Command placegen makes the two files that package place embeds from the
// tables in a folder of reference data:
//
//	go run ./internal/placegen [-data ../shared/data/reference] [-out place]
//
// The same tables give the same files, but for how they are compressed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "../shared/data/reference", "folder of the tables")
	out := flag.String("out", "place", "folder to write airports.gz and areas.gz to")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	fields, err1 := fields(data)
	areas, err2 := areas(data)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(out, "airports.gz"), pack(fields), 0o644),
		os.WriteFile(filepath.Join(out, "areas.gz"), pack(areas), 0o644))
}
