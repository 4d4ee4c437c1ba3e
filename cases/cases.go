// Package cases holds the sample cases that the program carries with it.
package cases

import (
	"embed"
	"io/fs"
)

//go:embed jgg-v-trump dvd-v-dhs garza-v-hargan grace-v-sessions levine-v-comcoa melgar-salmeron-v-bondi pangemanan-v-tsoukaris
var files embed.FS

// Names lists the sample cases; the first is the one that demo shows.
var Names = []string{"jgg-v-trump", "dvd-v-dhs", "garza-v-hargan", "grace-v-sessions", "levine-v-comcoa", "melgar-salmeron-v-bondi", "pangemanan-v-tsoukaris"}

// Open is the folder of a sample case. The error is that of a folder that does
// not exist.
func Open(name string) (fs.FS, error) {
	if _, err := fs.Stat(files, name); err != nil {
		return nil, err
	}
	return fs.Sub(files, name)
}
