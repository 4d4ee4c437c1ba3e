package deadline

import (
	"fmt"
	"strings"
)

// rows are the lines of an embedded table: cells between bars, without space
// around them. Empty lines and those that begin with "#" are passed over.
func rows(name, text string, cells int) [][]string {
	var out [][]string
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line, "|")
		if len(row) != cells {
			panic(fmt.Sprintf("deadline: %s:%d has %d cells, not %d", name, i+1, len(row), cells))
		}
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
		out = append(out, row)
	}
	return out
}

// must is v, or a panic that says what in an embedded table is broken.
func must[T any](v T, err error) T {
	if err != nil {
		panic("deadline: an embedded table is broken: " + err.Error())
	}
	return v
}
