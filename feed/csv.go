package feed

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// csvFormats are the formats of text tables, of JSON lists of positions and of
// Parquet, each told from what it holds. The last takes any table and says
// which columns it lacks, so it must come after every other format.
var csvFormats = []format{
	{"sbs", isSBS, readSBS},
	{"fr24-csv", isFR24CSV, readFR24CSV},
	{"fr24-granular", isGranular, readGranular},
	{"fr24-json", isFR24JSON, readFR24JSON},
	{"flight-tracer-raw", isTracerRaw, readTracerRaw},
	{"flight-tracer", isTracerLegs, readTracerLegs},
	{"opensky-snapshots", isHub, readHub},
	{"opensky-rest", isREST, readREST},
	{"opensky-json", isOpenSkyJSON, readOpenSkyJSON},
	{"opensky-csv", isOpenSkyCSV, readOpenSkyCSV},
	{"opensky-parquet", isParquet, readParquet},
	{"csv", isTable, readPlain},
}

const bom = "\ufeff"

// firstLine is the first line of head that is not blank, without the byte-order
// mark that spreadsheets put before it.
func firstLine(head []byte) string {
	s := strings.TrimPrefix(string(head[:min(len(head), 8<<10)]), bom)
	s = strings.TrimLeft(s, "\r\n")
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, "\r")
}

// separatorOf is the separator that occurs most often in a header, the comma if
// none does.
func separatorOf(line string) byte {
	best, most := byte(','), 0
	for _, sep := range []byte{',', ';', '\t'} {
		if n := strings.Count(line, string(sep)); n > most {
			best, most = sep, n
		}
	}
	return best
}

// headerOf is the names in the first line of head, in lower case; nil if it is
// no header.
func headerOf(head []byte) []string {
	line := firstLine(head)
	cells, ok := splitCells(line, separatorOf(line), nil)
	if !ok || len(cells) < 3 {
		return nil
	}
	return lowerNames(cells)
}

func lowerNames(cells []string) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = strings.ToLower(strings.TrimSpace(c))
	}
	return names
}

// hasAll reports whether every one of want is among names.
func hasAll(names []string, want ...string) bool {
	for _, w := range want {
		if !slices.Contains(names, w) {
			return false
		}
	}
	return true
}

// hasAny reports whether at least one of want is among names.
func hasAny(names []string, want ...string) bool {
	return slices.ContainsFunc(want, func(w string) bool { return slices.Contains(names, w) })
}

// isTable reports whether head looks like rows of fields: text whose first line
// is neither XML nor JSON and has two separators.
func isTable(head []byte) bool {
	line := firstLine(head)
	if line == "" || strings.ContainsAny(line[:1], "<{[") || !utf8.ValidString(line) || strings.IndexByte(line, 0) >= 0 {
		return false
	}
	return strings.Count(line, string(separatorOf(line))) >= 2
}

// splitCells splits a line into its fields and appends them to dst. A field in
// quotes ends on its own line; "" within it is one quote. It reports false if a
// quote is not closed, or closed within a field.
func splitCells(line string, sep byte, dst []string) ([]string, bool) {
	for {
		if len(line) > 0 && line[0] == '"' {
			cell, rest, ok := quotedCell(line)
			if !ok || rest != "" && rest[0] != sep {
				return dst, false
			}
			dst = append(dst, cell)
			if rest == "" {
				return dst, true
			}
			line = rest[1:]
			continue
		}
		i := strings.IndexByte(line, sep)
		if i < 0 {
			return append(dst, line), true
		}
		dst, line = append(dst, line[:i]), line[i+1:]
	}
}

// quotedCell takes the quoted field at the start of line, and what follows it.
func quotedCell(line string) (cell, rest string, ok bool) {
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] != '"':
		case i+1 < len(line) && line[i+1] == '"':
			i++
		default:
			return strings.ReplaceAll(line[1:i], `""`, `"`), line[i+1:], true
		}
	}
	return "", "", false
}
